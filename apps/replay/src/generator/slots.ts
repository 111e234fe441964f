import type { Part } from './scripts/script';
import { givenNames, surnames } from './roster';
import { type Rng } from './rng';

const cities = [
  '济南',
  '成都',
  '杭州',
  '广州',
  '武汉',
  '西安',
  '郑州',
  '长沙',
  '苏州',
  '合肥',
  '沈阳',
  '昆明',
];
const roads = ['解放路', '人民南路', '滨河大道', '建设三路', '学府街', '高新二路', '南湖北路', '文化东路'];
const products = [
  '扫地机器人',
  '空气炸锅',
  '蓝牙耳机',
  '儿童手表',
  '洗衣机',
  '电饭煲',
  '平板电脑',
  '羽绒服',
  '跑步鞋',
  '投影仪',
];
const companies = ['青禾贸易有限公司', '远山科技有限公司', '东篱文化传媒有限公司'];
const nicks = ['月下独酌', '奶茶不加糖', '北极兔', '一只咸鱼', '风吹麦浪'];
const times = ['上午十点', '下午两点', '下午四点', '晚上七点', '中午十二点'];

/** The last digit of a bank card, by Luhn's rule. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The last character of an identity card's number (GB 11643, ISO 7064 MOD 11-2). */
export function identityDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += Number(digits[at]) * (2 ** (17 - at) % 11);
  return '10X98765432'[sum % 11] ?? '';
}

const two = (n: number): string => String(n).padStart(2, '0');
const plateLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What a slot is filled with. Personal data is invented: right by its check digits, in ranges nobody is given. */
const makers: Record<string, (rng: Rng, scene: Scene) => string> = {
  hello: (rng, { language, agentNumber }) =>
    language === 'en'
      ? rng.pick([
          'Hi, thanks for waiting, how can I help?',
          `Hello, agent ${agentNumber} here, what can I do for you?`,
          'Hi there, let me have a look at this',
        ])
      : rng.pick([
          `您好，工号${agentNumber}为您服务`,
          '您好，很高兴为您服务，请问有什么可以帮您？',
          '您好，人工客服已接入，请讲',
          '亲，在的哦',
          '您好，让您久等了',
        ]),
  no: (_, { agentNumber }) => agentNumber,
  surname: (rng) => rng.pick(surnames),
  name: (rng) => rng.pick(surnames) + rng.pick(givenNames) + (rng.chance(0.5) ? rng.pick(givenNames) : ''),
  city: (rng) => rng.pick(cities),
  cityen: (rng) => rng.pick(['Suzhou', 'Chengdu', 'Hangzhou', 'London', 'Leeds', 'Dublin']),
  road: (rng) => rng.pick(roads),
  address: (rng) =>
    `${rng.pick(cities)}市${rng.pick(roads)}${rng.int(1, 299)}号${rng.int(1, 20)}栋${rng.int(1, 30)}0${rng.int(1, 8)}室`,
  product: (rng) => rng.pick(products),
  company: (rng) => rng.pick(cities) + rng.pick(companies),
  taxno: (rng) => `91${rng.digits(6)}MA${rng.digits(8)}`,
  order: (rng) => `20${rng.digits(14)}`,
  phone: (rng) => rng.pick(['1380000', '1590000', '1860000', '1770000', '1990000']) + rng.digits(4),
  email: (rng) => `${rng.pick(['lily', 'wang', 'chen', 'sunny', 'zhao'])}${rng.digits(4)}@example.com`,
  wechat: (rng) => `wx_${rng.digits(7)}`,
  card: (rng) => {
    const digits = `622848${rng.digits(12)}`;
    return digits + luhnDigit(digits);
  },
  idcard: (rng) => {
    const area = rng.pick(['110101', '370102', '510104', '330106', '420106']);
    // Numbers given out have a sequence from 001 on.
    const digits = `${area}${rng.int(1955, 2004)}${two(rng.int(1, 12))}${two(rng.int(1, 28))}000`;
    return digits + identityDigit(digits);
  },
  plate: (rng) =>
    `${rng.pick(['鲁A', '川A', '浙A', '粤B', '鄂A'])}${rng.pick([...plateLetters])}${rng.digits(4)}`,
  days: (rng) => String(rng.int(4, 15)),
  age: (rng) => String(rng.int(7, 15)),
  oldage: (rng) => String(rng.int(71, 88)),
  hour: (rng) => String(rng.int(8, 22)),
  minutes: (rng) => String(rng.pick([5, 10, 15, 20, 30])),
  time: (rng) => rng.pick(times),
  money: (rng, { language }) => (language === 'en' ? `$${rng.int(3, 90)}00` : `${rng.int(8, 300)}00元`),
  money2: (rng, { language }) => (language === 'en' ? `$${rng.int(15, 300)}` : `${rng.int(29, 999)}元`),
  price: (rng, { language }) => (language === 'en' ? `$${rng.int(9, 80)}` : String(rng.int(19, 299))),
  coupon: (rng) => String(rng.pick([5, 10, 20, 30, 50])),
  pieces: (rng) => String(rng.int(12, 120)),
  nick: (rng) => rng.pick(nicks),
  seat: (rng) => `${rng.int(5, 40)}${rng.pick(['A', 'C', 'D', 'F'])}`,
  digits4: (rng) => rng.digits(4),
  digits6: (rng) => rng.digits(6),
  digits8: (rng) => rng.digits(8),
};

/** The names a script may use as slots; `order2`, `days2`, `phone2`, `email2` are second ones of the same kind. */
export const slotNames: ReadonlySet<string> = new Set([
  ...Object.keys(makers),
  ...['order2', 'days2', 'phone2', 'email2'],
]);

/** What the slots of one conversation are filled with: each slot once, then always the same. */
export interface Scene {
  readonly language: string;
  agentNumber: string;
  readonly filled: Record<string, string>;
}

/** Gives the text of compiled pieces in a scene. */
export function fill(parts: readonly Part[], rng: Rng, scene: Scene): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if ('oneOf' in part) text += fill(rng.pick(part.oneOf), rng, scene);
    else text += slot(part.slot, rng, scene);
  }
  return text;
}

function slot(name: string, rng: Rng, scene: Scene): string {
  const known = scene.filled[name];
  if (known !== undefined) return known;
  const make = makers[name] ?? makers[name.slice(0, -1)];
  if (make === undefined) throw new Error(`no slot "${name}"`);
  const made = make(rng, scene);
  // Another agent greets with another number.
  if (name !== 'hello' && name !== 'no') scene.filled[name] = made;
  return made;
}
