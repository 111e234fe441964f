import { binomialCdf, binomialUpperTail } from '../distributions/binomial';
import { requireCount, requireOpenFraction, requirePositive } from '../errors';
import { standardError } from './p-chart';

/** Alarm limits on a count, and how often they are crossed by chance. */
export interface ExactLimits {
  /** Alarm at this count or more; null where even all failing would not be rare enough. */
  readonly alarmAtLeast: number | null;
  /** Alarm at this count or fewer (better than believed); null where even none failing is not rare enough. */
  readonly alarmAtMost: number | null;
  /** The probability of an alarm while the rate is `p`. */
  readonly falseAlarm: number;
}

/** How a 3σ p-chart really behaves. `runLength` is Infinity where no count lies beyond its limits. */
export interface FalseAlarms {
  readonly high: number;
  readonly low: number;
  readonly runLength: number;
}

/**
 * The exact alarm limits for the number failing among `n`: each side is crossed by chance with at most half of
 * `alpha`.
 *
 * **Shape**: n >= 1, 0 < p < 1, 0 < alpha < 1 (0.0027 is the nominal rate of 3σ limits). **Errors**:
 * `not-an-integer`, `out-of-range`, `not-finite`.
 *
 * Example: n 20, p 0.05, alpha 0.0027 → alarm at 6 or more, never below; false alarms 0.00033 a point.
 */
export function exactLimits(n: number, p: number, alpha = 0.0027): ExactLimits {
  requireCount(n, 'n', 1);
  requireOpenFraction(p, 'p');
  const side = requireOpenFraction(alpha, 'alpha') / 2;
  // Both tails are monotone in the count, so the limits are found by halving.
  const high = leastWhere(n + 1, (count) => binomialUpperTail(count, { n, p }) <= side);
  const aboveLow = leastWhere(n + 1, (count) => binomialCdf(count, { n, p }) > side);
  const alarmAtLeast = high > n ? null : high;
  const alarmAtMost = aboveLow === 0 ? null : aboveLow - 1;
  const falseAlarm =
    (alarmAtLeast === null ? 0 : binomialUpperTail(alarmAtLeast, { n, p })) +
    (alarmAtMost === null ? 0 : binomialCdf(alarmAtMost, { n, p }));
  return { alarmAtLeast, alarmAtMost, falseAlarm };
}

/**
 * How often the limits p ± sigmas·√(p(1−p)/n) of a p-chart are crossed by chance, and the mean number of points from
 * one false alarm to the next. **Errors**: as {@link exactLimits}.
 *
 * Example: n 20, p 0.05 → 1.6 % of points, a false alarm every 63, not every 370.
 */
export function pChartFalseAlarms(n: number, p: number, sigmas = 3): FalseAlarms {
  requireCount(n, 'n', 1);
  requireOpenFraction(p, 'p');
  const half = requirePositive(sigmas, 'sigmas') * standardError(p, n);
  const high = binomialUpperTail(
    leastWhere(n + 1, (count) => count / n > p + half),
    { n, p },
  );
  const low = binomialCdf(leastWhere(n + 1, (count) => count / n >= p - half) - 1, { n, p });
  return { high, low, runLength: 1 / (high + low) };
}

/** The least whole number from 0 to `limit` for which a monotone condition holds; `limit` where none below does. */
function leastWhere(limit: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
