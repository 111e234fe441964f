import { requireFinite, requireProbability, StatisticsError } from '../errors';

/** Which of the textbook definitions an exact quantile follows; see {@link exactQuantile}. */
export type QuantileDefinition = 'inverse-cdf' | 'lower' | 'linear';

/** As R does: q·n that misses a whole number by rounding alone counts as that number. */
const FUZZ = 4 * Number.EPSILON;

/**
 * The exact q-quantile of a list, the thing a sketch approximates.
 *
 * **Shape**: values in any order, at least one; the list is not changed. `inverse-cdf` (type 1) is x_(⌈qn⌉), the
 * smallest value with at least the share q at or below it; `lower` is x_(⌊q(n−1)⌋+1), the target of a DDSketch;
 * `linear` (type 7, the default of R and numpy) interpolates between neighbours.
 *
 * **Errors**: `empty`, `not-finite`, `out-of-range` (q). **Source**: Hyndman & Fan, The American Statistician 50(4),
 * 1996.
 *
 * Example: of 10, 20, 30, 40 the 0.5-quantile is 20 by `inverse-cdf`, 20 by `lower`, 25 by `linear`.
 */
export function exactQuantile(
  values: readonly number[],
  q: number,
  definition: QuantileDefinition = 'inverse-cdf',
): number {
  requireProbability(q, 'q');
  if (values.length === 0) throw new StatisticsError('empty', 'values', 'no values have no quantile');
  values.forEach((value, index) => requireFinite(value, `values[${index}]`));
  const sorted = Float64Array.from(values).sort();
  const at = (index: number): number => sorted[Math.min(Math.max(index, 0), sorted.length - 1)] ?? 0;
  if (definition === 'inverse-cdf') {
    const position = q * sorted.length;
    return at(Math.ceil(position - FUZZ * position) - 1);
  }
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  if (definition === 'lower') return at(below);
  return at(below) + (position - below) * (at(below + 1) - at(below));
}
