import type { FoldEvent } from '@earshot/domain/conversation';
import type { Signal } from '@earshot/domain/detection';
import { mask, traceOf } from '@earshot/domain/privacy';
import * as fc from 'fast-check';

/** What every event of a conversation has besides its kind. */
type Order = Pick<FoldEvent, 'id' | 'source' | 'at' | 'sequence'>;

/** A signal that opens a flag, for tests that do not care which rule gave it. */
export function aSignal(over: Partial<Signal> = {}): Signal {
  return {
    ruleId: 'test.threat',
    category: 'threat',
    severity: 'high',
    score: 0.9,
    reasons: ['term: test'],
    spans: [{ start: 0, end: 2 }],
    opensFlag: true,
    ...over,
  };
}

/** The signals that arbitrary messages carry: dangers, promises without content, and one that was lowered away. */
const signals = [
  aSignal(),
  aSignal({ ruleId: 'test.assault', category: 'sexual-harassment', severity: 'critical', score: 1 }),
  aSignal({ ruleId: 'test.promise', category: 'empty-promise', severity: 'low', score: 0.5 }),
  aSignal({ ruleId: 'test.regulator', category: 'regulator-mention', severity: 'medium' }),
  aSignal({ ruleId: 'test.joke', severity: 'critical', score: 0.1, opensFlag: false }),
];

/** The traces of arbitrary messages: most are halves of a number, so that some of them meet. */
const traceIn = (text: string) => traceOf(text, mask(text));
const trace = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(traceIn('138'), traceIn('00138000')) },
  { weight: 1, arbitrary: fc.constantFrom(null, ...['0013', '8000', '我等了3天'].map(traceIn)) },
);

const heard = fc.subarray(signals, { maxLength: 2 }).map((some) => [...some]);
const agentId = fc.constantFrom('a1', 'a2', 'a3');
const teamId = fc.constantFrom(null, 't1', 't2');

const opened = fc.record({
  kind: fc.constant('opened' as const),
  vendorId: fc.constant('vendor-a'),
  channel: fc.constantFrom('chat' as const, 'voice' as const),
  platform: fc.constantFrom(null, 'app'),
  scenario: fc.constantFrom(null, 'after-sale', 'urgent'),
  language: fc.constant(null),
  segments: fc.constantFrom([], ['elderly']),
  customerHash: fc.constantFrom('00', '11'),
  menuSteps: fc.nat(3),
  botTurns: fc.nat(3),
});
const message = fc.record({
  kind: fc.constant('message' as const),
  role: fc.constantFrom('customer' as const, 'agent' as const, 'bot' as const, 'system' as const),
  senderId: fc.oneof(fc.constant(null), agentId),
  signals: heard,
  announcement: fc.boolean(),
  trace,
});
const other = fc.oneof(
  fc.record({ kind: fc.constant('assigned' as const), agentId, teamId }),
  fc.record({
    kind: fc.constant('transferred' as const),
    to: fc.constantFrom('bot' as const, 'vendor' as const, 'brand' as const),
    agentId: fc.oneof(fc.constant(null), agentId),
    teamId,
  }),
  fc.record({
    kind: fc.constant('closed' as const),
    outcome: fc.constantFrom('resolved' as const, 'unresolved' as const, 'abandoned' as const),
  }),
  fc.record({ kind: fc.constant('reopened' as const) }),
  fc.record({
    kind: fc.constant('rated' as const),
    outOf5: fc.constantFrom(0, 1, 2, 3.5, 5),
    signals: heard,
  }),
  fc.record({ kind: fc.constant('complained' as const), signals: heard }),
);

/**
 * Arbitrary sets of events of one conversation: distinct, many at the same instant, some more than `idleMs` apart, an
 * opening or none or several. In no particular order.
 */
export function foldEventSets(idleMs: number): fc.Arbitrary<FoldEvent[]> {
  // Half of the gaps are ties or short, so that order by sequence and id matters as well as silence does.
  const at = fc.oneof(
    fc.integer({ min: 0, max: 6 }).map((n) => n * 10_000),
    fc.integer({ min: 0, max: 8 }).map((n) => n * Math.round(idleMs / 2)),
  );
  const body = fc.oneof(
    { weight: 6, arbitrary: message },
    { weight: 4, arbitrary: other },
    { weight: 1, arbitrary: opened },
  );
  const one = fc.tuple(at, fc.nat(2), fc.constantFrom('s1', 's2'), body);
  return fc.array(one, { minLength: 1, maxLength: 16 }).chain((drawn) =>
    // Ids are drawn apart, so that their order is not that of the list.
    fc
      .shuffledSubarray(
        drawn.map((_, n) => `e${n}`),
        { minLength: drawn.length, maxLength: drawn.length },
      )
      .map((ids) =>
        drawn.map(([time, sequence, source, it], n): FoldEvent => {
          const order: Order = { id: ids[n] ?? `e${n}`, source, at: START + time, sequence };
          return it.kind === 'message'
            ? { ...order, ...it, messageId: `m-${order.id}` }
            : { ...order, ...it };
        }),
      ),
  );
}

const START = Date.UTC(2026, 2, 2, 12);

/** The set in some order, cut into some pieces: how it may arrive. */
export function arrivals<T>(items: readonly T[]): fc.Arbitrary<T[][]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length }),
      fc.array(fc.boolean(), { minLength: items.length, maxLength: items.length }),
    )
    .map(([order, cuts]) => {
      const pieces: T[][] = [];
      for (const [n, item] of order.entries()) {
        const last = pieces.at(-1);
        if (last === undefined || cuts[n] === true) pieces.push([item]);
        else last.push(item);
      }
      return pieces;
    });
}
