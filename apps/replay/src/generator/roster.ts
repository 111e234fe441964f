import { Rng } from './rng';

/** A company that answers, and how well. Chances are fractions, times in ms. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly inHouse: boolean;
  /** Share of the conversations, relative to the others. */
  readonly weight: number;
  /** Chance that an ordinary conversation is handled badly by an experienced agent. */
  readonly badChance: number;
  /** Median wait for the first human answer, and for every later one. */
  readonly firstAnswerMs: number;
  readonly answerMs: number;
  readonly agents: readonly Agent[];
}

/** A customer-service agent. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  /** The number an agent says on greeting. */
  readonly number: string;
  readonly tenureDays: number;
  /** Added to the vendor's `badChance`; the new ones are worse and slower. */
  readonly extraBadChance: number;
  readonly pace: number;
  readonly languages: readonly string[];
}

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'.split('');
const givenNames = '敏静丽强磊军洋勇艳杰娟涛超霞平刚辉玲桂英梅燕鹏飞雪琳晨宇欣怡浩然子涵雨桐'.split('');

function agentsOf(vendorId: string, teams: readonly string[], count: number): Agent[] {
  const rng = new Rng(`roster ${vendorId}`);
  const first = rng.int(10, 40) * 100;
  return Array.from({ length: count }, (_, index) => {
    const isNew = index % 5 === 4;
    const number = String(first + index * 7);
    return {
      id: `${vendorId}-${number}`,
      name: rng.pick(surnames) + rng.pick(givenNames) + (rng.chance(0.6) ? rng.pick(givenNames) : ''),
      teamId: rng.pick(teams),
      number,
      tenureDays: isNew ? rng.int(2, 28) : rng.int(60, 1500),
      extraBadChance: (isNew ? 0.14 : 0) + (rng.next() - 0.5) * 0.08,
      pace: (isNew ? 1.5 : 1) * rng.logNormal(1, 0.15),
      languages: rng.chance(0.3) ? ['zh-CN', 'en'] : ['zh-CN'],
    };
  });
}

/** The vendors of the demo, and the brand's own team as one more. */
export const vendors: readonly Vendor[] = [
  {
    id: 'vendor-a',
    name: '澄声客服',
    inHouse: false,
    weight: 32,
    badChance: 0.07,
    firstAnswerMs: 12_000,
    answerMs: 15_000,
    agents: agentsOf('vendor-a', ['a-chat', 'a-hotline', 'a-night'], 26),
  },
  {
    id: 'vendor-b',
    name: '远桥外包',
    inHouse: false,
    weight: 27,
    badChance: 0.13,
    firstAnswerMs: 19_000,
    answerMs: 22_000,
    agents: agentsOf('vendor-b', ['b-chat', 'b-complaints'], 22),
  },
  {
    id: 'vendor-c',
    name: '众应云客',
    inHouse: false,
    weight: 25,
    badChance: 0.24,
    firstAnswerMs: 38_000,
    answerMs: 34_000,
    agents: agentsOf('vendor-c', ['c-chat', 'c-hotline'], 24),
  },
  {
    id: 'in-house',
    name: '品牌自营团队',
    inHouse: true,
    weight: 16,
    badChance: 0.05,
    firstAnswerMs: 10_000,
    answerMs: 14_000,
    agents: agentsOf('in-house', ['brand-care'], 12),
  },
];

/** The brand's own people who take over when somebody is in danger. */
export const brandCare: readonly Agent[] = (vendors.find(({ inHouse }) => inHouse)?.agents ?? []).slice(0, 4);

export { surnames, givenNames };
