import { StatisticsError, requireCount } from '../errors';
import { type Interval } from './interval';
import { clopperPearsonOfEstimate, exactUpperBound } from './proportion';
import { kornGraubard, moverWilson } from './stratified-proportion';

/**
 * One stratum of the random stream: what its reviews say about a detection rule. Only conversations that the
 * **random** hash kept belong here, also those that the rule flagged; triggered reviews do not, because the rule
 * itself may be the trigger.
 */
export interface DetectionCell {
  /** Conversations of the stratum, decided under one random rate. */
  readonly N: number;
  /** Reviewed from the random stream, 1 <= n <= N. */
  readonly n: number;
  /** Of those, found bad by the reviewer. */
  readonly bad: number;
  /** Of the bad, not flagged by the rule. */
  readonly missed: number;
}

/** How much a detection rule misses. */
export interface MissRate {
  /** Share of bad conversations that the rule did not flag; null where the reviews found none that is bad. */
  readonly estimate: number | null;
  /** Korn–Graubard interval of the share, Clopper–Pearson for one stratum; 0 to 1 where no bad one was found. */
  readonly interval: Interval;
  /** Estimated number of bad conversations that were not flagged, with its interval. */
  readonly missedTotal: { readonly estimate: number; readonly interval: Interval };
  /** Bad conversations among the reviews: what the share rests on. */
  readonly badReviewed: number;
  readonly n: number;
  readonly N: number;
}

/**
 * Gives the miss rate (false negatives) of a detection rule: of the conversations that are bad, how many it did not
 * flag, and how many of those there are in all.
 *
 * **Errors**: `empty`, `not-an-integer`, `out-of-range` (missed > bad > n > N).
 * **Source**: ratio estimator, linearised (Cochran 1977, section 6.11); Korn & Graubard 1998.
 *
 * Example: of 300 random reviews among 15,000 conversations 12 are bad and the rule flagged 9 of them: it misses
 * 25 % (5.5 % to 57.2 %), about 150 conversations (52 to 432).
 */
export function missRate(cells: readonly DetectionCell[], level = 0.95): MissRate {
  if (cells.length === 0) {
    throw new StatisticsError('empty', 'cells', 'there is no stratum');
  }
  cells.forEach(({ N, n, bad, missed }, index) => {
    requireCount(missed, `cells[${index}].missed`);
    requireCount(bad, `cells[${index}].bad`, missed);
    requireCount(n, `cells[${index}].n`, Math.max(1, bad));
    requireCount(N, `cells[${index}].N`, n);
  });
  const total = (of: (cell: DetectionCell) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  const [N, n, badReviewed] = [total((cell) => cell.N), total((cell) => cell.n), total((cell) => cell.bad)];
  const badTotal = total((cell) => (cell.N * cell.bad) / cell.n);
  const missedEstimate = total((cell) => (cell.N * cell.missed) / cell.n);
  const { low, high } = moverWilson(
    cells.map((cell) => ({ ...cell, x: cell.missed })),
    { level },
  );
  const missedTotal = { estimate: missedEstimate, interval: { low: low * N, high: high * N } };
  if (badReviewed === 0) {
    return { estimate: null, interval: { low: 0, high: 1 }, missedTotal, badReviewed, n, N };
  }
  const estimate = missedEstimate / badTotal;
  return { estimate, interval: shareInterval(cells, estimate, level), missedTotal, badReviewed, n, N };
}

function shareInterval(cells: readonly DetectionCell[], estimate: number, level: number): Interval {
  const withBad = cells.filter(({ bad }) => bad > 0);
  const [only] = withBad;
  if (withBad.length === 1 && only) {
    return clopperPearsonOfEstimate(estimate, only.bad, level);
  }
  const total = (of: (cell: DetectionCell) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  const badTotal = total((cell) => (cell.N * cell.bad) / cell.n);
  const se = Math.sqrt(total((cell) => ratioVariance(cell, estimate))) / badTotal;
  const n = total(({ bad }) => bad);
  return kornGraubard({ estimate, se, n, df: Math.max(1, n - withBad.length) }, level);
}

/** Variance that a stratum adds to the total of `missed - share * bad`, for a process statement. */
function ratioVariance({ N, n, bad, missed }: DetectionCell, share: number): number {
  if (n === 1) {
    return 0;
  }
  const sum = missed - share * bad;
  const squares = missed * (1 - share) ** 2 + (bad - missed) * share ** 2;
  return (N ** 2 / n) * ((squares - sum ** 2 / n) / (n - 1));
}

/**
 * Gives the largest share of all conversations that may be bad and unflagged when `n` random reviews found none such:
 * the exact one-sided bound, about 3/n at 95 %.
 *
 * **Errors**: `not-an-integer`, `out-of-range`.
 *
 * Example: none among 300 random reviews still allows 0.99 % of all conversations.
 */
export function undetectedUpperBound(n: number, level = 0.95): number {
  return exactUpperBound({ x: 0, n }, level);
}
