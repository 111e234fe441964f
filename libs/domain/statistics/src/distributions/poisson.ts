import { requireCount, requireFinite, StatisticsError } from '../errors';

/**
 * Gives P(X <= k) of the Poisson distribution with mean `mean`, summed over the shorter tail.
 *
 * **Shape**: mean >= 0; 0 for k < 0. **Error**: relative below 1e-11 in the summed tail for means to 10,000, from the
 * sum of logarithms in the mass at k. **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 *
 * Example: `poissonCdf(2, 3)` is 0.423190.
 */
export function poissonCdf(k: number, mean: number): number {
  requireCount(k, 'k', Number.MIN_SAFE_INTEGER);
  if (requireFinite(mean, 'mean') < 0) {
    throw new StatisticsError('out-of-range', 'mean', `expected 0 or more, got ${mean}`);
  }
  if (k < 0) return 0;
  if (mean === 0) return 1;
  return k < mean ? sumDown(k, mean) : 1 - sumUp(k + 1, mean);
}

function mass(k: number, mean: number): number {
  let log = k * Math.log(mean) - mean;
  for (let factor = 2; factor <= k; factor += 1) log -= Math.log(factor);
  return Math.exp(log);
}

function sumDown(k: number, mean: number): number {
  let term = mass(k, mean);
  let sum = term;
  for (let at = k; at > 0 && term > 0; at -= 1) {
    term *= at / mean;
    sum += term;
  }
  return sum;
}

function sumUp(k: number, mean: number): number {
  let term = mass(k, mean);
  let sum = term;
  for (let at = k + 1; term > sum * Number.EPSILON * 0.01; at += 1) {
    term *= mean / at;
    sum += term;
  }
  return sum;
}
