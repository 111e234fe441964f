import { StatisticsError } from '../errors';
import type { Tally } from './tally';

/** How far apart two values are: names, ranks, distances, or ratios. */
export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Krippendorff's α = 1 − D_o/D_e: agreement beyond chance for any number of reviewers, any scale, and conversations
 * that not all of them scored. 1 is perfect, 0 is chance; .80 is held reliable, .667 to .80 tentative.
 *
 * **Shape**: units with fewer than two ratings take no part. `ratio` needs values of 0 or more. **Errors**:
 * `not-estimable` (no unit with two ratings, or one and the same value everywhere: there is no disagreement to
 * expect), `out-of-range` (a negative value on a ratio scale). **Source**: Krippendorff, "Computing Krippendorff's
 * Alpha-Reliability", 2011.
 *
 * Example: his 4 observers × 12 units → .743 nominal, .815 ordinal, .849 interval, .797 ratio.
 */
export function krippendorffAlpha(tally: Tally, metric: Metric): number {
  const units = tally.units.filter(({ reviewers }) => reviewers >= 2);
  const marginals = new Float64Array(tally.categories.length);
  for (const { cells, times } of units) {
    for (const [category, reviewers] of cells) {
      marginals[category] = (marginals[category] ?? 0) + reviewers * times;
    }
  }
  const total = marginals.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new StatisticsError('not-estimable', 'ratings', 'no unit was rated twice');
  const distance = distanceOf(metric, tally.categories, marginals);
  let observed = 0;
  for (const { cells, reviewers, times } of units) {
    const apart = sumOfPairs(cells, distance);
    observed += (times * apart) / (reviewers - 1);
  }
  const used = [...marginals].flatMap((count, category) => (count > 0 ? [[category, count] as const] : []));
  const expected = sumOfPairs(used, distance) / (total - 1);
  if (expected === 0) throw new StatisticsError('not-estimable', 'ratings', 'all ratings are the same');
  return 1 - observed / expected;
}

/** Σ over pairs of different categories of n_c·n_k·δ²; every pair counts once here, in both sums. */
function sumOfPairs(
  cells: readonly (readonly [category: number, count: number])[],
  distance: (a: number, b: number) => number,
): number {
  let sum = 0;
  for (let at = 1; at < cells.length; at += 1) {
    const [a, countA] = cells[at] ?? [0, 0];
    for (let before = 0; before < at; before += 1) {
      const [b, countB] = cells[before] ?? [0, 0];
      sum += countA * countB * distance(b, a);
    }
  }
  return sum;
}

/** δ² between two categories, the lower one first. */
function distanceOf(
  metric: Metric,
  values: readonly number[],
  marginals: Float64Array,
): (low: number, high: number) => number {
  const value = (at: number): number => values[at] ?? 0;
  switch (metric) {
    case 'nominal':
      return () => 1;
    case 'interval':
      return (low, high) => (value(high) - value(low)) ** 2;
    case 'ratio':
      if (value(0) < 0) throw new StatisticsError('out-of-range', 'ratings', 'a ratio scale begins at 0');
      return (low, high) => ((value(high) - value(low)) / (value(high) + value(low))) ** 2;
    case 'ordinal': {
      const upTo = new Float64Array(marginals.length);
      marginals.forEach((count, at) => (upTo[at] = (upTo[at - 1] ?? 0) + count));
      // The ratings from one category to the other, each end counted half.
      const middle = (at: number): number => (upTo[at] ?? 0) - (marginals[at] ?? 0) / 2;
      return (low, high) => (middle(high) - middle(low)) ** 2;
    }
    default:
      throw new StatisticsError('bad-choice', 'metric', `no such metric: ${String(metric)}`);
  }
}
