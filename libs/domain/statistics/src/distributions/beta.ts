import cdf from '@stdlib/stats-base-dists-beta-cdf';
import quantile from '@stdlib/stats-base-dists-beta-quantile';
import { requireFinite, requirePositive, requireProbability } from '../errors';

/** The two shape parameters of a beta distribution, both > 0. */
export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

/**
 * Gives P(X <= x) of the beta distribution, which is the regularized incomplete beta function I_x(a, b).
 *
 * **Shape**: 0 for x <= 0, 1 for x >= 1. **Errors**: `not-finite`, `out-of-range`. **Source**: `@stdlib`, relative
 * error below 1e-13 for a + b up to 100,000 (docs/adr/0010).
 *
 * Example: `betaCdf(0.5, { a: 2, b: 2 })` is 0.5.
 */
export function betaCdf(x: number, { a, b }: BetaShape): number {
  return cdf(requireFinite(x, 'x'), requirePositive(a, 'a'), requirePositive(b, 'b'));
}

/**
 * Gives the x with P(X <= x) = p of the beta distribution.
 *
 * **Shape**: 0 <= p <= 1; quantiles below 1e-308 come back as 0. **Errors**: `not-finite`, `out-of-range`.
 * **Source**: `@stdlib`, relative error below 1e-12 where checked (docs/adr/0010).
 *
 * Example: `betaQuantile(0.975, { a: 1, b: 20 })` is `1 - 0.025 ** (1 / 20)` = 0.16843, the Clopper–Pearson limit
 * for 0 of 20.
 */
export function betaQuantile(p: number, { a, b }: BetaShape): number {
  return quantile(requireProbability(p, 'p'), requirePositive(a, 'a'), requirePositive(b, 'b'));
}
