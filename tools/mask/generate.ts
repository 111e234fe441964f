import {
  identityCheck,
  passesHongKong,
  passesIban,
  passesLuhn,
  passesTaiwan,
} from '../../libs/domain/privacy/src/check-digits';

/** Gives a generator of whole numbers from 0 to below `n`, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

type Random = (n: number) => number;

const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[random(list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random(10))).join('');
const two = (value: number): string => String(value).padStart(2, '0');
const letter = (random: Random): string => 'ABCDEFGHJKLMNPQRSTUVWXYZ'.charAt(random(24));

/** Gives the text with the one digit put in place of `?` that makes `passes` true. */
function withCheck(pattern: string, passes: (whole: string) => boolean): string {
  for (const check of '0123456789A')
    if (passes(pattern.replace('?', check))) return pattern.replace('?', check);
  throw new Error(`no check digit for ${pattern}`);
}

function iban(random: Random): string {
  const [country, length] = pick(random, [
    ['DE', 22],
    ['GB', 22],
    ['FR', 27],
    ['ES', 24],
    ['NL', 18],
  ] as const);
  const body =
    country === 'GB'
      ? `WEST${digits(random, 14)}`
      : country === 'NL'
        ? `ABNA${digits(random, 10)}`
        : digits(random, length - 4);
  for (let check = 2; check < 99; check++) {
    const whole = `${country}${two(check)}${body}`;
    if (passesIban(whole)) return whole;
  }
  throw new Error('no check digits');
}

