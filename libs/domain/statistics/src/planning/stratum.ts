import { StatisticsError, requireCount, requireFinite, requireProbability } from '../errors';

/** A stratum as planned: its size and the expected spread of what is measured in it. */
export interface PlannedStratum {
  /** Conversations expected, >= 0. */
  readonly N: number;
  /** Standard deviation of what is measured, >= 0; see `passRateSpread` for a pass rate. */
  readonly S: number;
}

/** A stratum with the least and the most reviews it may get. */
export interface BoundedStratum extends PlannedStratum {
  readonly min: number;
  readonly max: number;
}

/** Standard deviation below which no stratum is planned: one that passed 20 of 20 is not free of failures. */
export const LEAST_SPREAD = 0.15;

/**
 * Gives the standard deviation of pass/fail at an expected pass rate, `sqrt(p (1 - p))`, never below 0.15.
 *
 * **Shape**: 0 <= p <= 1. **Errors**: `not-finite`, `out-of-range`.
 *
 * Example: `passRateSpread(0.9)` is 0.3; `passRateSpread(1)` is 0.15.
 */
export function passRateSpread(passRate: number): number {
  requireProbability(passRate, 'passRate');
  return Math.max(LEAST_SPREAD, Math.sqrt(passRate * (1 - passRate)));
}

/** Gives `strata` back if there are any and each has N >= 0 and S >= 0. **Errors**: `empty`, `out-of-range` ... */
export function requireStrata<T extends PlannedStratum>(strata: readonly T[]): readonly T[] {
  if (strata.length === 0) {
    throw new StatisticsError('empty', 'strata', 'there is no stratum');
  }
  strata.forEach(({ N, S }, index) => {
    requireCount(N, `strata[${index}].N`);
    if (requireFinite(S, `strata[${index}].S`) < 0) {
      throw new StatisticsError('out-of-range', `strata[${index}].S`, `is negative: ${S}`);
    }
  });
  return strata;
}

/** Gives `strata` back if 0 <= min <= max in each and n lies between the sums. **Errors**: also `infeasible`. */
export function requireBounds(strata: readonly BoundedStratum[], n: number): readonly BoundedStratum[] {
  requireStrata(strata);
  requireCount(n, 'n');
  let [least, most] = [0, 0];
  strata.forEach(({ min, max }, index) => {
    requireCount(min, `strata[${index}].min`);
    requireCount(max, `strata[${index}].max`, min);
    least += min;
    most += max;
  });
  if (n < least || n > most) {
    throw new StatisticsError(
      'infeasible',
      'n',
      `${n} lies outside the sums of the bounds, ${least} to ${most}`,
    );
  }
  return strata;
}

/**
 * Gives the standard error of a stratified mean under an allocation, with the finite population correction:
 * `sqrt(sum N_h² S_h² (1 / n_h - 1 / N_h)) / N`.
 *
 * **Shape**: one n, not necessarily whole, for each stratum, above 0 and at most N where N > 0.
 * **Errors**: `empty`, `length-mismatch`, `out-of-range`. **Source**: Cochran 1977, section 5.4.
 *
 * Example: 9,600 with S 0.218 and 192 reviews, 400 with S 0.497 and 204: 0.0151.
 */
export function plannedStandardError(
  strata: readonly PlannedStratum[],
  allocation: readonly number[],
): number {
  requireStrata(strata);
  if (strata.length !== allocation.length) {
    throw new StatisticsError('length-mismatch', 'allocation', 'expected one number for each stratum');
  }
  const total = strata.reduce((sum, { N }) => sum + N, 0);
  const variance = strata.reduce((sum, { N, S }, index) => {
    const n = requireFinite(allocation[index] ?? NaN, `allocation[${index}]`);
    if (N === 0) {
      return sum;
    }
    if (n <= 0) {
      throw new StatisticsError('out-of-range', `allocation[${index}]`, 'nothing is reviewed in the stratum');
    }
    return sum + (N * S) ** 2 * (1 / n - 1 / N);
  }, 0);
  return Math.sqrt(Math.max(0, variance)) / total;
}
