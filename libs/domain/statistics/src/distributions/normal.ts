import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { requireFinite, requireOpenFraction } from '../errors';

/**
 * Gives P(Z <= z) of the standard normal distribution.
 *
 * **Errors**: `not-finite`. **Source**: `erfc(-z / sqrt 2) / 2` (relative error below 1e-15 in both tails).
 *
 * Example: `normalCdf(1.96)` is 0.9750.
 */
export function normalCdf(z: number): number {
  return erfc(-requireFinite(z, 'z') * Math.SQRT1_2) / 2;
}

/**
 * Gives the z with P(Z <= z) = p.
 *
 * **Shape**: 0 < p < 1. **Errors**: `not-finite`, `out-of-range`. **Source**: `-sqrt 2 erfcinv(2 p)`, which keeps its
 * digits in the far lower tail where `erfinv(2 p - 1)` does not.
 *
 * Example: `normalQuantile(0.975)` is 1.959964.
 */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * requireOpenFraction(p, 'p'));
}

/**
 * Gives the two-sided critical value z of a confidence level: `normalQuantile(1 - (1 - level) / 2)`.
 *
 * **Shape**: 0 < level < 1. **Errors**: `not-finite`, `out-of-range`.
 *
 * Example: `criticalZ(0.95)` is 1.959964.
 */
export function criticalZ(level: number): number {
  return -normalQuantile((1 - requireOpenFraction(level, 'level')) / 2);
}
