import { StatisticsError, requireCount, requirePositive } from '../errors';
import { type BoundedStratum, type PlannedStratum, requireBounds, requireStrata } from './stratum';

/**
 * Gives the Neyman allocation of `n` reviews, `n N_h S_h / sum N S`, not rounded: the smallest error of the overall
 * rate, with no regard to bounds or to statements about single strata.
 *
 * **Errors**: `empty`, `out-of-range`, `not-an-integer`; `infeasible` where every N S is 0.
 * **Source**: Neyman 1934.
 *
 * Example: N 100 and 300 with S 0.5 and 0.1 share 80 reviews as 50 and 30.
 */
export function neyman(strata: readonly PlannedStratum[], n: number): number[] {
  requireStrata(strata);
  requireCount(n, 'n');
  const total = strata.reduce((sum, { N, S }) => sum + N * S, 0);
  if (total === 0) {
    throw new StatisticsError('infeasible', 'strata', 'no stratum has both conversations and spread');
  }
  return strata.map(({ N, S }) => (n * N * S) / total);
}

/** A stratum whose reviews have a price. */
export interface CostedStratum extends PlannedStratum {
  /** Cost of one review, > 0, in the unit of the budget (minutes). */
  readonly cost: number;
}

/**
 * Gives the allocation with the smallest error that a budget pays for, not rounded:
 * `n_h = C (N_h S_h / sqrt c_h) / sum(N S sqrt c)`.
 *
 * **Units**: budget and costs alike, e.g. minutes. **Errors**: `empty`, `out-of-range`, `not-finite`; `infeasible`
 * where every N S is 0. **Source**: Cochran 1977, section 5.5.
 */
export function costOptimal(strata: readonly CostedStratum[], budget: number): number[] {
  requireStrata(strata);
  requirePositive(budget, 'budget');
  strata.forEach(({ cost }, index) => requirePositive(cost, `strata[${index}].cost`));
  const total = strata.reduce((sum, { N, S, cost }) => sum + N * S * Math.sqrt(cost), 0);
  if (total === 0) {
    throw new StatisticsError('infeasible', 'strata', 'no stratum has both conversations and spread');
  }
  return strata.map(({ N, S, cost }) => (budget * N * S) / Math.sqrt(cost) / total);
}

const HALVINGS = 200;

/**
 * Gives the Neyman allocation within bounds, not rounded: minimises `sum (N_h S_h)² / n_h` over allocations with the
 * sum n and min_h <= n_h <= max_h.
 *
 * **Errors**: `empty`, `out-of-range`, `not-an-integer`; `infeasible` where n lies outside the sums of the bounds.
 * **Source**: the optimum is `n_h = clip(N_h S_h / lambda)` for one lambda (Wesołowski, Wieczorkowski & Wójciak 2021).
 */
export function neymanWithin(strata: readonly BoundedStratum[], n: number): number[] {
  requireBounds(strata, n);
  const at = (lambda: number): number[] =>
    strata.map(({ N, S, min, max }) => Math.min(max, Math.max(min, (N * S) / lambda)));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const largest = Math.max(...strata.map(({ N, S }) => N * S));
  // The sum falls in lambda: from every stratum with spread at its maximum to all at their minimum.
  let [low, high] = [-60, Math.log(Math.max(largest, Number.MIN_VALUE)) + 60];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (sum(at(Math.exp(middle))) > n) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const near = at(Math.exp(high));
  const isFree = (index: number): boolean => {
    const stratum = strata[index];
    const value = near[index] ?? NaN;
    return stratum !== undefined && value > stratum.min && value < stratum.max;
  };
  const free = sum(near.filter((_value, index) => isFree(index)));
  const rest = n - sum(near.filter((_value, index) => !isFree(index)));
  if (free > 0) {
    // One exact step removes what is left of the halving.
    return near.map((value, index) => (isFree(index) ? (value * rest) / free : value));
  }
  return spread(strata, near, n - sum(near));
}

/** Gives `near` with `rest` more reviews where no spread says where: in order, up to each maximum. */
function spread(strata: readonly BoundedStratum[], near: readonly number[], rest: number): number[] {
  let left = rest;
  return near.map((value, index) => {
    const more = Math.min(left, (strata[index]?.max ?? value) - value);
    left -= more;
    return value + more;
  });
}

/**
 * Gives the best whole-number allocation within bounds: start at the minima, then give one review at a time to the
 * stratum with the largest `N_h² S_h² / (k (k + 1))`, k being what it has (ties to the first). Rounding Neyman's
 * numbers is not always best.
 *
 * **Shape**: a stratum that has none so far comes first. **Errors**: as `neymanWithin`. **Source**: Wright 2012.
 *
 * Example: N 40, 30, 20 with S 5, 9, 14, minima 2 and 15 reviews get 4, 5, 6.
 */
