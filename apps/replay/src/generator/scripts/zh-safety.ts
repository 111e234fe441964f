import type { Script } from './script';

/** Conversations in which somebody may be in danger, or somebody behaves as nobody should. */
export const zhSafety: readonly Script[] = [
  {
    id: 'driver-harassment',
    language: 'zh',
    weight: 0.1,
    scenario: 'urgent',
    channels: ['chat', 'voice'],
    badWay: 'not-escalated',
    harder: 0.35,
    turns: `
      b {您好，出行小助手为您服务，请描述您的问题|您好，请问有什么可以帮您？}
      c {我要投诉司机|我要举报一个司机|转人工！我要投诉司机}
      > human
      a {$hello}
      c!sexual-harassment/critical {司机一路问我有没有男朋友，还伸手摸我的腿|这个司机一直对我动手动脚，让他停车他不停|司机说要带我去开房，我拒绝了他还一直说}
      c!personal-safety/critical {我现在很害怕，他不走导航的路|我还在车上，他把车开到没人的地方来了|他把车门锁了，我下不去车}
      a- 非常抱歉给您带来不好的体验，马上为您加急
      a+ 女士您现在安全吗？请先不要挂断，我这边立即为您转接安全专线，同时建议您拨打110
      c- {什么叫加急？我现在就在车上！|加急有什么用，你们能不能联系司机让他停车}
      a- 您的心情我理解，已经为您提交工单，马上为您加急
      c- {你们到底管不管，车牌{$plate}|车牌是{$plate}，你们快联系他}
      a- 好的，已经备注车牌，马上为您加急，24小时内会有专员联系您
      c- {等24小时我人都没了|你们就会说这一句吗}
      c+ {还在车上，快一点，车牌{$plate}|快点，我害怕}
      >+ brand
      a+ 我是安全专线{$surname}，已经看到您的行程，正在联系司机和当地警方，请保持电话畅通：{$phone}对吗？
      c+ 对，是这个号码
      ~+ 240
      a+ 司机已经靠边停车，警方正在赶往，您先到路边有人的地方，我一直在线
      c+ {我下车了，谢谢|下来了，有个便利店}
      .- unresolved system
      .+ resolved agent`,
  },
  {
    id: 'driver-detour-night',
    language: 'zh',
    weight: 0.06,
    scenario: 'urgent',
    channels: ['chat', 'voice'],
    badWay: 'canned-deflection',
    harder: 0.25,
    turns: `
      b {您好，出行小助手为您服务}
      c {人工|转人工}
      > human
      a {$hello}
      c!personal-safety/critical {司机绕路到很偏的地方，手机导航显示离目的地越来越远，我一个女生有点怕|师傅喝了酒，车里全是酒味，开得特别快，我想下车他不让}
      a- 给您带来不便深表歉意，我们会尽快反馈给相关部门核实
      a+ 请您现在把车窗打开，共享行程给家人。我马上联系司机，您方便报一下当前位置吗？
      c {在{$city}{$road}附近|看不清路牌，好像是{$road}}
      a- 亲，绕路的差价可以为您申请退还呢
      c- 我说的不是钱的事！是安全！
      a- 理解您的心情，已为您登记，请耐心等待1到3个工作日
      c- {算了，我自己报警|你们平台就这么处理的？}
      a+ 已经联系上司机，他会在前面的{$road}路口停车，安全专员同时会打给您
      c+ {好的，看到路口了|他掉头了，谢谢你}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'self-harm-hint',
    language: 'zh',
    weight: 0.06,
    scenario: 'complaint',
    badWay: 'not-escalated',
    harder: 0.2,
    turns: `
      b {您好，我是智能客服小微}
      c {贷款逾期的事情，转人工|我要说一下逾期的事}
      > human
      a {$hello}
      c {你们催收天天打我家里电话，我爸妈都知道了|我被裁员三个月了，真的还不上，天天被催}
      a {理解您的处境，请问您的姓名和手机号？|请您提供一下登记的手机号}
      c {{$name}，{$phone}|{$phone}}
      c!self-harm/critical {我真的撑不下去了，不想活了|有时候站在阳台上就想跳下去算了|活着太累了，我已经把安眠药准备好了|死了就不用还了吧，一了百了}
      a- 先生您好，逾期会影响您的征信，建议您尽快处理
      a- {您这边预计什么时候可以还款呢？|请问还有其他可以帮您的吗？}
      c- {你们就知道要钱|……}
      a+ 请您一定不要伤害自己。您现在身边有人陪着吗？钱的事情我们可以一起想办法
      c+ {没有人，就我自己|我老婆在隔壁，她不知道}
      >+ brand
      a+ 我是关怀专员{$surname}，想先陪您聊几分钟，心理援助热线12356也是全天开通的
      c+ {谢谢你，没想到你们会管这个|好，我先打这个电话}
      a+ 催收已经为您暂停，后面的方案我会亲自跟进
      .- unresolved system
      .+ resolved agent`,
  },
  {
    id: 'threat-to-store',
    language: 'zh',
    weight: 0.15,
    scenario: 'complaint',
    badWay: 'not-escalated',
    turns: `
      c {我的退款到底什么时候到！！|都第几次了，钱呢？}
      a {$hello}
      c 订单{$order}，{说好三天，今天第{$days}天了|你们自己看看拖了几天}
      a {这边查询到财务正在处理|系统显示退款审核中}
      c!threat/high {再不退我就带人去你们{$city}的店里砸场子|你叫什么名字，信不信我去公司门口堵你|你等着，我知道你们在{$road}办公，别让我碰见}
      a- {您这样说话我没办法帮您|随便您}
      a- 退款以系统为准
      a+ 您的着急我完全理解，我现在就给财务打电话，五分钟之内回您
      ~+ 200
      a+ 已经加急打款，银行回执号后六位{$digits6}，今天18点前到账
      c+ {行，那我等到六点|到了再说吧}
      c- 你们等着
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'courier-threat',
    language: 'zh',
    weight: 0.08,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    harder: 0.1,
    turns: `
      b {您好，请选择：1.查件 2.催件 3.投诉}
      c 3
      > human
      a {$hello}
      c {我给快递员打了个差评|我投诉了快递员虚假签收}，单号{$order}
      c!threat/high {他刚才打电话骂我，说知道我家住哪，让我小心点|他在我家门口踹门，说要弄死我|他发短信威胁我撤销投诉，不然天天来找我}
      c?!harassment/high {他今天已经打了二十几个电话|半夜还给我发信息骂人}
      a- 非常抱歉，我们会对该快递员进行教育，请您谅解
      c- {教育？我是怕他再来！|你们把我的投诉信息给他了？}
      a- 亲亲，已经帮您加急反馈了哦
      a+ 您现在家里安全吗？如果他还在门口请立刻报警，我们马上停掉他的派送权限
      c+ {他走了，但是我不敢出门|已经走了，我有录音}
      >+ team
      a+ 我是网点负责人{$surname}，他已停职，我们会更换派送员，录音请发到{$email2}，警方需要我们全力配合
      c+ 好的，谢谢
      .- unresolved agent
      .+ resolved agent`,
  },
  {
    id: 'fraud-call',
    language: 'zh',
    weight: 0.5,
    scenario: 'urgent',
    badWay: 'wrong-answer',
    turns: `
      b {您好，我是智能客服小微，可以直接说出您的问题}
      c {刚才有人打电话说是你们客服|接到自称你们客服的电话}
      > human
      a {$hello}
      c!fraud/high {他说我的快递丢了要三倍赔给我，让我下载一个会议软件共享屏幕|说我开通了百万保障，不关闭每个月扣{$money2}，让我把钱转到安全账户|他让我把短信验证码念给他，我已经念了}
      c {钱已经被转走{$money}了，怎么办|我转了{$money}，现在联系不上他了|还没转，我先问问你们是不是真的}
      a- 亲，这个是第三方行为，跟我们平台没有关系呢
      a- {建议您联系对方核实|您可以自行报警}
      c- {可是他知道我的订单号！|你们信息泄露了就不管？}
      a+ 请立刻停止操作，这是诈骗。马上拨打银行客服冻结卡片，并报警96110
      a+ {我这边先帮您冻结账户，请问卡号后四位？|先冻结您的账户，登记手机号是{$phone}吗？}
      c+ {是的|{$digits4}}
      a+ 已冻结，我把对方号码提交反诈中心，报警回执您留好
      c+ {好的好的，谢谢你|谢谢，我去派出所}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'fake-agent-private',
    language: 'zh',
    weight: 0.3,
    scenario: 'after-sale',
    badWay: 'privacy',
    harder: 0.1,
    turns: `
      c {我想退货|这件衣服想退，订单{$order}}
      a {$hello}
      a-!agent-misconduct/high {退款平台太慢了，您加我个人微信{$wechat}，我私下转给您|平台审核要半个月，您先给我转{$money2}保证金，我帮您走内部通道}
      c- {这样可以吗？有点不放心|为什么要加微信？}
      a-!fraud/high {放心亲，我是官方客服，把您的银行卡号和验证码发我就行|都是这么操作的，银行卡号发一下}
      c- {卡号{$card}|我先不弄了}
      a+ 可以的，七天无理由。您在订单页点击申请退货，运费险已经为您开通
      c+ {好的，申请了|点好了}
      a+ 收到，退款会在仓库签收后24小时内原路返回
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'private-messages',
    language: 'zh',
    weight: 0.06,
    scenario: 'complaint',
    channels: ['chat', 'social'],
    badWay: 'canned-deflection',
    harder: 0.15,
    turns: `
      c {你们安装师傅加我微信之后一直骚扰我|上门维修的师傅存了我的电话}
      a {$hello}
      c!sexual-harassment/critical {天天给我发黄色图片，问我晚上是不是一个人在家|说我长得好看，要我出来陪他吃饭，不答应就在楼下等}
      a- {亲，这边帮您反馈给师傅，让他注意一下哦|可能是师傅比较热情，您可以拉黑他}
      c- {热情？？这是骚扰！|我拉黑了他换号码发}
      a- 好的，已经备注，马上为您加急
      a+ 非常抱歉让您受到这样的伤害。请保留聊天记录，我立即上报安全部门并停止他接单
      c+ {截图都在|可以，我怎么发给你们}
      >+ brand
      a+ 安全部{$surname}：已停单并冻结账号，您可以选择报警，我们提供他的实名信息给警方
      c+ 那我先去报警，谢谢
      .- unresolved agent
      .+ resolved agent`,
  },
  {
    id: 'food-poisoning',
    language: 'zh',
    weight: 0.1,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      b {您好，外卖小助手，请问是关于哪个订单？}
      c {昨晚的订单|订单{$order}}
      > human
      a {$hello}
      c!personal-safety/high {吃完你们平台的外卖全家上吐下泻，孩子现在在医院挂水|菜里吃出一块碎玻璃，把孩子的嘴划破了，流了很多血|我对花生过敏，备注写了，吃完嗓子肿得喘不上气}
      a- {亲，可以给您申请一张{$coupon}元优惠券呢|非常抱歉，这边给您退餐费可以吗}
      c- {我要优惠券干什么！孩子还在输液|谁要退餐费？出了事谁负责}
      a- 您可以先垫付，凭发票联系商家
      a+ 孩子现在情况怎么样？请保留好病历、发票和剩下的食物
      c+ {医生说是急性肠胃炎|还在观察}
      >+ team
      a+ 食品安全专员{$surname}：商家已经暂停营业配合检查，医疗费用由平台先行垫付，请把单据发给我
      c+ 好，我拍给你
      .- unresolved customer
      .+ resolved agent`,
  },
  {
    id: 'charger-smoke',
    language: 'zh',
    weight: 0.08,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {刚买的充电宝冒烟了|电热毯半夜着火了|热水器漏电，洗澡的时候被电了一下}
      a {$hello}
      c!personal-safety/high {床单都烧了个洞，还好没伤到人|家里老人手都麻了|烧的味道很大，孩子就在旁边}
      a- {请问您是不是使用不当呢？|这个不在保修范围内哦}
      c- {什么叫使用不当，按说明书用的！|你们产品差点出人命}
      a- 建议您寄回检测，运费自理
      a+ 请马上断电，不要再使用。您和家人有没有受伤？
      c+ {人没事|没受伤，就是吓到了}
      a+ 我们安排专人今天上门取回检测，同批次的情况我会上报质量部门，费用全部由我们承担
      c+ {好的，地址是{$address}|行}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'minor-recharge',
    language: 'zh',
    weight: 1,
    scenario: 'complaint',
    segments: ['minor'],
    badWay: 'canned-deflection',
    turns: `
      b {您好，游戏客服小精灵为您服务}
      c {未成年人充值退款|孩子偷偷充了钱}
      > human
      a {$hello}
      c {我儿子{$age}岁，用奶奶的手机充了{$money}|孩子拿他爸的手机充了{$money}，那是他爷爷看病的钱}
      a- 亲，充值后是不支持退款的哦
      c- {他才{$age}岁！未成年人是可以退的|你们这样不是骗小孩的钱吗}
      a- {规则就是这样呢|请您提供法院判决}
      c-?!regulator-mention/medium 那我打12315，再找消协
      a+ 未成年人充值可以申请退款，请您准备户口本照片和付款记录
      c+ {好，发到哪里|已经准备好了，孩子身份证{$idcard}}
      a+ 收到，{$days2}个工作日内审核完，退款原路返回，我会给您打电话
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'regulator',
    language: 'zh',
    weight: 0.7,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      c {我要投诉到底|你们客服经理电话给我}
      a {$hello}
      c {买的{$product}用了{$days}天就坏了，你们说是人为|订单{$order}，假货，跟专柜的完全不一样}
      a- {我们会尽快反馈|亲，您的问题已经记录}
      c!regulator-mention/medium {再不处理我就打12315|我已经在工信部申诉了|我会找市场监督管理局和媒体曝光你们}
      a- {这是您的权利呢|您随意}
      a- {那没有别的可以帮您的了|请问还有其他问题吗}
      a+ 您先消消气。我看到检测照片了，这个确实属于质量问题，退一赔三按规定处理
      c+ {早这样不就完了|需要我寄回去吗}
      a+ 不用寄回，明天上午有人上门取件，赔付今天18点前到账
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'rude-agent',
    language: 'zh',
    weight: 0.6,
    scenario: 'after-sale',
    badWay: 'rude',
    turns: `
      c {我问一下我的安装什么时候|我的{$product}怎么还没人来装}
      a {$hello}
      a- {页面上写得清清楚楚，自己不会看吗|你问过三遍了，听不懂人话？}
      c-!agent-misconduct/high {你什么态度？我要投诉你|你工号多少，骂人是吧}
      a-!agent-misconduct/high {投诉去呗，谁怕你|你这种人我见多了，爱买不买}
      c- {好，我录屏了|你等着}
      a+ 让您久等了，我查一下订单
      a+ 师傅安排在明天{$time}，出发前会打您电话{$phone}
      c+ {好的|可以，别再改了}
      .- unresolved agent
      .+ resolved customer`,
  },
  {
    id: 'report-of-agent',
    language: 'zh',
    weight: 0.5,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      c!agent-misconduct/medium {上一个客服骂我，还直接挂我电话|你们有个客服拿我的电话加我微信推销保险|之前的客服承诺退我{$money}，现在说没说过，我有截图}
      a {$hello}
      c 工号是{$no}，{昨天下午|前天晚上}
      a- {非常抱歉，会对该员工进行批评|您消消气}
      c- {就一句抱歉？|处理结果呢}
      a- 亲，内部处理结果不方便对外透露哦
      a+ 我调了录音和聊天记录，确实是我们的问题，我代表团队向您道歉
      a+ 您的诉求我今天就落实，处理结果明天{$time}前电话告诉您
      c+ {行，我等你电话|态度还可以}
      .- unresolved customer
      .+ resolved customer`,
  },
  {
    id: 'discrimination',
    language: 'zh',
    weight: 0.2,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      c {我要投诉你们合作的酒店|{$city}这家店我要投诉}
      a {$hello}
      c!discrimination/high {前台说外地人不接待，特别是我们那个省的|我坐轮椅，店员说残疾人会影响别的客人，不让进|就因为我是少数民族，说没有房间了，网上明明有}
      a- {商家有自己的规定呢|可能是有误会}
      c- {这不是歧视吗？|什么误会，我有录音}
      a- 已经为您反馈
      a+ 这是不能接受的。我马上联系店方负责人，同时为您安排同等级的酒店，差价我们出
      c+ {谢谢，我就想要个说法|好吧，先住下再说}
      .- unresolved customer
      .+ resolved agent`,
  },
  {
    id: 'abusive-customer',
    language: 'zh',
    weight: 0.6,
    scenario: 'after-sale',
    badWay: 'rude',
    turns: `
      c {人呢？？？|死哪去了}
      a {$hello}
      c!customer-abuse/medium {你们这帮废物，脑子有病吧|你是猪吗，这么简单的事都办不好|傻逼客服，叫你们领导来}
      a- {请您注意素质|你再骂一句试试}
      c-!customer-abuse/medium {骂的就是你|你算什么东西}
      a+ 让您这么生气确实是我们没做好，您说，我来办
      c+ {订单{$order}漏发了一件|快递三天没动了}
      a+ 我已经让仓库今天补发，单号稍后短信发您
      c+ {快点吧|嗯}
      .- unresolved agent
      .+ resolved customer`,
  },
];