/** Makers of what must be masked by its own shape, its check digits or its cue, by kind; a bar ends a cue in Latin letters. */
export const MAKERS: Readonly<Record<string, (random: Random) => string>> = {
  'identity card': (random) => {
    const head = `${pick(random, ['11', '31', '44', '51', '33', '62'])}${digits(random, 4)}${1940 + random(80)}${two(1 + random(12))}${two(1 + random(28))}${digits(random, 3)}`;
    return head + identityCheck(head);
  },
  mobile: (random) => `1${3 + random(7)}${digits(random, 9)}`,
  'landline with area code': (random) =>
    `${pick(random, ['010', '021', '0755', '0531', '0991', '020'])}-${2 + random(7)}${digits(random, 7)}`,
  'bank card (UnionPay)': (random) =>
    withCheck(`62${digits(random, 16)}?`, (one) => /^\d+$/.test(one) && passesLuhn(one)),
  'payment card': (random) => {
    const body = pick(random, [
      `4${digits(random, 14)}?`,
      `5${1 + random(5)}${digits(random, 13)}?`,
      `37${digits(random, 12)}?`,
    ]);
    return withCheck(body, (one) => /^\d+$/.test(one) && passesLuhn(one));
  },
  IBAN: iban,
  'Hong Kong identity card': (random) => {
    const head = letter(random);
    const body = digits(random, 6);
    return withCheck(`${head}${body}(?)`, (one) => passesHongKong(head, body, one.slice(-2, -1)));
  },
  'Taiwan identity card': (random) => {
    const head = letter(random);
    return withCheck(
      `${head}${1 + random(2)}${digits(random, 7)}?`,
      (one) => /^.\d+$/.test(one) && passesTaiwan(head, one.slice(1)),
    );
  },
  'passport (mainland)': (random) =>
    `E${random(2) === 0 ? digits(random, 8) : letter(random) + digits(random, 7)}`,
  'licence plate': (random) =>
    `${pick(random, ['京', '粤', '沪', '川', '苏'])}${letter(random)}${random(2) === 0 ? '·' : ''}${letter(random)}${digits(random, 4)}`,
  'US social security number': (random) =>
    `${100 + random(500)}-${two(1 + random(98))}-${1000 + random(8999)}`,
  'US telephone': (random) =>
    `(${pick(random, ['415', '212', '617', '305'])}) ${200 + random(700)}-${digits(random, 4)}`,
  'telephone with country code': (random) =>
    `+${pick(random, ['44', '852', '65', '33'])} ${2 + random(8)}${digits(random, 8)}`,
  'e-mail': (random) =>
    `${letter(random).toLowerCase()}${digits(random, 4)}${letter(random).toLowerCase()}@${pick(random, ['qq.com', '163.com', 'gmail.com', 'example.co.uk'])}`,
  IPv4: (random) => `${1 + random(223)}.${random(256)}.${random(256)}.${1 + random(254)}`,
  IPv6: (random) => `2001:db8:${random(65536).toString(16)}::${(1 + random(65535)).toString(16)}`,
  'QQ number after its cue': (random) => `QQ号${1 + random(9)}${digits(random, 8)}`,
  'WeChat id after its cue': (random) =>
    `微信号：${letter(random).toLowerCase()}${letter(random).toLowerCase()}x_${digits(random, 4)}`,
  'verification code after its cue': (random) => `验证码是${digits(random, 6)}`,
  'QQ number in groups after its cue': (random) => {
    const mark = pick(random, [' ', '-']);
    return `QQ${pick(random, ['', '号', '：'])}|${[1 + random(9) + digits(random, 2), digits(random, 3), digits(random, 3)].join(mark)}`;
  },
  'verification code in groups after its cue': (random) =>
    pick(random, [
      `验证码：|${[...digits(random, 6)].join(' ')}`,
      `verification code: |${digits(random, 3)}-${digits(random, 3)}`,
      `验证码|${digits(random, 3)} ${digits(random, 3)}`,
    ]),
  'local number in groups after its cue': (random) =>
    `${pick(random, ['座机', '家里电话', 'my phone number is '])}|${2 + random(7)}${digits(random, 3)}${pick(random, [' ', '-'])}${digits(random, 4)}`,
  'WeChat id after a short cue': (random) =>
    `${pick(random, ['加V ', '加v：', '加微', '加薇 ', '我的v是', 'my wechat is '])}|${letter(random).toLowerCase()}${letter(random).toLowerCase()}x_${digits(random, 4)}`,
  'passport after its cue': (random) => `护照号码 ${letter(random)}${letter(random)}${digits(random, 7)}`,
  'permit after its cue': (random) => `回乡证号H${digits(random, 8)}`,
  'Chinese address': (random) =>
    `${pick(random, ['朝阳区建国路', '南山区科技南路', '江汉路'])}${1 + random(400)}号${1 + random(20)}栋${101 + random(2000)}室`,
  'Chinese address, bare room': (random) =>
    `${pick(random, ['文三路', '朝阳区建国路', '江汉路'])}${1 + random(400)}号${1 + random(20)}${pick(random, ['幢', '栋', '号楼', '单元'])}${101 + random(900)}`,
  'Chinese address, room by hyphens': (random) =>
    `${pick(random, ['阳光花园', '翠湖家园', '和平小区'])} ${1 + random(20)}-${1 + random(6)}-${101 + random(900)}`,
  'English street address': (random) =>
    `${1 + random(9000)}${random(4) === 0 ? 'B' : ''} ${pick(random, ['Maple', 'Oak Hill', 'North Lincoln'])} ${pick(random, ['Street', 'Avenue', 'Rd'])}`,
};