export function exactNeyman(strata: readonly BoundedStratum[], n: number): number[] {
  requireBounds(strata, n);
  return greedy(strata, n - strata.reduce((sum, { min }) => sum + min, 0), () => 1);
}

/**
 * Gives a whole-number allocation that a reviewer budget pays for: the minima first, then one review at a time where
 * it lowers the variance most for its cost, until no stratum's next review fits what is left.
 *
 * Within one review of the optimum; exact for equal costs.
 * **Units**: budget and costs alike, e.g. minutes. **Errors**: as `exactNeyman`; `infeasible` where the budget does
 * not pay for the minima: say so to the lead, and cut the largest strata, never the minima.
 */
export function allocateBudget(
  strata: readonly (BoundedStratum & CostedStratum)[],
  budget: number,
): number[] {
  const least = strata.reduce((sum, { min }) => sum + min, 0);
  requireBounds(strata, least);
  requirePositive(budget, 'budget');
  strata.forEach(({ cost }, index) => requirePositive(cost, `strata[${index}].cost`));
  const left = budget - strata.reduce((sum, { min, cost }) => sum + min * cost, 0);
  if (left < 0) {
    throw new StatisticsError('infeasible', 'budget', `does not pay for the minima, ${-left} short`);
  }
  return greedy(strata, left, (index) => strata[index]?.cost ?? Infinity);
}

function greedy(
  strata: readonly BoundedStratum[],
  budget: number,
  costOf: (index: number) => number,
): number[] {
  const allocation = strata.map(({ min }) => min);
  let left = budget;
  for (;;) {
    let best = -1;
    let bestGain = -1;
    strata.forEach(({ N, S, max }, index) => {
      const k = allocation[index] ?? 0;
      const gain = (N * S) ** 2 / (k * (k + 1)) / costOf(index);
      if (k < max && costOf(index) <= left && (Number.isNaN(gain) ? 0 : gain) > bestGain) {
        best = index;
        bestGain = Number.isNaN(gain) ? 0 : gain;
      }
    });
    if (best < 0) {
      return allocation;
    }
    allocation[best] = (allocation[best] ?? 0) + 1;
    left -= costOf(best);
  }
}

/** A stratum for proportional allocation. */
export interface ProportionalStratum {
  readonly N: number;
  /** Least number of reviews; min(minimum, N) is given. */
  readonly min: number;
}

/**
 * Gives a proportional whole-number allocation with minima: strata whose share falls below min(min_h, N_h) are fixed
 * at that, the rest shared anew until none does; then largest remainders (ties to the first).
 *
 * **Errors**: `empty`, `not-an-integer`, `out-of-range`; `infeasible` where n is below the sum of the minima or above
 * the sum of the sizes.
 *
 * Example: 5000, 1200, 300, 60, 12 conversations with minima of 5 share 200 reviews as 146, 35, 9, 5, 5.
 */
export function proportionalWithMinima(strata: readonly ProportionalStratum[], n: number): number[] {
  requireBounds(
    strata.map(({ N, min }) => ({ N, S: 0, min: Math.min(min, N), max: N })),
    n,
  );
  const least = strata.map(({ N, min }) => Math.min(min, N));
  const fixed = new Set<number>();
  for (;;) {
    const { rest, size } = unfixed(strata, least, fixed, n);
    // Compared in whole numbers, rest N < minimum size, so that an exact share is not fixed by rounding.
    const short = strata.flatMap(({ N }, index) =>
      !fixed.has(index) && rest * N < (least[index] ?? 0) * size ? [index] : [],
    );
    if (short.length === 0) {
      return largestRemainders(strata, least, fixed, n);
    }
    short.forEach((index) => fixed.add(index));
  }
}

function unfixed(
  strata: readonly ProportionalStratum[],
  least: readonly number[],
  fixed: ReadonlySet<number>,
  n: number,
): { rest: number; size: number } {
  let [rest, size] = [n, 0];
  strata.forEach(({ N }, index) => {
    rest -= fixed.has(index) ? (least[index] ?? 0) : 0;
    size += fixed.has(index) ? 0 : N;
  });
  return { rest, size };
}

function largestRemainders(
  strata: readonly ProportionalStratum[],
  least: readonly number[],
  fixed: ReadonlySet<number>,
  n: number,
): number[] {
  const { rest, size } = unfixed(strata, least, fixed, n);
  const shares = strata.map(({ N }, index) => {
    const product = fixed.has(index) ? 0 : rest * N;
    const whole = fixed.has(index) ? (least[index] ?? 0) : Math.floor(product / size);
    return { index, whole, remainder: fixed.has(index) ? -1 : product - whole * size };
  });
  let left = n - shares.reduce((sum, { whole }) => sum + whole, 0);
  for (const share of [...shares].sort((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (left > 0 && share.remainder >= 0) {
      share.whole += 1;
      left -= 1;
    }
  }
  return shares.map(({ whole }) => whole);
}
