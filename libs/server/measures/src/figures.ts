import { type Measure } from '@earshot/contracts';
import { type ReviewCell, type Acknowledgements } from '@earshot/data-access';
import { firstResponseTargetMs, type Counter, type Sketch } from '@earshot/domain/metrics';
import {
  LEAST_REVIEWS,
  qaPassRate,
  stratifiedMean,
  stratifiedMeanInterval,
  type PassRateCell,
} from '@earshot/domain/statistics';
import { type Facts } from './facts';

/** What a metric says of a group; window and dimensions are added by the reader. */
export type Figure = Pick<Measure, 'value' | 'numerator' | 'denominator' | 'interval' | 'parts' | 'reason'>;

/** A figure that says why it is none. */
export function nothing(reason: string, over: Partial<Figure> = {}): Figure {
  return { value: null, numerator: null, denominator: 0, interval: null, parts: {}, reason, ...over };
}

const figure = (over: Partial<Figure> & Pick<Figure, 'value'>): Figure => ({
  numerator: null,
  denominator: null,
  interval: null,
  parts: {},
  reason: null,
  ...over,
});

/** `numerator` of `denominator` as a fraction; nothing where the denominator is 0. */
function share(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

/** A rate of two counters of one bucket. */
export const rate =
  (numerator: Counter, denominator: Counter, reason: string) =>
  ({ bucket }: Facts): Figure => {
    const [n, of] = [bucket.count(numerator), bucket.count(denominator)];
    return of > 0 ? figure({ value: n / of, numerator: n, denominator: of }) : nothing(reason);
  };

/** Quantiles of one of a bucket's durations, ms. */
function durations({ bucket }: Facts, id: Sketch) {
  const sketch = bucket.sketch(id);
  const n = sketch.count;
  return {
    n,
    sum: sketch.sum,
    mean: n > 0 ? sketch.sum / n : null,
    p50: sketch.quantile(0.5),
    p90: sketch.quantile(0.9),
    p99: sketch.quantile(0.99),
    longest: sketch.quantile(1),
  };
}

/** Value p50; numerator: answered within the target. */
export function firstResponse(facts: Facts): Figure {
  const { n, p50, p90, longest } = durations(facts, 'first-response');
  if (n === 0) return nothing('nobody-answered-yet');
  const inTarget = facts.bucket.count('first-responses-in-target');
  return figure({
    value: p50,
    numerator: inTarget,
    denominator: n,
    parts: { p50, p90, longest, withinTarget: inTarget / n, targetMs: firstResponseTargetMs },
  });
}

/** Value: mean; numerator: sum of the waits, ms. */
export function response(facts: Facts): Figure {
  const { n, sum, mean, p50, p90, longest } = durations(facts, 'response');
  if (n === 0) return nothing('nobody-answered-yet');
  return figure({ value: mean, numerator: sum, denominator: n, parts: { mean, p50, p90, longest } });
}

/** Value p50; numerator: conversations that reached a human, of those opened. */
export function timeToHuman(facts: Facts): Figure {
  const { n, p50, p90 } = durations(facts, 'time-to-human');
  const { bucket } = facts;
  const closed = bucket.count('closed');
  const parts = {
    p50,
    p90,
    neverHuman: share(bucket.count('never-human'), closed),
    meanBotTurns: share(bucket.count('bot-turns'), closed),
    meanMenuSteps: share(bucket.count('menu-steps'), closed),
  };
  const denominator = bucket.count('opened');
  if (n === 0) return nothing('nobody-reached-a-human-yet', { numerator: 0, denominator, parts });
  return figure({ value: p50, numerator: n, denominator, parts });
}

/** Value p50; numerator: sum of the durations, ms. */
export function resolution(facts: Facts): Figure {
  const { n, sum, mean, p50, p90 } = durations(facts, 'resolution');
  if (n === 0) return nothing('nothing-closed');
  return figure({ value: p50, numerator: sum, denominator: n, parts: { p50, p90, mean } });
}

/** Value: mean rating on 5; numerator: sum of the ratings. */
export function satisfaction({ bucket }: Facts): Figure {
  const ratings = bucket.count('ratings');
  if (ratings === 0) return nothing('nobody-rated');
  const sum = bucket.count('ratings-sum-hundredths') / 100;
  const parts = { worstTwo: bucket.count('ratings-worst-two') / ratings };
  return figure({ value: sum / ratings, numerator: sum, denominator: ratings, parts });
}

/** Value p50; numerator: events back-dated by more than 5 minutes. */
export function intakeLag(facts: Facts): Figure {
  const { n, p50, p99 } = durations(facts, 'lag');
  if (n === 0) return nothing('nothing-received');
  const [backDated, events] = [facts.bucket.count('back-dated'), facts.bucket.count('events')];
  const parts = { p50, p99, backDated: share(backDated, events) };
  return figure({ value: p50, numerator: backDated, denominator: events, parts });
}

/** Value: conversations whose last word is the customer's, of those open. */
export function waitingNow({ waiting }: Facts, nowMs: number): Figure {
  if (waiting === null) return figure({ value: 0, numerator: 0, denominator: 0, parts: { longestMs: null } });
  const longestMs =
    waiting.longestSince === null ? null : Math.max(0, nowMs - waiting.longestSince.getTime());
  return figure({
    value: waiting.waiting,
    numerator: waiting.waiting,
    denominator: waiting.open,
    parts: { longestMs },
  });
}

/** Value: resolved without a second contact within 72 h, of those closed. */
export function firstContactResolution({ firstContacts }: Facts): Figure {
  if (firstContacts === null || firstContacts.closed === 0) return nothing('nothing-closed');
  const { closed, resolvedAtOnce } = firstContacts;
  return figure({ value: resolvedAtOnce / closed, numerator: resolvedAtOnce, denominator: closed });
}

/** Value: flags that are not closed; parts by severity. */
export function openFlags({ openFlags: known }: Facts): Figure {
  const [critical, high, medium, low] = known?.bySeverity ?? [0, 0, 0, 0];
  const total = critical + high + medium + low;
  return figure({
    value: total,
    numerator: total,
    parts: { critical, high, medium, low, pastDeadline: known?.pastDeadline ?? 0 },
  });
}

/** Value p50; numerator: flags that a person of the brand acknowledged, of those received. */
export function acknowledgement(known: Acknowledgements | null): Figure {
  if (known === null || known.flags === 0) return nothing('no-flags');
  const { flags, acknowledged, p50, p90, longest, critical, criticalInTarget } = known;
  const parts = { p50, p90, longest, criticalInTarget: share(criticalInTarget, critical) };
  if (acknowledged === 0)
    return nothing('nobody-acknowledged-yet', { numerator: 0, denominator: flags, parts });
  return figure({ value: p50, numerator: acknowledged, denominator: flags, parts });
}

/** Value: design-weighted pass rate with its interval; numerator and denominator are the reviews it rests on. */
export function qaPass({ cells }: Facts): Figure {
  const known = qaPassRate({ cells: merged(cells) });
  const passed = cells.reduce((sum, cell) => sum + cell.passed, 0);
  const parts = {
    reviewed: known.n,
    conversations: known.N,
    effective: known.nEff,
    completion: known.completion,
    unseenShare: known.unseenShare,
    weighted: known.isWeighted ? 1 : 0,
  };
  if (known.insufficient !== null || known.estimate === null) {
    const reason = `insufficient: ${known.insufficient?.reason ?? 'nothing-reviewed'}`;
    return nothing(reason, { numerator: passed, denominator: known.n, parts });
  }
  const interval = { ...known.interval, level: 0.95 };
  return figure({ value: known.estimate, numerator: passed, denominator: known.n, interval, parts });
}

/** Value: design-weighted mean score in percent, with its t interval within 0..100. */
export function qaScore({ cells }: Facts): Figure {
  const scored = scoreCells(cells);
  const n = scored.reduce((sum, cell) => sum + cell.n, 0);
  const conversations = cells.reduce((sum, cell) => sum + cell.population, 0);
  const seen = scored.reduce((sum, cell) => sum + cell.N, 0);
  const unseenShare = conversations === 0 ? null : 1 - seen / conversations;
  const parts = { reviewed: n, conversations, unseenShare };
  const insufficient = (reason: string) => nothing(`insufficient: ${reason}`, { denominator: n, parts });
  if (n === 0) return insufficient('nothing-reviewed');
  if (n < LEAST_REVIEWS) return insufficient('too-few-reviewed');
  if ((unseenShare ?? 0) > 0.05) return insufficient('too-much-unseen');
  if (n <= scored.length) return insufficient('too-few-reviewed');
  const { low, high } = stratifiedMeanInterval(scored);
  const interval = { low: Math.max(0, low), high: Math.min(100, high), level: 0.95 };
  return figure({ value: stratifiedMean(scored).estimate, denominator: n, interval, parts });
}

/** Cells of several plans or dimensions that agree in stratum, tier and probability are one cell. */
function merged(cells: readonly ReviewCell[]): PassRateCell[] {
  const byKey = new Map<string, PassRateCell>();
  for (const cell of cells) {
    const { stratum, tier, inclusionProbability, population, kept, reviewed, passed } = cell;
    const key = JSON.stringify([stratum, tier, inclusionProbability]);
    const known = byKey.get(key);
    byKey.set(key, {
      stratum,
      tier,
      inclusionProbability,
      population: population + (known?.population ?? 0),
      kept: kept + (known?.kept ?? 0),
      reviewed: reviewed + (known?.reviewed ?? 0),
      passed: passed + (known?.passed ?? 0),
    });
  }
  return [...byKey.values()];
}

interface ScoreCell {
  readonly N: number;
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * The cells with scores; one of which nothing was scored is added to the largest of the same tier and probability, as
 * in the pass rate. A single review says nothing of its cell's spread, so it is given the pooled one.
 */
function scoreCells(cells: readonly ReviewCell[]): ScoreCell[] {
  const scored = cells.filter((cell) => cell.scored > 0 && cell.meanScore !== null);
  const spread = scored.filter((cell) => cell.scored > 1);
  const degrees = spread.reduce((sum, cell) => sum + cell.scored - 1, 0);
  const squares = spread.reduce((sum, cell) => sum + (cell.scored - 1) * (cell.scoreVariance ?? 0), 0);
  const pooled = degrees === 0 ? 0 : squares / degrees;
  const sizes = new Map(scored.map((cell) => [cell, cell.population]));
  for (const cell of cells) {
    if (cell.scored > 0) continue;
    const like = scored
      .filter((one) => one.tier === cell.tier && one.inclusionProbability === cell.inclusionProbability)
      .sort((a, b) => b.population - a.population || (a.stratum < b.stratum ? -1 : 1))[0];
    if (like !== undefined) sizes.set(like, (sizes.get(like) ?? 0) + cell.population);
  }
  return scored.map((cell) => ({
    N: sizes.get(cell) ?? cell.population,
    n: cell.scored,
    mean: cell.meanScore ?? 0,
    variance: cell.scored > 1 ? (cell.scoreVariance ?? 0) : pooled,
  }));
}
