import { SelectionError } from './errors';
import { commitment } from './key';
import { compareDecisions, replay, streamsOf, type RevealedPlan, type ReplayRow } from './replay';

const key = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
const plan: RevealedPlan = {
  planId: 'plan-1',
  key,
  commitment: commitment('plan-1', key),
  rates: {
    chat: [
      { version: 1, fromMs: 0, value: '0.1' },
      { version: 2, fromMs: 5000, value: '0.4' },
    ],
    email: [{ version: 1, fromMs: 0, value: '1' }],
  },
};
const rows: ReplayRow[] = Array.from({ length: 2000 }, (_, index) => ({
  conversationId: `c${index}`,
  closedAtMs: index * 5,
  stratum: index % 10 === 0 ? 'email' : 'chat',
  pTrigger: index % 7 === 0 ? '0.5' : '0',
}));

const errorOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof SelectionError ? error.code : 'another error';
  }
  return 'no error';
};

describe('replay', () => {
  const decisions = [...replay(plan, rows)];

  it('uses the rate in force at the event time', () => {
    expect(decisions).toHaveLength(rows.length);
    const version = (id: string): number | undefined =>
      decisions.find(({ conversationId }) => conversationId === id)?.planVersion;
    expect([version('c1'), version('c999'), version('c1001')]).toEqual([1, 1, 2]);
    expect(decisions.filter(({ stratum }) => stratum === 'email').every(({ kept }) => kept)).toBe(true);
  });

  it('agrees with itself from rows in any order', () => {
    expect(compareDecisions(decisions, replay(plan, [...rows].reverse()))).toEqual([]);
  });

  it('compares stream by stream where the streams are published apart', () => {
    const rowsOf = decisions.flatMap(streamsOf);
    expect(compareDecisions(rowsOf, decisions.flatMap(streamsOf))).toEqual([]);
    const [first, ...rest] = rowsOf;
    const forged = [
      { ...first, conversationId: 'c0', kept: !first?.kept, inclusionProbability: '1' },
      ...rest,
    ];
    expect(compareDecisions(forged, rowsOf)).toEqual([
      { conversationId: 'c0', purpose: 'random', reason: 'kept-differs' },
    ]);
  });

  it('takes the rate of * for a stratum that is not named', () => {
    const general = { ...plan, rates: { ...plan.rates, '*': [{ version: 1, fromMs: 0, value: '1' }] } };
    const [decision] = replay(general, [
      { conversationId: 'c', closedAtMs: 0, stratum: 'voice', pTrigger: '0' },
    ]);
    expect(decision?.random).toMatchObject({ p: '1', kept: true });
  });

  it('names every way in which a published list can be wrong', () => {
    const first = decisions.slice(0, 5);
    const published = [
      { ...first[0], conversationId: 'c0', kept: false, inclusionProbability: '1.0' },
      { ...first[1], conversationId: 'c1', kept: first[1]?.kept ?? false, inclusionProbability: '0.11' },
      { ...first[2], conversationId: 'c2', kept: first[2]?.kept ?? false, inclusionProbability: '0.100' },
      { ...first[2], conversationId: 'c2', kept: first[2]?.kept ?? false, inclusionProbability: '0.100' },
      { conversationId: 'x', kept: true, inclusionProbability: '1' },
    ];
    expect(compareDecisions(published, first)).toEqual([
      { conversationId: 'c0', reason: 'kept-differs' },
      { conversationId: 'c1', reason: 'probability-differs' },
      { conversationId: 'c2', reason: 'published-twice' },
      { conversationId: 'c3', reason: 'not-published' },
      { conversationId: 'c4', reason: 'not-published' },
      { conversationId: 'x', reason: 'not-replayed' },
    ]);
  });

  it.each([
    ['commitment-mismatch', () => [...replay({ ...plan, planId: 'plan-2' }, rows)]],
    ['commitment-mismatch', () => [...replay({ ...plan, key: key.map((byte) => byte ^ 2) }, rows)]],
    [
      'unknown-stratum',
      () => [...replay(plan, [{ conversationId: 'c', closedAtMs: 0, stratum: 'x', pTrigger: '0' }])],
    ],
    [
      'bad-probability',
      () => [...replay(plan, [{ conversationId: 'c', closedAtMs: 0, stratum: 'chat', pTrigger: '2' }])],
    ],
  ])('refuses: %s', (wanted, run) => {
    expect(errorOf(run)).toBe(wanted);
  });
});
