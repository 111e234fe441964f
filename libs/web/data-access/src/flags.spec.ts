import { severities } from '@earshot/contracts';
import {
  type FlagGroup,
  compareFlags,
  groupFlags,
  isAsGrave,
  mergeFlag,
  msToDeadline,
  needsPerson,
} from './flags';
import { aFlag } from './testing/builders';

const minute = (n: number): string => new Date(Date.UTC(2026, 2, 2, 12, n)).toISOString();

describe('compareFlags', () => {
  it('puts gravest first, then untaken, then longest waiting by receipt', () => {
    const flags = [
      aFlag({ id: 'high-old', severity: 'high', receivedAt: minute(0) }),
      aFlag({ id: 'critical-taken', state: 'acknowledged', receivedAt: minute(1) }),
      aFlag({ id: 'critical-young', receivedAt: minute(9) }),
      aFlag({ id: 'critical-old', receivedAt: minute(5), openedAt: minute(20) }),
    ];
    expect(flags.sort(compareFlags).map(({ id }) => id)).toEqual([
      'critical-old',
      'critical-young',
      'critical-taken',
      'high-old',
    ]);
  });

  it('settles equals by id, so that the order never flickers', () => {
    const [a, b] = [aFlag({ id: 'a' }), aFlag({ id: 'b' })];
    expect([b, a].sort(compareFlags)).toEqual([a, b]);
  });
});

describe('groupFlags', () => {
  it('gathers the flags of a conversation, and stands where the one that leads it would', () => {
    const groups = groupFlags([
      aFlag({ id: 'other', severity: 'high', conversationId: 'c-2', receivedAt: minute(0) }),
      aFlag({ id: 'mild', severity: 'medium' }),
      aFlag({ id: 'grave' }),
    ]);
    expect(groups.map(({ flags }) => flags.map(({ id }) => id))).toEqual([['grave', 'mild'], ['other']]);
  });

  it.each([
    ['brands', { brandId: 'another' }],
    ['a conversation and an event that was rejected', { rejectedEventId: 'r-1' }],
  ])('keeps %s apart', (_name, over) => {
    expect(groupFlags([aFlag(), aFlag({ id: 'x', ...over })])).toHaveLength(2);
  });

  it.each([
    [
      'the gravest that nobody has taken',
      [aFlag({ id: 'a', state: 'acknowledged' }), aFlag({ id: 'b', severity: 'high' })],
      'b',
    ],
    ['else the gravest', [aFlag({ id: 'a', state: 'acknowledged' })], 'a'],
  ])('is led by %s', (_name, flags, expected) => {
    expect(groupFlags(flags)[0]?.lead.id).toBe(expected);
  });
});

describe('a flag that is less grave than what is asked for', () => {
  const taken = aFlag({ id: 'taken', state: 'acknowledged' });
  const low = aFlag({ id: 'low', severity: 'low' });
  const medium = aFlag({ id: 'medium', severity: 'medium', conversationId: 'c-2' });
  const told = (groups: readonly FlagGroup[]) =>
    groups.map((group) => [group.lead.id, group.flags.length, needsPerson(group)]);

  it('stands with the others and leads none of them', () => {
    expect(told(groupFlags([low, medium, taken]))).toEqual([
      ['medium', 1, true],
      ['taken', 2, false],
    ]);
  });

  it('leads where it is asked for', () => {
    expect(told(groupFlags([low, taken], 'low'))).toEqual([['low', 2, true]]);
  });

  it.each(severities)('never comes before a critical one that nobody has taken, asked for %s', (least) => {
    const untaken = aFlag({ id: 'untaken', receivedAt: minute(50) });
    expect(told(groupFlags([low, medium, taken, untaken], least))[0]).toEqual(['untaken', 3, true]);
  });
});

describe('the order of groups', () => {
  const order = (flags: ReturnType<typeof aFlag>[]): string[] => groupFlags(flags).map(({ lead }) => lead.id);
  const taken = { state: 'acknowledged' } as const;

  it('has a critical one that nobody has taken before every taken one, however old', () => {
    expect(
      order([
        aFlag({ id: 'old', ...taken, conversationId: 'c-1', receivedAt: minute(0) }),
        aFlag({ id: 'beside', severity: 'high', conversationId: 'c-1', receivedAt: minute(0) }),
        aFlag({ id: 'partner', ...taken, conversationId: 'c-2', receivedAt: minute(1) }),
        aFlag({ id: 'untaken', conversationId: 'c-2', receivedAt: minute(9) }),
      ]),
    ).toEqual(['untaken', 'beside']);
  });

  it('has one with something left to take before one that is taken whole, both gravest taken', () => {
    expect(
      order([
        aFlag({ id: 'whole', ...taken, conversationId: 'c-1', receivedAt: minute(0) }),
        aFlag({ id: 'head', ...taken, conversationId: 'c-2', receivedAt: minute(5) }),
        aFlag({ id: 'left', severity: 'high', conversationId: 'c-2', receivedAt: minute(6) }),
      ]),
    ).toEqual(['left', 'whole']);
  });

  it('has what needs a person before what is taken whole, however grave', () => {
    expect(
      order([
        aFlag({ id: 'critical', ...taken, conversationId: 'c-1' }),
        aFlag({ id: 'high', severity: 'high', conversationId: 'c-2' }),
      ]),
    ).toEqual(['high', 'critical']);
  });

  it('goes by what is shown, not by a graver one that somebody has taken', () => {
    expect(
      order([
        aFlag({ id: 'taken', ...taken, conversationId: 'c-1', receivedAt: minute(0) }),
        aFlag({ id: 'beside it', severity: 'medium', conversationId: 'c-1', receivedAt: minute(0) }),
        aFlag({ id: 'high', severity: 'high', conversationId: 'c-2', receivedAt: minute(9) }),
      ]),
    ).toEqual(['high', 'beside it']);
  });
});

it.each([
  ['critical', 'medium', true],
  ['medium', 'medium', true],
  ['low', 'medium', false],
] as const)('%s is as grave as %s, or graver: %s', (severity, least, expected) =>
  expect(isAsGrave(severity, least)).toBe(expected),
);

describe('mergeFlag', () => {
  it.each([
    ['a new one is added', aFlag({ id: 'x' }), ['flag-1:2', 'x:1']],
    ['a newer revision replaces', aFlag({ revision: 3 }), ['flag-1:3']],
    ['an older revision changes nothing', aFlag({ revision: 1 }), ['flag-1:2']],
  ])('%s', (_name, flag, expected) => {
    const merged = mergeFlag([aFlag({ revision: 2 })], flag);
    expect(merged.map(({ id, revision }) => `${id}:${revision}`)).toEqual(expected);
  });
});

describe('msToDeadline', () => {
  const now = Date.parse('2026-03-02T12:00:48.000Z');
  it.each([
    ['counts down', aFlag(), 12_000],
    ['goes below zero when the promise is broken', aFlag({ deadlineAt: minute(0) }), -48_000],
    ['is over once somebody took it', aFlag({ state: 'acknowledged' }), null],
    ['is unknown without a deadline', aFlag({ deadlineAt: null }), null],
  ])('%s', (_name, flag, expected) => expect(msToDeadline(flag, now)).toBe(expected));
});