/** Makers of look-alikes that must stay, by kind. */
export const LOOKALIKES: Readonly<Record<string, (random: Random) => string>> = {
  'hotline 10086, 95xxx, 12345': (random) =>
    pick(random, [
      '10086',
      '10010',
      '10000',
      '12315',
      '12345',
      `95${digits(random, 3)}`,
      `955${digits(random, 2)}`,
      '110',
    ]),
  '400 and 800 numbers': (random) =>
    `${pick(random, ['400', '800'])}${pick(random, ['-', ''])}${digits(random, 3)}${pick(random, ['-', ''])}${digits(random, 4)}`,
  date: (random) =>
    pick(random, [
      `${2000 + random(30)}-${two(1 + random(12))}-${two(1 + random(28))}`,
      `${2000 + random(30)}${two(1 + random(12))}${two(1 + random(28))}`,
      `${2000 + random(30)}年${1 + random(12)}月${1 + random(28)}日`,
    ]),
  'time of day': (random) => `${two(random(24))}:${two(random(60))}:${two(random(60))}`,
  amount: (random) =>
    pick(random, [
      `${digits(random, 4)}.${digits(random, 2)}元`,
      `¥${1 + random(999)},${digits(random, 3)}.00`,
      `$${1 + random(9999)}.99`,
      `${1 + random(99)}万元`,
    ]),
  version: (random) => `版本${1 + random(20)}.${random(20)}.${random(20)}.${random(9000)}`,
  'model name': (random) =>
    pick(random, [
      `iPhone ${8 + random(9)}`,
      `RTX ${2000 + random(3000)}`,
      `ThinkPad X1${digits(random, 2)}`,
      `S${digits(random, 2)}Pro`,
      `GB${digits(random, 4)}-2019`,
    ]),
  'SMS port': (random) => `106${pick(random, ['55', '90', '57'])}${digits(random, 5 + random(8))}`,
  'order number (12 to 20 digits)': (random) =>
    `订单号${pick(random, ['2', '8', '9'])}${digits(random, 11 + random(8))}`,
  'flow or contract number': (random) => `编号${digits(random, 7)}`,
  'payment over WeChat or QQ': (random) =>
    `${pick(random, ['微信转账', '微信红包', 'qq转账', '微信扣了我', '微信充了', 'wechat pay '])}${1 + random(99)}${digits(random, 2)}00`,
  'count behind a cue': (random) =>
    pick(random, [
      `微信运动${20000 + random(9000)}步`,
      `验证码等了${1000 + random(9000)}秒`,
      `phone costs ${2 + random(7)}${digits(random, 4)}00`,
      `call ${2 + random(7)}${digits(random, 6)} people`,
    ]),
  'sender of a code': (random) =>
    pick(random, ['验证码是10086发给我的', `验证码是955${digits(random, 2)}发来的`, '验证码来自10010']),
  'traffic and speed': (random) => `${1 + random(500)}M流量 ${random(999)}kbps ${10 + random(900)}GB`,
};

/** Ways in which people write or hide a number of digits. */
export const DISGUISES: Readonly<Record<string, (number: string) => string>> = {
  'as it is': (number) => number,
  'full-width': (number) =>
    number.replace(/[0-9]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  'groups with spaces': (number) => group(number, ' '),
  'groups with hyphens': (number) => group(number, '-'),
  'groups with mixed marks': (number) => mixed(number, [' ', '-']),
  'groups with many spaces': (number) => group(number, '     '),
  'groups with ellipses': (number) => group(number, '…'),
  'groups with spaces of HTML': (number) => group(number, '&nbsp;'),
  'every digit apart': (number) => [...number].join(' '),
  'Chinese numerals': (number) => number.replace(/\d/g, (one) => '零一二三四五六七八九'.charAt(Number(one))),
  'financial numerals': (number) =>
    number.replace(/\d/g, (one) => '零壹贰叁肆伍陆柒捌玖'.charAt(Number(one))),
  'numerals and digits mixed': (number) =>
    [...number]
      .map((one, at) => (at % 3 === 1 && /\d/.test(one) ? '零一二三四五六七八九'.charAt(Number(one)) : one))
      .join(''),
  'circled digits': (number) => number.replace(/\d/g, (one) => '⓪①②③④⑤⑥⑦⑧⑨'.charAt(Number(one))),
  'mathematical digits': (number) =>
    number.replace(/\d/g, (one) => String.fromCodePoint(0x1d7ce + Number(one))),
  'unseen marks between': (number) => [...number].join('\u200b'),
  'O for 0, l for 1 inside': (number) =>
    number.charAt(0) + number.slice(1).replace(/0/g, 'O').replace(/1/g, 'l'),
};

/** Gives the number in groups, the marks between them by turns. */
function mixed(number: string, marks: readonly string[]): string {
  return group(number, '\n')
    .split('\n')
    .reduce((whole, one, at) => whole + (marks[(at - 1) % marks.length] ?? '') + one);
}

function group(number: string, mark: string): string {
  if (number.length === 11) return [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(mark);
  if (number.length === 18) return [number.slice(0, 6), number.slice(6, 14), number.slice(14)].join(mark);
  return (number.match(/.{1,4}/g) ?? []).join(mark);
}
