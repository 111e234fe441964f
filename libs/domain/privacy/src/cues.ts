import { foldSlice } from './characters';

/** What the words just before (or after) a number say it is. */
export type Cue =
  | 'identity'
  | 'passport'
  | 'permit'
  | 'card'
  | 'code'
  | 'wechat'
  | 'qq'
  | 'phone'
  | 'ssn'
  | 'staff'
  | 'order'
  | 'version';

/** How far before a number its cue may stand, in UTF-16 units. */
export const CUE_REACH = 24;
/** How far after a number its cue may stand. */
export const AFTER_REACH = 28;

/** Words by cue, lower case, parted by commas. `none` has words that hold a cue's word and mean something else. */
const WORDS: Readonly<Record<Cue | 'none', string>> = {
  none:
    'qq网购,qq音乐,qq邮箱,qq浏览器,qq空间,qq会员,qq飞车,qq游戏,微信支付,微信公众号,微信小程序,微信群,微信版,postal code,' +
    'zip code,zipcode,error code,qr code,promo code,promotion code,discount code,coupon code,country code,area code,' +
    'product code,source code,dress code,pin code,客户端,call center,social media,recall,qq等级,q币,微信步数,微信粉丝,电话费,flight number,' +
    'room number,seat number,model number,part number,item number,lot number,version number,member number,membership number,policy number,' +
    'wechat pay,wechatpay,weixin pay,phone bill,visa application,visa fee,visa office,visa center,visa centre,visa on arrival',
  identity:
    '身份证,身份证号,身份证号码,身分证,身份證,身份證號,证件号,证件号码,id card,idcard,identity card,identity number,' +
    'resident id,national id',
  passport: '护照,护照号,护照号码,護照,passport,passport number,passport no',
  permit:
    '通行证,通行证号,通行证号码,回乡证,回鄉證,台胞证,台胞证号,港澳证,居住证,permit,permit number,hkid,hkid number,香港身份证,澳门身份证',
  card:
    '银行卡,银行卡号,銀行卡,信用卡,信用卡号,借记卡,储蓄卡,银行账号,银行账户,银行帐号,银行帐户,收款账号,卡号,卡號,bank card,' +
    'bank account,credit card,debit card,card number,card no,card num,account number,visa,mastercard,card number is,account number is,' +
    'credit card number is,debit card number is,bank card number is,bank account number is,card no is,card is',
  code:
    '验证码,驗證碼,校验码,动态码,动态密码,短信码,激活码,登录码,verification code,security code,confirmation code,one-time code,' +
    'one time code,one-time password,one time password,one-time pin,auth code,authentication code,passcode,otp,sms code,' +
    'login code,the code is,my code is,code is',
  wechat:
    '微信,微信号,微 信,薇信,威信,徽信,v信,w信,vx,wx,weixin,wei xin,wechat,we chat,wechat id,绿泡泡,加v,加微,加薇,加威,➕v,➕微,+v,+微,' +
    '我的v,我的微',
  qq: 'qq,qq号,q q,q q号,qq号码,扣扣,扣扣号,企鹅,企鹅号,q号,球球,登q,加q,加个q,我q',
  ssn: 'social security,social security number,ssn,ss number,ss#,my social',
  staff:
    '工号,坐席号,座席号,坐席,座席,员工号,员工编号,客服编号,客服号,agent id,agent number,agent no,staff id,staff number,staff no,' +
    'employee id,employee number,badge,badge number',
  order:
    '订单,订单号,订单编号,訂單,单号,單號,工单,工单号,运单,运单号,快递,快递单号,物流,物流号,流水号,合同号,编号,编码,机号,order,' +
    'order number,order no,order id,tracking,tracking number,waybill,ticket,invoice,reference,case number,case no,case id,' +
    'serial,serial number,imei,ticket number,reference number,booking number,booking reference,confirmation number,invoice number',
  version: '版本,版本号,version,firmware,固件',
  phone:
    '电话,電話,电话号码,手机,手机号,手机号码,手機,联系方式,联系号码,固话,座机,座机号,来电,号码,號碼,宽带账号,宽带帐号,账号,帐号,设备号,' +
    '障碍号,障碍号码,报障号,telephone,phone,phone number,mobile,cell,cellphone,contact,contact number,contact me,landline,call,' +
    'fax,传真,reach me,text me,tel,phone call from,number is,' +
    'mobile number,phone number is,cell number,home number,work number,telephone number',
};

