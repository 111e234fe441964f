import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { requireFinite, requireOpenFraction, requirePositive } from '../errors';

/**
 * Gives P(T <= t) of Student's t distribution; `df` need not be whole.
 *
 * **Errors**: `not-finite`, `out-of-range` (df <= 0). **Source**: `@stdlib`.
 *
 * Example: `tCdf(2.262157, 9)` is 0.975.
 */
export function tCdf(t: number, df: number): number {
  return cdf(requireFinite(t, 't'), requirePositive(df, 'df'));
}

/**
 * Gives the t with P(T <= t) = p of Student's t distribution; `df` need not be whole.
 *
 * **Shape**: 0 < p < 1. **Errors**: `not-finite`, `out-of-range`. **Source**: `@stdlib`, relative error below 1e-15
 * where checked (docs/adr/0010).
 *
 * Example: `tQuantile(0.975, 9)` is 2.262157.
 */
export function tQuantile(p: number, df: number): number {
  return quantile(requireOpenFraction(p, 'p'), requirePositive(df, 'df'));
}
