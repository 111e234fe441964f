import { betaQuantile } from '../distributions/beta';
import { criticalZ } from '../distributions/normal';
import {
  StatisticsError,
  requireCount,
  requireOpenFraction,
  requirePositive,
  requireProbability,
} from '../errors';
import { type Interval, clipToUnit } from './interval';

/** `x` successes among `n` independent trials (an unweighted simple random sample), n >= 1. */
export interface Count {
  readonly x: number;
  readonly n: number;
}

/** Gives `count` back if 0 <= x <= n and n >= 1, both whole. **Errors**: `not-an-integer`, `out-of-range`. */
export function requireCounted({ x, n }: Count, argument = 'count'): Count {
  requireCount(n, `${argument}.n`, 1);
  if (requireCount(x, `${argument}.x`) > n) {
    throw new StatisticsError('out-of-range', `${argument}.x`, `expected at most n = ${n}, got ${x}`);
  }
  return { x, n };
}

/**
 * Gives the Wilson score interval of a proportion `estimate` seen on an effective number `nEff` of trials, which need
 * not be whole. Exactly 0 below at estimate 0, exactly 1 above at estimate 1.
 *
 * **Shape**: 0 <= estimate <= 1, nEff > 0, 0 < level < 1. **Errors**: `not-finite`, `out-of-range`.
 * **Source**: Wilson 1927.
 */
export function wilsonOfEstimate(estimate: number, nEff: number, level = 0.95): Interval {
  requireProbability(estimate, 'estimate');
  requirePositive(nEff, 'nEff');
  const z = criticalZ(level);
  const zz = (z * z) / nEff;
  const middle = estimate + zz / 2;
  const reach = z * Math.sqrt((estimate * (1 - estimate)) / nEff + zz / (4 * nEff));
  return clipToUnit({
    low: estimate === 0 ? 0 : (middle - reach) / (1 + zz),
    high: estimate === 1 ? 1 : (middle + reach) / (1 + zz),
  });
}

/**
 * Gives the Wilson score interval of a proportion: the default for an unweighted rate, good from n = 1 on and at
 * 0 of n and n of n.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Wilson 1927; Brown, Cai & DasGupta 2001.
 *
 * Example: 45 of 50 gives 0.786 to 0.957.
 */
export function wilson(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  return wilsonOfEstimate(x / n, n, level);
}

/**
 * Gives the Wilson interval with continuity correction; wider, 0 below at x = 0 and 1 above at x = n.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Newcombe 1998, method 4.
 *
 * Example: 0 of 20 gives 0 to 0.200.
 */
export function wilsonCorrected(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  const z = criticalZ(level);
  const side = (successes: number): number => {
    const p = successes / n;
    const inner = z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1);
    return (2 * successes + z * z - 1 - z * Math.sqrt(inner)) / (2 * (n + z * z));
  };
  return clipToUnit({ low: x === 0 ? 0 : side(x), high: x === n ? 1 : 1 - side(n - x) });
}

/**
 * Gives the Agresti–Coull interval, Wald's on z² / 2 more successes and failures each, cut to 0..1: good enough to
 * work by hand, wider than Wilson.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Agresti & Coull 1998.
 *
 * Example: 0 of 20 gives 0 to 0.190.
 */
export function agrestiCoull(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  const z = criticalZ(level);
  const trials = n + z * z;
  const p = (x + (z * z) / 2) / trials;
  const reach = z * Math.sqrt((p * (1 - p)) / trials);
  return clipToUnit({ low: p - reach, high: p + reach });
}

/**
 * Gives the equal-tailed Jeffreys interval: the quantiles of Beta(x + 1/2, n - x + 1/2).
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Brown, Cai & DasGupta 2001.
 *
 * Example: 0 of 20 gives 0.00002 to 0.117.
 */
export function jeffreysEqualTailed(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  const tail = (1 - requireOpenFraction(level, 'level')) / 2;
  return {
    low: betaQuantile(tail, { a: x + 0.5, b: n - x + 0.5 }),
    high: betaQuantile(1 - tail, { a: x + 0.5, b: n - x + 0.5 }),
  };
}

/**
 * Gives the Jeffreys interval as it is shown: equal-tailed, but 0 below at x = 0 and 1 above at x = n.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Brown, Cai & DasGupta 2001.
 *
 * Example: 0 of 20 gives 0 to 0.117.
 */
export function jeffreys(count: Count, level = 0.95): Interval {
  const { low, high } = jeffreysEqualTailed(count, level);
  return { low: count.x === 0 ? 0 : low, high: count.x === count.n ? 1 : high };
}

/**
 * Gives the Clopper–Pearson interval of a proportion `estimate` seen on an effective number `nEff` of trials, which
 * need not be whole.
 *
 * **Shape**: 0 <= estimate <= 1, nEff > 0, 0 < level < 1. **Errors**: `not-finite`, `out-of-range`.
 * **Source**: Korn & Graubard 1998.
 */
export function clopperPearsonOfEstimate(estimate: number, nEff: number, level = 0.95): Interval {
  requireProbability(estimate, 'estimate');
  requirePositive(nEff, 'nEff');
  const tail = (1 - requireOpenFraction(level, 'level')) / 2;
  const x = estimate * nEff;
  const rest = (1 - estimate) * nEff;
  return {
    low: x === 0 ? 0 : betaQuantile(tail, { a: x, b: rest + 1 }),
    high: rest === 0 ? 1 : betaQuantile(1 - tail, { a: x + 1, b: rest }),
  };
}

/**
 * Gives the exact (Clopper–Pearson) interval of a proportion: covers the truth at least at `level`, always. For
 * statements in a contract; too wide for a dashboard.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Clopper & Pearson 1934.
 *
 * Example: 0 of 20 gives 0 to 0.168.
 */
export function clopperPearson(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  const tail = (1 - requireOpenFraction(level, 'level')) / 2;
  return { low: exactLowerBound({ x, n }, 1 - tail), high: exactUpperBound({ x, n }, 1 - tail) };
}

/**
 * Gives the exact one-sided lower bound: the truth is at least this, with confidence at least `level`.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Clopper & Pearson 1934.
 *
 * Example: 290 of 300 gives 0.944: "at least 94.4 % pass, with 95 % confidence".
 */
export function exactLowerBound(count: Count, level = 0.95): number {
  const { x, n } = requireCounted(count);
  const alpha = 1 - requireOpenFraction(level, 'level');
  return x === 0 ? 0 : betaQuantile(alpha, { a: x, b: n - x + 1 });
}

/**
 * Gives the exact one-sided upper bound: the truth is at most this, with confidence at least `level`.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Clopper & Pearson 1934.
 *
 * Example: 0 of 100 gives `1 - 0.05 ** (1 / 100)` = 0.0295, the "rule of three": no critical defect among 100 still
 * allows almost 3 %.
 */
export function exactUpperBound(count: Count, level = 0.95): number {
  const { x, n } = requireCounted(count);
  const alpha = 1 - requireOpenFraction(level, 'level');
  // The upper tail of Beta(x + 1, n - x) is the lower tail of its mirror image; 1 - alpha would round small alphas.
  return x === n ? 1 : 1 - betaQuantile(alpha, { a: n - x, b: x + 1 });
}
