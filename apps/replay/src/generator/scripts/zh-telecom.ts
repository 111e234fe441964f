import type { Script } from './script';

/** Telecoms, broadband and utilities. */
export const zhTelecom: readonly Script[] = [
  {
    id: 'slow-network',
    language: 'zh',
    weight: 3.5,
    scenario: 'complaint',
    channels: ['chat', 'social', 'voice'],
    badWay: 'canned-deflection',
    turns: `
      c {宽带交的是千兆，测下来只有几十兆|晚上网慢得打不开网页，打个游戏延迟四百}
      a {$hello}
      c {报修三次了，来了个师傅看一眼就走|换了光猫还是这样}，账号{$digits8}
      a- {您重启一下光猫|可能是您家路由器的问题}
      c- {重启一百遍了|直连测的，没有路由器}
      a- {好的，已为您登记，会尽快反馈|请您耐心等待工作人员联系}
      c- {上次也是“尽快”，没人联系|你们就是踢皮球}
      c-?!regulator-mention/medium {再不修我去工信部申诉|工信部见}
      a+ {后台看到您的端口有误码，我派装维明天{$time}上门换线，这个月费用减免|是小区分光器故障，今天{$hour}点前修好，修好我打给您}
      c+ {终于有人说人话了|好，等你电话}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'hidden-fee',
    language: 'zh',
    weight: 3,
    scenario: 'complaint',
    channels: ['chat', 'voice'],
    badWay: 'canned-deflection',
    turns: `
      b {您好，话费查询请回复1，套餐请回复2}
      c {1|为什么多扣了{$price}}
      b 您本月消费{$price}元，其中增值业务{$coupon}元
      c {我没订过什么增值业务！|什么彩铃，我根本没开}
      > human
      a {$hello}
      a- {系统显示是您本人订购的哦|是电话营销的时候您同意的}
      c- {拿录音出来|我妈七十岁了会订这个？}
      a- 亲，录音需要法院调取呢
      a+ {查到是营销外呼开通的，没有二次确认，给您退订并退还{$days}个月费用|已退订，{$money2}退到话费里}
      c+ {这还差不多|好的谢谢}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'number-portability',
    language: 'zh',
    weight: 1.6,
    scenario: 'complaint',
    badWay: 'wrong-answer',
    turns: `
      c {携号转网为什么不给办|想转走，说我有合约}
      a {$hello}
      c 号码{$phone}，{合约去年就到期了|从来没签过合约}
      a+ {查了，合约确实已到期，授权码已发短信，30分钟有效|系统没更新，已经给您解除}
      c+ {收到授权码了|行，谢谢}
      a- {您的号码是靓号，有协议到2099年|去营业厅办吧}
      c- {2099年？？|营业厅说找客服！}
      c-?!regulator-mention/medium 你们就是不让走，我找通信管理局
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'roaming',
    language: 'zh',
    weight: 1.4,
    scenario: 'urgent',
    badWay: 'slow',
    turns: `
      c {人在国外，突然没信号了|开了国际漫游还是上不了网}
      a {$hello}
      a {请问在哪个国家，号码多少？|麻烦提供号码}
      c {日本，{$phone}|泰国，号码{$phone}}
      a+ {已重新下发数据，您关机一分钟再开|套餐已补开，手动选网就行}
      ~+ 120
      c+ {有了有了|可以上网了}
      a- {回国再办吧|您重启试试}
      c- {我现在打不了车！|试过了，没用}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'sim-lost',
    language: 'zh',
    weight: 1.6,
    scenario: 'urgent',
    badWay: 'slow',
    turns: `
      c {手机丢了，赶紧帮我停机|手机被偷了，里面绑了银行卡}
      a {$hello}
      a {请报一下号码和机主身份证|号码和姓名？}
      c {{$phone}，{$name}，{$idcard}|{$name}，{$phone}}
      a+ {已停机，请马上联系银行挂失|已经停了，补卡带身份证到营业厅}
      c+ {好，谢谢|吓死我了，好的}
      a- {需要服务密码|请到营业厅办理}
      c- {营业厅都关门了！|等去营业厅钱都没了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'power-cut',
    language: 'zh',
    weight: 1.6,
    scenario: 'urgent',
    channels: ['voice', 'social', 'chat'],
    badWay: 'canned-deflection',
    turns: `
      c {整栋楼停电了，什么时候来|停水一天了，没有通知}
      a {$hello}
      c {家里有老人要用呼吸机|冰箱里的东西都要坏了}，{$city}{$road}
      a- {请关注公告|已反馈给抢修队，请耐心等待}
      c- {公告在哪里|抢修队几点到？}
      a- 具体时间以现场为准呢
      a+ {线路被施工挖断，抢修车{$minutes}分钟到；老人的情况我马上登记，应急电源优先送您家|预计{$hour}点恢复，我会再打电话确认}
      c+ {好，辛苦你们|收到}
      .+ resolved agent
      .- unresolved system`,
  },
  {
    id: 'plan-change',
    language: 'zh',
    weight: 3,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.05,
    turns: `
      c {想换个便宜点的套餐|有没有流量多一点的套餐}
      a {$hello}
      a+ {按您近三个月的用量，{$price}元那档最合适，下月1号生效|推荐您加一个{$coupon}元流量包，不用换套餐}
      c+ {行，就办这个|好，帮我办}
      a- {老用户不能办新套餐|只能往上改}
      c- {新用户才是人是吧|那我转网}
      .+ resolved customer
      .- unresolved customer`,
  },
];
