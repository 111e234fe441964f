import type { Script } from './script';

/** Shops, deliveries, accounts and money: the everyday of a service desk. */
export const zhService: readonly Script[] = [
  {
    id: 'refund',
    language: 'zh',
    weight: 6,
    scenario: 'after-sale',
    badWay: 'empty-promise',
    turns: `
      b {您好，我是智能客服小微，请问有什么可以帮您？}
      c {我要退款|退款什么时候到账|怎么还不退钱}
      b {退款一般3到7个工作日到账，请问还有其他问题吗？|请您提供订单号}
      c {转人工|都过了{$days}天了，转人工|人工客服}
      > human
      a {$hello}
      c {订单{$order}，{$product}|{$product}那单，{$order}}
      a {稍等，帮您查一下|好的，我看一下}
      a+ {查到了，仓库今天已签收退货，我现在给您提交退款，24小时内原路返回|是银行通道延迟，我已经重新发起，今天18点前到账}
      c+ {好的，那我等着|可以，谢谢}
      a+ {请问还有其他问题吗？|到账会有短信，您留意一下}
      c+? {没有了|没了，谢谢}
      a-!empty-promise/low {已经为您加急，请耐心等待|马上帮您催财务，很快就到}
      c- {上次也是这么说的，上上次也是|你们已经加急三次了}
      a- {这次一定，给您备注了特急|我们会尽快处理的，请您放心}
      c- {具体几号？|给我一个准确时间}
      a- {这个以系统为准呢|具体时间没办法保证}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'late-delivery',
    language: 'zh',
    weight: 6,
    scenario: 'after-sale',
    badWay: 'canned-deflection',
    turns: `
      b {您好，查询物流请输入订单号}
      c {{$order}|快递怎么还没到}
      b 您的包裹正在运输中，请耐心等待
      c {已经{$days}天没更新了|这个状态三天没变了，人工}
      > human
      a {$hello}
      c {东西急用，{孩子开学要用|周末要送人的}|到底丢没丢}
      a+ {联系了{$city}中转站，爆仓压了两天，今晚发出，明天{$time}前派送|件丢了，我直接给您重发顺丰，单号一会儿发您}
      a+ {再给您补{$coupon}元券，实在不好意思|您的收件电话{$phone}没变吧？}
      c+ {行，没变|好的，辛苦}
      a- {亲，物流不归我们管呢，您联系快递公司|已经帮您催促了，请耐心等待哦}
      c- {我打了快递电话说让找你们|催了三天了}
      a- {理解您的心情，已为您加急反馈|好的，这边再帮您催一下}
      c- {除了催还会什么|唉}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'not-received',
    language: 'zh',
    weight: 3,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      c {显示签收了，我根本没收到|谁签收的？我没拿到东西}
      a {$hello}
      c 单号{$order}，{签收人写的“本人”，我人都不在家|说放门口，门口什么都没有}
      a- {系统显示已签收，请问问邻居或者物业|签收了我们就没办法了呢}
      c- {物业没有|都问过了，没有！}
      a- 建议您报警处理
      a+ {我马上联系派件员核实，十分钟回复您|请您稍等，我打给网点}
      ~+ 420
      a+ {派件员放错到3号楼了，现在给您送过去|确认丢件，今天给您全额赔付{$money2}}
      c+ {拿到了，谢谢|好}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'change-address',
    language: 'zh',
    weight: 3,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {地址填错了，能改吗|刚下的单想改一下地址}
      a {$hello}
      c {改成{$address}，电话{$phone}，{$name}收|{$order}，新地址：{$address}}
      a+ {还没出库，已经改好了，您核对一下短信|已经改好}
      c+ {对的|收到，没错}
      a- {发货了改不了|您拒收再重新拍}
      c- {我下单五分钟就来找你们了|可是物流还没有揽收啊}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'login-code',
    language: 'zh',
    weight: 4,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      b {您好，登录问题请选择：1 收不到验证码 2 忘记密码 3 账号被锁}
      c {1|3|2}
      b {请检查短信拦截，并等待60秒后重试}
      c {试了好多次，还是不行|换了手机号{$phone}，原来的停机了}
      > human
      a {$hello}
      a {为了核实身份，请提供实名信息|麻烦报一下姓名和身份证后四位}
      c {{$name}，{$idcard}|{$name}，后四位{$digits4}}
      a+ {核实好了，新手机号已经绑定，您现在试一下|已解锁，请在十分钟内重新登录}
      c+ {可以了，谢谢|进去了}
      a- {您重新注册一个吧|再等24小时试试}
      c- {里面还有余额！|工作要用，等不了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'account-frozen',
    language: 'zh',
    weight: 2,
    scenario: 'urgent',
    badWay: 'canned-deflection',
    turns: `
      c {账号为什么被冻结了|钱包冻结了，里面有{$money}}
      a {$hello}
      c {我什么都没干|今天要交房租的}
      a+ {是异地登录触发的风控，您做一下人脸就解开了，链接已发短信|我提交人工复核，{$minutes}分钟内给您结果}
      ~+ 300
      a+ {已经解冻，您看一下|好了，余额都在}
      c+ {可以了，吓我一跳|谢谢}
      a- {系统判定的，无法解除|请您耐心等待7到15个工作日}
      c- {十五天？！房租怎么办|凭什么扣我的钱}
      a- 亲，规则是这样的呢
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'double-charge',
    language: 'zh',
    weight: 3,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      b {您好，账单问题请描述}
      c {一笔订单扣了我两次钱|怎么多扣了{$money2}}
      > human
      a {$hello}
      c {尾号{$digits4}的卡，昨天{$hour}点多|卡号{$card}，你查}
      a+ {查到了，重复扣款一笔，已经原路退回，1到3天到账|确实是系统重复扣费，退款编号{$digits8}}
      c+ {好，截图留着了|行}
      a- {一笔是预授权，不是扣款|您问银行吧}
      c- {银行说是你们扣的|可是钱已经出去了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'auto-renew',
    language: 'zh',
    weight: 2.5,
    scenario: 'complaint',
    badWay: 'canned-deflection',
    turns: `
      c {怎么自动续费了，我早就取消了|没用过的会员扣了我{$price}}
      a {$hello}
      a+ {看到您本月没有使用记录，给您全额退款并关闭续费|已关闭自动续费，退款48小时内到账}
      c+ {好的谢谢|行，处理得挺快}
      a- {开通时勾选了协议的哦|会员费不支持退款}
      c- {默认勾选谁看得到|套路真多}
      a- 理解您的心情呢
      c-?!regulator-mention/medium {我要去12315投诉自动扣费|黑猫投诉见吧}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'exchange-size',
    language: 'zh',
    weight: 3.5,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {鞋子小了，想换大一码|衣服M码穿着紧，能换L吗}
      a {$hello}
      c 订单{$order}
      a+ {可以换，L码还有货，帮您登记了，快递上门取件|有货的，您寄回运费我们出}
      c+ {好的，明天在家|太好了}
      a- {没有换货，只能退了重拍|剪了吊牌不能换}
      c- {重拍就没有活动价了|没剪吊牌啊！}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'repair-visit',
    language: 'zh',
    weight: 3,
    scenario: 'after-sale',
    channels: ['chat', 'voice', 'ticket'],
    badWay: 'empty-promise',
    turns: `
      c {{$product}坏了，约个师傅上门|约好的师傅没来}
      a {$hello}
      c {{$address}，{$phone}|上次说{$time}，等了一天}
      a+ {给您约到明天{$time}，师傅姓{$surname}，出发前联系您|今天{$hour}点前一定到，我全程跟着}
      c+ {好|行，别放鸽子就行}
      a-!empty-promise/low {马上给您安排，师傅会联系您|已经催师傅了，很快就到}
      c- {上周也说很快|到底几点}
      a- {师傅的时间我们也不好说|请保持电话畅通哦}
      .+ resolved agent
      .- unresolved system`,
  },
  {
    id: 'promise-kept',
    language: 'zh',
    weight: 2.5,
    scenario: 'after-sale',
    badWay: 'empty-promise',
    turns: `
      c {上次说今天给我答复的|你们承诺今天回电的}
      a {$hello}
      a+ {您好{$name}，正要联系您：问题查清了，是仓库少发，补发件已经出库，单号{$order2}|记着呢，费用{$money2}已经退回，您查一下}
      c+ {收到了，说到做到，点赞|嗯，到账了，谢谢}
      a-!empty-promise/low {不好意思，同事今天休息，明天一定给您回|还在走流程，马上就好}
      c- {明天复明天|这是第三个“明天”了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'invoice',
    language: 'zh',
    weight: 2,
    scenario: 'after-sale',
    channels: ['chat', 'email', 'ticket'],
    badWay: 'slow',
    turns: `
      c {开一下发票，抬头{$company}|要专票，抬头：{$company}，邮箱{$email}}
      a {$hello}
      a {请提供税号|好的，税号发一下}
      c {{$taxno}|税号{$taxno}}
      a+ {已开具，电子发票发到{$email}了|开好了，请查收邮箱}
      c+ {收到|谢谢}
      a- 财务开票要到月底
      c- {报销等不了啊|行吧}
      .+ resolved customer
      .- unresolved agent`,
  },
  {
    id: 'price-protect',
    language: 'zh',
    weight: 2,
    scenario: 'after-sale',
    badWay: 'wrong-answer',
    turns: `
      c {昨天刚买，今天就降了{$coupon}块|价保怎么申请}
      a {$hello}
      a+ {帮您申请好了，差价原路退回|七天内都可以价保，已经退您{$coupon}元}
      c+ {这么快，好评|好的}
      a- {活动价不保价|没有价保哦}
      c- {页面写着七天价保|骗人的吧}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'specs',
    language: 'zh',
    weight: 5,
    scenario: 'pre-sale',
    badWay: 'wrong-answer',
    harder: -0.08,
    turns: `
      c {{$product}支持两个人一起用吗|这款{$product}和上一代有什么区别|{$product}有现货吗}
      a {$hello}
      a+ {支持的，最多可以绑定五个账号|电池大了两成，屏幕换成了高刷，别的差不多|有现货，今天{$hour}点前下单当天发}
      a- {都在详情页|差不多吧|有}
      c {能优惠吗|好，那我下单了|保修几年}
      a {可以领{$coupon}元券|全国联保两年|好的亲，有问题随时找我}
      . resolved customer`,
  },
  {
    id: 'vip',
    language: 'zh',
    weight: 1.6,
    scenario: 'vip',
    segments: ['vip'],
    badWay: 'slow',
    turns: `
      c {我是你们的黑金会员，机场贵宾厅没有我的名字|会员权益里的接机怎么没安排}
      a {$hello}
      a+ {{$name}您好，我看到了，是航司没同步，我已经和贵宾厅确认，您直接报手机号进去|司机{$surname}师傅{$minutes}分钟到，车牌{$plate}}
      c+ {好，进来了|看到车了}
      a- {您稍等，我问一下|权益有调整，您看下公告}
      c- {都要登机了还等|我每年消费几十万就这待遇}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'coupon',
    language: 'zh',
    weight: 3,
    scenario: 'pre-sale',
    badWay: 'canned-deflection',
    harder: -0.05,
    turns: `
      b {您好，优惠券问题请描述}
      c {券用不了，提示不满足条件|领的{$coupon}元券不见了}
      b {优惠券请在有效期内使用，部分商品不可用}
      c? 人工
      > human
      a {$hello}
      a+ {这款是预售，券要在付尾款的时候用|给您补了一张，有效期三天}
      c+ {懂了|收到，谢谢}
      a- 按规则来的呢
      c- {规则也没写啊|不买了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'bot-only',
    language: 'zh',
    weight: 6,
    scenario: 'after-sale',
    badWay: 'stuck-in-bot',
    harder: -0.05,
    turns: `
      b {您好，我是智能客服小微，可以问我物流、退款、发票哦}
      c {查物流{$order}|营业时间|怎么退货}
      b+ {您的包裹已到{$city}，预计明天送达|人工服务时间为8:00至22:00|点击订单—申请售后—退货，七天内无理由}
      c+ {好的|知道了}
      b- {抱歉没有理解您的意思，请换个说法|请问您是想了解以下哪个问题？1 物流 2 退款}
      c- {转人工|人工人工人工}
      b- 请简单描述您的问题，小微会尽力解决哦
      c- {转人工！！|算了}
      .+ resolved system
      .- abandoned customer`,
  },
  {
    id: 'elderly-bot',
    language: 'zh',
    weight: 2.2,
    scenario: 'urgent',
    channels: ['voice', 'chat'],
    segments: ['elderly'],
    badWay: 'stuck-in-bot',
    harder: 0.25,
    turns: `
      b {您好，话费查询请说一，套餐办理请说二，故障报修请说三|您好，请直接说出您要办理的业务}
      c {喂？姑娘你好，我这个电话打不出去了|你好，我想问一下我那个水费怎么交}
      b {抱歉，我没有听清，请再说一遍}
      c {我说我的电话打不出去，我一个人住，我听不清|我不会用那个手机，我今年{$oldage}了}
      b {请使用手机客户端扫描二维码办理}
      c {什么码？我不会弄，能不能找个人跟我说|我要找真人，找个活人跟我说话}
      b- {抱歉，我没有理解您的意思。请说“话费”“套餐”或“故障”}
      c- {怎么又是机器……|我按了半天了，药店的电话也打不出去}
      b- {请问还有什么可以帮您？如需结束请挂机}
      c-? 唉，算了算了，不麻烦了
      >+ human
      a+ 大爷大妈您好，我是人工客服{$surname}，您慢慢说，我听着呢
      c+ {电话打不出去，我要给医院打电话|水费单子来了，我不会交}
      a+ {您欠费停机了，我先给您开通，您现在就能打|您把户号念给我，我帮您交，一分手续费也没有}
      c+ {哎呀谢谢你啊姑娘|好好好，这下好了}
      .- abandoned customer
      .+ resolved customer`,
  },
  {
    id: 'flight-change',
    language: 'zh',
    weight: 2,
    scenario: 'urgent',
    channels: ['chat', 'voice'],
    badWay: 'slow',
    turns: `
      c {航班取消了，能免费改签吗|我要改签，明早{$city}的航班}
      a {$hello}
      c {{$name}，票号{$digits8}，身份证{$idcard}|订单{$order}}
      a+ {可以免费改，{$hour}点那班还有位子，帮您改好了|已改签，座位{$seat}，短信马上到}
      c+ {太及时了|收到，谢谢}
      a- {需要等航司审核|自愿改签要收手续费}
      c- {是你们取消的！凭什么收费|等审核完飞机都飞了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'hotel-no-room',
    language: 'zh',
    weight: 1.6,
    scenario: 'urgent',
    channels: ['chat', 'voice'],
    badWay: 'canned-deflection',
    turns: `
      c {到酒店前台说没有房间|订好的房间说满了，让我自己找}
      a {$hello}
      c {现在晚上{$hour}点，带着孩子|订单{$order}，{$city}这家}
      a- {酒店那边的问题，我们帮您反馈|给您申请免费取消可以吗}
      c- {取消了我睡大街？|这个点哪还有房}
      a+ {马上给您换到隔壁四星，差价我们承担，路费也给您报|已经协调店里腾出一间，五分钟给您办入住}
      c+ {好，已经在办了|谢谢，孩子终于能睡了}
      .+ resolved customer
      .- unresolved customer`,
  },
  {
    id: 'privacy-request',
    language: 'zh',
    weight: 0.9,
    scenario: 'after-sale',
    badWay: 'privacy',
    turns: `
      c {我要注销账号，删掉我的资料|别再给我打营销电话了}
      a {$hello}
      a {请核实一下您的身份|麻烦报一下登记信息}
      c {{$name}，{$phone}，{$idcard}，住{$address}|手机{$phone}，邮箱{$email}}
      a+ {已提交注销，15天内删除全部资料|已加入免打扰，不会再有电话}
      c+ {好的|谢谢}
      a-!personal-data/medium {您的登记信息是{$name}，{$phone}，{$idcard}，对吗？另外您爱人的号码{$phone2}也在里面|查到同名的还有一位，电话{$phone2}，是您吗}
      c- {你怎么把别人的电话告诉我|你们随便就念出来了？}
      .+ resolved customer
      .- unresolved customer`,
  },
];
