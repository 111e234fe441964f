import { foldSlice } from './characters';

/** Longest number that is counted in anything but money: nobody waits 12345678 days. */
const LONGEST_COUNT = 7;
/** Units of text that are looked at for a unit. */
const UNIT_REACH = 12;

/** What makes a number of any size an amount; 元旦, 元宝 and the escapes of a URL ("%20") are none. */
const CURRENCY =
  /^\s?(?:[百千万亿]{0,2}元(?![旦宝气素件月])|块钱|[美欧日港]元|人民币|%(?![\da-f]{2})|(?:rmb|cny|usd|yuan|dollars?|euros?|pounds?)(?![a-z]))/;

/** Prices, dates and sizes, each with the beginnings of the everyday words that only look like it: 年底, 点名. */
const PRICE_OR_DATE =
  '块(?![儿头])|年(?![底初前后末中级轻纪货终])|月(?![租底初末费结卡光中])|日(?![常期本后子程])|' +
  '点(?![名进击不我开了卡错赞头完到登])|[kmg]b?(?![a-z])';
/** What else is counted, in Chinese. */
const COUNTED_ZH =
  '万(?![一分能事不达])|亿|条(?![件形款])|次(?![日要元数号卡品])|个(?![人体性屁])|分(?![享机期手开别不之])|' +
  '小时(?!候)|秒(?![杀回到退了])|天(?![天猫津气啊哪才翼然])|人(?![工在呢不家民])|步(?!骤)|名(?![字叫称是为片])|' +
  '位(?![置数于])|单(?![独位号])|岁|米|公里|斤|倍|遍|粉丝|笔|件|级|张|台|套';
/** The same in English. */
const COUNTED_EN =
  '(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|times|people|persons|steps|points|' +
  'followers|fans|users|customers|miles|km|kg|bucks|words|characters|digits)(?![a-z])';
const PRICED = new RegExp(`^\\s?(?:${PRICE_OR_DATE})`);
const COUNTED = new RegExp(`^\\s?(?:${PRICE_OR_DATE}|${COUNTED_ZH}|${COUNTED_EN})`);

/** Whether a currency follows at `end`: the number before it is money, however long. */
export function currencyFollows(text: string, end: number): boolean {
  return CURRENCY.test(foldSlice(text, end, end + UNIT_REACH));
}

/** Whether what follows at `end` makes a number, or its last group, of `length` digits an amount, a date, a count. */
export function unitFollows(text: string, end: number, length: number): boolean {
  const after = foldSlice(text, end, end + UNIT_REACH);
  return CURRENCY.test(after) || (length <= LONGEST_COUNT && COUNTED.test(after));
}

/** Whether a price, a date or a size follows at `end`, whatever the number before it. */
export function priceOrDateFollows(text: string, end: number): boolean {
  const after = foldSlice(text, end, end + UNIT_REACH);
  return CURRENCY.test(after) || PRICED.test(after);
}

/** Words that make what follows them an amount: payments, losses, counters of an app. 转发, 还是 and 骗子 are none. */
const MONEY_ZH =
  '给[了过]|转(?![发告达接人])|[付扣充赔罚汇花赚欠借]|骗(?!子)|还(?![是有在没不])|退|红包|提现|零钱|余额|收款|到账|存款|消费|刷了|买|卖|' +
  '运动|步数|等级|粉丝|好友数|积分|支付分|[豆币钱费价里]|上限|额度|限额';
const MONEY_EN =
  'pa(?:y|id)|transf|\\bsent|cost|charg|refund|price|worth|balance|spen[dt]|bill|\\bfees?\\b|top(?:ped)?.?up|\\bowe|deposit|' +
  'withdr[ae]w|stole|scam|\\blost|\\bfine';
const MONEY = new RegExp(`${MONEY_ZH}|${MONEY_EN}`);
/** A payment that ends where the number begins: "被转走了5000". */
const PAYING = /[转付扣充赔罚汇花刷退骗](?:账|款|走|掉|了|我|他|给){0,3}\s?$/;
/** A payment whose goal is the cue: "转到微信20000". */
const PAYING_INTO =
  /[转付充汇存打提][^，。,.！!\d]{0,3}$|\b(?:paid|pay|sent|send|transferred|transfer)(?: \w+)? (?:on|by|via|to|with|through|using) (?:my |his |her )?$/;
/** A payment that begins where the number ends: "20000被骗走了". */
const PAID = /^\s?(?:转|付|红包|充|退|到账|(?:全|都)?被(?:扣|转|骗|刷|盗)|没了|不见了)/;
/** The money's name behind it: "20000保证金", "20000的红包". */
const NAMED_MONEY =
  /^\s?的?(?:红包|保证金|押金|定金|订金|手续费|服务费|会费|学费|本金|佣金|现金|借款|贷款|货款|钱)/;
/** Words between a cue and a round number that ask for it or hand it over. */
const ASKING = /[要打收交发给]/;
/** What a number is when two digits follow its dot: money. */
const CENTS = /^[.．]\d{1,2}(?!\d)/;

/** What stands around a number that only its cue would make personal. */
export interface Surroundings {
  /** What stands before the cue, a few units. */
  readonly lead: string;
  /** What stands between the cue and the number. */
  readonly between: string;
  /** What stands behind the number. */
  readonly after: string;
}

/**
 * Whether the words around a number of at most seven digits speak of money or of a count, so that its cue is only
 * where it happened: "微信转账20000", "phone costs 5999000". Such numbers are evidence of fraud.
 */
export function isMoneyBeside(number: string, { lead, between, after }: Surroundings): boolean {
  if (CENTS.test(after) || NAMED_MONEY.test(after)) return true;
  if (number.length > LONGEST_COUNT) return false;
  if (MONEY.test(between)) return true;
  return number.endsWith('00') && (PAID.test(after) || PAYING_INTO.test(lead) || ASKING.test(between));
}

/** Whether a payment ends where the number begins, so that it is no verification code. */
export function isPaid(between: string): boolean {
  return PAYING.test(between);
}

/** Numbers that belong to a service, not to a person: toll-free, corporate QQ and short numbers. */
export function isServiceNumber(digits: string): boolean {
  if (digits.length === 10 && /^[48]00/.test(digits)) return true;
  if (digits.length === 9 && digits.startsWith('800')) return true;
  return /^(?:95\d{3,4}|96\d{3,4}|1\d{4}|1[02]\d{3,4}|11\d|12\d)$/.test(digits);
}

/** Whether a service number is named as who sent a code: "验证码是10086发的", "the code came from 95588". */
export function isSender(digits: string, { between, after }: Surroundings): boolean {
  return (
    isServiceNumber(digits) &&
    (/^\s?(?:给我|向我|那边)?(?:发|推送|短信|打|来的|的(?:验证码|短信|收不))/.test(after) ||
      /(?:由|从|来自|\bfrom|\bby)\s?$/.test(between))
  );
}
