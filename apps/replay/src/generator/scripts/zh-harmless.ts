import type { Script } from './script';

/** Ordinary conversations with words that look like danger and are none. */
export const zhHarmless: readonly Script[] = [
  {
    id: 'screwdriver',
    language: 'zh',
    weight: 1.2,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.1,
    turns: `
      c {你们家的螺丝刀套装是什么材质的|这个多功能刀架能放几把刀}
      a {$hello}
      a+ {铬钒钢的，S2批头，{$pieces}件套|可以放六把刀和一把剪刀}
      a- {详情页有写|应该是不锈钢吧}
      c {{砍价|能便宜点吗}，隔壁店才{$price}|能杀菌消毒吗？厨房用}
      a {可以领{$coupon}元券，下单立减哦|支持的，带紫外线消毒}
      c {好，拍了|我再看看，谢谢}
      . resolved customer`,
  },
  {
    id: 'flash-sale',
    language: 'zh',
    weight: 1.6,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.05,
    turns: `
      b {亲，秒杀活动今晚{$hour}点开始哦}
      c {秒杀要定闹钟吗，每次都抢不到，气死我了|跳楼价还能再用券吗}
      > human
      a {$hello}
      a+ {可以提前加购，到点直接付款，库存{$pieces}件|秒杀价不叠加店铺券，可以叠加平台满减}
      a- {到点抢就行|看活动规则}
      c {笑死，上次一秒就没了|累死了，抢了三天，今天杀到底}
      a {祝您这次抢到～|加油亲，这次补了库存}
      c? {哈哈谢谢|好嘞}
      . resolved customer`,
  },
  {
    id: 'spam-filter',
    language: 'zh',
    weight: 1.1,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {怎么屏蔽垃圾短信啊，一天几十条|手机提示中病毒了，要杀毒吗}
      a {$hello}
      a+ {设置—短信—骚扰拦截，打开智能识别就好|自带的手机管家里有病毒查杀，点一键清理}
      a- {这个您百度一下|换个手机吧}
      c {拦截之后还能看到吗|好的，扫完了，没有}
      a+ 拦截记录里都能看到，不会误删
      . resolved customer`,
  },
  {
    id: 'media-volume',
    language: 'zh',
    weight: 1.1,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {媒体音量调到最大还是听不清|USB插上没反应，U盘打不开}
      a {$hello}
      c? {看剧的时候死机了两次|一打游戏就卡死}
      a+ {请在设置—声音里关闭音量限制，再重启一次|换一根数据线试试，或者在开发者选项里把USB设为传输文件}
      a- {硬件问题，寄修吧|恢复出厂设置}
      c+ {可以了！|行，好了，谢谢}
      c- 数据不是全没了吗……
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'game-blade',
    language: 'zh',
    weight: 1,
    scenario: 'after-sale',
    badWay: 'canned-deflection',
    turns: `
      b {您好，游戏客服小精灵为您服务}
      c {刀剑乱舞活动的武器没到账|打爆了世界BOSS，奖励没给}
      > human
      a {$hello}
      a {请提供角色ID和区服|请问您的角色名是？}
      c {角色{$nick}，一区|ID {$digits8}}
      a+ {查到了，活动奖励延迟发放，邮件已补发|已补发，另送{$coupon}个强化石}
      a- {请耐心等待|我们会尽快反馈}
      c+ {收到，爆肝去了哈哈|收到了，谢谢}
      c- 等多久？{打副本都打不过|队友都要杀我了哈哈}
      .+ resolved customer
      .- unresolved system`,
  },
  {
    id: 'fried-chicken',
    language: 'zh',
    weight: 0.9,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.1,
    turns: `
      c {炸鸡套餐的爆汁鸡排现在还有吗|魔鬼辣能换成微辣吗，上次辣死我了}
      a {$hello}
      a {有的亲，今天{$hour}点前下单送可乐|可以备注微辣哦}
      c {太香了，想死这一口|好，下单了}
      a? {祝您用餐愉快|爱您哟}
      . resolved customer`,
  },
  {
    id: 'pet-clinic',
    language: 'zh',
    weight: 0.7,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    turns: `
      c {给猫打疫苗要预约吗|蟑螂药对猫有毒吗，能不能毒死蟑螂又不伤猫}
      a {$hello}
      a+ {要预约的，周末人多，建议提前一天|这款是胶饵，放在柜子缝里，猫够不到就没有问题}
      a- {可以的|没问题的亲}
      c {它一打针就像要杀它一样叫哈哈|行，买两盒，杀虫剂也要一瓶}
      a {好的，帮您登记了|好的，一起发货}
      . resolved customer`,
  },
  {
    id: 'movie-ticket',
    language: 'zh',
    weight: 0.2,
    scenario: 'after-sale',
    badWay: 'canned-deflection',
    turns: `
      c {我买的《绑架游戏》{$hour}点那场能改签吗|《自杀小队》的票买错场次了}
      a {$hello}
      a+ {可以的，开场前两小时都能改，已经帮您改到明天{$hour}点|帮您退了，票款原路返回}
      a- {特价票不退不改|影院规定呢}
      c+ {太好了|谢谢，帮大忙了}
      c- {要死，又浪费一张|唉，血亏}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'sarcasm',
    language: 'zh',
    weight: 1.6,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    harder: 0.15,
    turns: `
      c {你们可真行，{$days}天了快递还在原地晒太阳|太棒了，一个快递走了{$days}天，蜗牛都到了}
      a {$hello}
      a- 感谢您的支持与认可
      c- {呵呵，你们机器人挺会聊天|我谢谢你全家，我那是夸你吗}
      a- {亲，给您带来不便请谅解|请您耐心等待哦}
      c- {真是五星好评的服务，佩服佩服|厉害，下次还敢买}
      a+ 确实太慢了，换我也会着急。我看到卡在{$city}中转站，已经让他们今天发出
      c+ {行吧，再信你一次|哈，算你会说话}
      a+ 明天{$time}前我会再看一次，没动我就给您重发一件
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'thanks',
    language: 'zh',
    weight: 2,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    harder: -0.2,
    turns: `
      c {昨天的问题解决了，特意来谢谢{$no}号客服|你们师傅装得真好，想表扬一下}
      a {$hello}
      a {太好了，我一定转达|谢谢您专门跑一趟}
      c {不客气，给五星|以后还买你们家}
      . resolved customer`,
  },
];
