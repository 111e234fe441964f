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
const AFTER_REACH = 12;

/** Words by cue. Longer words stand before the shorter ones they contain. */
const WORDS: readonly (readonly [Cue | 'none', string])[] = [
  // Words that contain a cue's word and mean something else.
  [
    'none',
    'qq(?:网购|音乐|邮箱|浏览器|空间|会员|飞车|游戏)|微信(?:支付|公众号|小程序|群|版)|卡号段|postal code|zip ?code',
  ],
  [
    'none',
    'error code|qr code|promo(?:tion)? code|discount code|coupon code|country code|area code|product code',
  ],
  ['identity', '身份证(?:号码?)?|身分证|身份號|证件号码?|id ?card|identity (?:card|number)|resident id'],
  ['passport', '护照|護照|passport'],
  ['permit', '通行证|回乡证|回鄉證|台胞证|港澳证|permit|hkid|香港身份|澳门身份'],
  [
    'card',
    '银行卡|銀行卡|信用卡|借记卡|储蓄卡|银行账[号户]|银行帐[号户]|卡号|卡號|bank (?:card|account)|credit card|debit card|card (?:number|no)|account number',
  ],
  [
    'code',
    '验证码|驗證碼|校验码|动态码|动态密码|短信码|激活码|verification code|security code|confirmation code|one[- ]time (?:code|password|pin)|auth(?:entication)? code|passcode|otp|sms code|login code|code is',
  ],
  ['wechat', '微信|薇信|威信|微信号|v信|vx|wx|wei ?xin|we ?chat'],
  ['qq', 'qq|扣扣|企鹅号?|q号|球球'],
  ['ssn', 'social security|ssn|social'],
  [
    'staff',
    '工号|坐席号?|座席号?|员工号|客服编号|agent (?:id|number|no)|staff (?:id|number|no)|employee (?:id|number|no)|badge',
  ],
  [
    'order',
    '订单|訂單|单号|單號|工单|运单|快递|物流|流水号|合同号|编号|编码|机号|order|tracking|waybill|ticket|invoice|reference|case (?:number|no|id)|serial|imei|sn',
  ],
  ['version', '版本|version|firmware|固件|ver'],
  [
    'phone',
    '电话|電話|手机|手機|联系方式|固话|座机|来电|号码|號碼|宽带[账帐]号|[账帐]号|设备号|障碍号码?|报障号|tel|phone|mobile|cell|contact|landline|call|fax|传真|reach me|text me',
  ],
];

const CUES: readonly (Cue | 'none')[] = WORDS.map(([cue]) => cue);
const BEFORE = new RegExp(WORDS.map(([, words]) => `(${words})`).join('|'), 'g');
const AFTER =
  /^[\s,，。.:：)）」】]*(?:这个|這個|就?是)?(?:我|俺|本人|他|她)?(?:家|们)?的?(?:(固话|座机|电话|電話|手机|来电|打来|打电话|号码)|(微信)|(qq|扣扣)|(身份证)|(银行卡|卡号)|(验证码))/;
const AFTER_CUES: readonly Cue[] = ['phone', 'wechat', 'qq', 'identity', 'card', 'code'];

/** A cue and how many units lie between its end and the number. */
export interface NearCue {
  readonly cue: Cue;
  readonly distance: number;
}

/**
 * Gives the cue nearest before `at`, not reaching back past `barrier` (the end of the last masked span), or
 * nothing. Digits do not stand between a cue and its number: the slice is cut at another number of 5 digits up.
 */
export function cueBefore(text: string, at: number, barrier: number): NearCue | undefined {
  const from = Math.max(barrier, at - CUE_REACH);
  if (at - from < 2) return undefined;
  const slice = foldSlice(text, from, at);
  BEFORE.lastIndex = 0;
  let near: NearCue | undefined;
  for (let match = BEFORE.exec(slice); match; match = BEFORE.exec(slice)) {
    const group = match.findIndex((part, index) => index > 0 && part !== undefined);
    const cue = CUES[group - 1];
    near =
      cue === undefined || cue === 'none'
        ? undefined
        : { cue, distance: slice.length - match.index - match[0].length };
  }
  return near;
}

/** Gives the cue that follows directly on `at` ("… 是我的电话"), or nothing. */
export function cueAfter(text: string, at: number): Cue | undefined {
  const match = AFTER.exec(foldSlice(text, at, at + AFTER_REACH));
  if (!match) return undefined;
  return AFTER_CUES[match.findIndex((part, index) => index > 0 && part !== undefined) - 1];
}
