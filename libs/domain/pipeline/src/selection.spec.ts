import { begin, type Fold } from '@earshot/domain/conversation';
import { SelectionKey } from '@earshot/domain/selection';
import * as fc from 'fast-check';
import { judge, type Plan, type PlanDefinition } from './selection';

const CLOSE = Date.UTC(2026, 2, 2, 12);
const definition: PlanDefinition = {
  random: '0.05',
  randomByStratum: { 'vendor-a|chat|vip': '0.5' },
  triggers: {
    severity: { critical: '1', high: '0.5', medium: '0.1' },
    complained: '0.25',
    worstRating: '0.25',
  },
};
const bytes = new Uint8Array(32).fill(7);
const planOf = (versions: Plan['versions'], revealed = ''): Plan => ({
  planId: 'baseline',
  versions,
  keyOf: () => SelectionKey.fromBytes(bytes),
  isRevealed: (period) => period === revealed,
});
const plan = planOf([{ version: 1, fromMs: 0, value: definition }]);

function closedFold(over: Partial<Fold> = {}): Fold {
  const fold = begin({ at: CLOSE - 1000, sequence: 0, id: 'e', source: 's' }, null);
  const close = { at: CLOSE, outcome: 'resolved' as const, derived: false };
  return { ...fold, state: 'closed', firstCloseAt: CLOSE, close, ...over };
}

function verdictOn(conversationId: string, over: Partial<Fold> = {}, of = plan) {
  const verdict = judge(of, { key: `key-${conversationId}`, conversationId, fold: closedFold(over) }, null);
  if (verdict === null) throw new Error('a closed conversation is decided about');
  const [random, trigger] = verdict.decisions;
  if (random === undefined || trigger === undefined) throw new Error('both streams decide');
  return { verdict, random, trigger };
}

describe('judge', () => {
  it('decides nothing before the first close', () => {
    const fold = closedFold({ firstCloseAt: null, close: null, state: 'open' });
    expect(judge(plan, { key: 'k', conversationId: 'c', fold }, null)).toBeNull();
  });

  it('takes the decision back when the close it was taken at turns out to be none', () => {
    const fold = closedFold({ firstCloseAt: null, close: null, state: 'open' });
    const about = { key: 'k', conversationId: 'c', fold };
    const known = verdictOn('c').verdict.signature;
    expect(judge(plan, about, known)).toEqual({ signature: '', decisions: [], priority: null });
    expect(judge(plan, about, '')).toBeNull();
  });

  it('decides once while the facts it rests on stay', () => {
    const { verdict } = verdictOn('c');
    const later = closedFold({ messages: 50, agentId: 'a2' });
    expect(judge(plan, { key: 'k', conversationId: 'c', fold: later }, verdict.signature)).toBeNull();
  });

  it.each<[string, Partial<Fold>, string, string]>([
    ['nothing', {}, '0', 'no trigger'],
    ['a complaint', { complainedAt: CLOSE }, '0.25', 'complained'],
    ['two of five', { rating: { at: CLOSE, outOf5: 2 } }, '0.25', 'rated in the worst two'],
    ['three of five', { rating: { at: CLOSE, outOf5: 3 } }, '0', 'no trigger'],
    ['a high danger', { danger: { threat: 'high' } }, '0.5', 'high threat'],
    [
      'several: they share one hash, the largest counts',
      { danger: { fraud: 'medium', threat: 'high' }, complainedAt: CLOSE },
      '0.5',
      'high threat, medium fraud, complained',
    ],
    ['a critical danger', { danger: { 'self-harm': 'critical' } }, '1', 'critical self-harm'],
    ['a low one, which the plan does not name', { danger: { fraud: 'low' } }, '0', 'no trigger'],
  ])('triggers on %s', (_, over, p, reason) => {
    expect(verdictOn('c', over).trigger).toMatchObject({ p, reason });
  });

  it('always keeps what is critical, before everything else', () => {
    const { verdict, trigger } = verdictOn('c', { danger: { threat: 'critical' } });
    expect(trigger.kept).toBe(true);
    expect(verdict.priority).toBe(0);
  });

  it('draws at the rate of the stratum', () => {
    const identity = { vendorId: 'vendor-a', channel: 'chat', scenario: 'vip' } as Fold['identity'];
    expect(verdictOn('c', { identity }).random).toMatchObject({ p: '0.5', stratum: 'vendor-a|chat|vip' });
  });

  it('states the probability that either stream keeps it', () => {
    // 1 − (1 − 0.05)(1 − 0.5)
    expect(verdictOn('c', { danger: { threat: 'high' } }).random.inclusionProbability).toBe('0.525');
  });

  it('only ever adds: a late fact that raises p keeps what was kept', () => {
    const facts: fc.Arbitrary<Partial<Fold>> = fc.record({
      danger: fc.constantFrom<Fold['danger']>({}, { fraud: 'medium' }, { threat: 'high' }),
    });
    const late: Partial<Fold>[] = [
      { complainedAt: CLOSE + 1 },
      { rating: { at: CLOSE + 1, outOf5: 1 } },
      { danger: { threat: 'high', fraud: 'medium', 'self-harm': 'critical' } },
    ];
    fc.assert(
      fc.property(
        fc.uuid(),
        facts,
        fc.subarray(late).map((some) => Object.assign({}, ...some) as Partial<Fold>),
        (conversationId, early, more) => {
          const before = verdictOn(conversationId, early);
          const after = verdictOn(conversationId, { ...early, ...more });
          expect(after.random.u).toBe(before.random.u);
          expect(after.trigger.u).toBe(before.trigger.u);
          expect(after.random.kept).toBe(before.random.kept);
          if (before.trigger.kept) expect(after.trigger.kept).toBe(true);
        },
      ),
    );
  });

  it('takes the version in force at the first close, not at the decision', () => {
    const half = { ...definition, random: '0.5' };
    const versions = [
      { version: 1, fromMs: 0, value: definition },
      { version: 2, fromMs: CLOSE + 1, value: half },
    ];
    expect(verdictOn('c', {}, planOf(versions)).random).toMatchObject({ p: '0.05', planVersion: 1 });
    const later = closedFold({ firstCloseAt: CLOSE + 1 });
    expect(verdictOn('c', later, planOf(versions)).random).toMatchObject({ p: '0.5', planVersion: 2 });
  });

  it('leaves out of the estimates what closes after the key of its period was revealed', () => {
    expect(verdictOn('c', {}, planOf(plan.versions, '2026-03')).random.outsideEstimates).toBe(true);
    expect(verdictOn('c', {}, planOf(plan.versions, '2026-02')).random.outsideEstimates).toBe(false);
  });

  it('keeps within the estimates what was decided before the key was known, whatever is told later', () => {
    const about = { key: 'key-c', conversationId: 'c', fold: closedFold() };
    const before = judge(plan, about, null);
    const later = { ...about, fold: closedFold({ complainedAt: CLOSE + 1 }) };
    const revealed = planOf(plan.versions, '2026-03');
    const outside = (known: string | null) =>
      judge(revealed, later, known)?.decisions.map(({ outsideEstimates }) => outsideEstimates);
    expect(outside(before?.signature ?? null)).toEqual([false, false]);
    expect(outside(null)).toEqual([true, true]);
    expect(judge(revealed, later, judge(revealed, later, null)?.signature ?? null)).toBeNull();
  });
});