interface Word {
  readonly word: string;
  readonly cue: Cue | undefined;
}

/** The words by their first unit, longest first, so that the longest at a place wins. */
const BY_FIRST = new Map<number, Word[]>();
for (const [cue, words] of Object.entries(WORDS) as [Cue | 'none', string][])
  for (const word of words.split(',')) {
    const first = word.charCodeAt(0);
    const list = BY_FIRST.get(first) ?? [];
    list.push({ word, cue: cue === 'none' ? undefined : cue });
    BY_FIRST.set(first, list);
  }
for (const list of BY_FIRST.values()) list.sort((a, b) => b.word.length - a.word.length);

/** What a cue behind a number says, in Chinese and in English, and what each of its words is, by its place. */
const AFTER_ZH =
  '(?:这个|這個|就?是)?加?(?:我|俺|本人|他|她)?(?:家|们)?的?' +
  '(?:(固话|座机|电话|電話|手机|来电|打来|打电话|号码)|(微信)|(qq|扣扣)|(身份证)|(银行卡|卡号)|([(（]?(?:验证码|动态密码|动态码|校验码)))';
const AFTER_EN =
  '(?:is|was) (?:the|my|his|her|our|your)(?: [a-z]+)? ' +
  '(?:((?:phone|telephone|mobile|home|cell)(?: number)?|landline)|(wechat)|(qq)|(id card|identity)|' +
  '(bank card|card number|bank account)|((?:verification |security |login )?code|otp|passcode))(?![a-z])';
const AFTER_SOCIAL = '(?:is|was) my (?:social security number|social|ssn)(?![a-z])';
const AFTER = new RegExp(`^[\\s,，。.:：)）」】]*(?:${AFTER_ZH}|${AFTER_EN}|(${AFTER_SOCIAL}))`);
const SIX: readonly Cue[] = ['phone', 'wechat', 'qq', 'identity', 'card', 'code'];
const AFTER_CUES: readonly Cue[] = [...SIX, ...SIX, 'ssn'];

/** A cue and how many units lie between its end and the number. */
export interface NearCue {
  readonly cue: Cue;
  /** Length of its word. */
  readonly length: number;
  readonly distance: number;
}

/** Whether a Latin word that ends or begins here would run on, so that "recall" does not count as "call". */
function runsOn(slice: string, before: number, after: number): boolean {
  return isLatin(slice.charCodeAt(before)) && isLatin(slice.charCodeAt(after));
}

function isLatin(unit: number): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}

/** Gives the cue nearest before `at`, not reaching back past `barrier` (the end of the last span), or nothing. */
export function cueBefore(text: string, at: number, barrier: number): NearCue | undefined {
  const from = Math.max(barrier, at - CUE_REACH);
  if (at - from < 2) return undefined;
  const slice = foldSlice(text, from, at);
  let near: NearCue | undefined;
  for (let start = 0; start < slice.length; start++) {
    const words = BY_FIRST.get(slice.charCodeAt(start));
    const found = words?.find(({ word }) => slice.startsWith(word, start));
    if (!found) continue;
    const end = start + found.word.length;
    if (runsOn(slice, start - 1, start) || runsOn(slice, end - 1, end)) continue;
    near = found.cue && { cue: found.cue, length: found.word.length, distance: slice.length - end };
    start = end - 1;
  }
  return near;
}

/** Marks that may stand between a number and the cue behind it, and with what such a cue begins. */
const AFTER_MARKS = ' \t\n,，。.:：)）」】';
const AFTER_STARTS = '这這就是加我俺本他她家们的固座电電手来打号微q扣身银卡(（验动校iｉwｑＱQIW';

/** Whether a cue may follow on `at`, told from its first unit. */
function mayFollow(text: string, at: number): boolean {
  let from = at;
  while (from < text.length && from - at < 4 && AFTER_MARKS.includes(text.charAt(from))) from++;
  return from < text.length && AFTER_STARTS.includes(text.charAt(from));
}

/** Gives the cue that follows directly on `at` ("… 是我的电话"), or nothing. */
export function cueAfter(text: string, at: number): Cue | undefined {
  if (!mayFollow(text, at)) return undefined;
  const match = AFTER.exec(foldSlice(text, at, at + AFTER_REACH));
  if (!match) return undefined;
  return AFTER_CUES[match.findIndex((part, index) => index > 0 && part !== undefined) - 1];
}
