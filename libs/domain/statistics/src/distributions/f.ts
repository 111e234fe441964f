import { requireFinite, requireOpenFraction, requirePositive } from '../errors';
import { betaCdf, betaQuantile } from './beta';

/** Degrees of freedom of the numerator and the denominator, both > 0. */
export interface FDegrees {
  readonly df1: number;
  readonly df2: number;
}

const shape = ({ df1, df2 }: FDegrees): { a: number; b: number } => ({
  a: requirePositive(df1, 'df1') / 2,
  b: requirePositive(df2, 'df2') / 2,
});

/**
 * Gives P(F <= f) of the F distribution.
 *
 * **Shape**: 0 for f <= 0. **Errors**: `not-finite`, `out-of-range`. **Source**: `I_x(df1/2, df2/2)` with
 * `x = df1 f / (df1 f + df2)`, or its mirror image where 1 - x keeps more digits.
 *
 * Example: `fCdf(4.964603, { df1: 1, df2: 10 })` is 0.95.
 */
export function fCdf(f: number, degrees: FDegrees): number {
  const { a, b } = shape(degrees);
  if (requireFinite(f, 'f') <= 0) {
    return 0;
  }
  const total = a * f + b;
  return a * f < b ? betaCdf((a * f) / total, { a, b }) : 1 - betaCdf(b / total, { a: b, b: a });
}

/**
 * Gives the f with P(F <= f) = p of the F distribution.
 *
 * **Shape**: 0 < p < 1. **Errors**: `not-finite`, `out-of-range`. **Source**: `f = df2 x / (df1 (1 - x))` with x the
 * beta quantile, taken from the tail that keeps its digits.
 *
 * Example: `fQuantile(0.95, { df1: 1, df2: 10 })` is 4.964603.
 */
export function fQuantile(p: number, degrees: FDegrees): number {
  const { a, b } = shape(degrees);
  requireOpenFraction(p, 'p');
  const x = betaQuantile(p, { a, b });
  const rest = x > 0.5 ? betaQuantile(1 - p, { a: b, b: a }) : 1 - x;
  return (b * x) / (a * rest);
}
