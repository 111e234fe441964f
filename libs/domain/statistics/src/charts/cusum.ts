import { requireFinite, requirePositive, StatisticsError } from '../errors';
import type { Target } from './ewma';

/**
 * A tabular CUSUM, in standard deviations. **Shape**: k >= 0, the slack (half the shift to be seen soon); h > 0, the
 * decision interval.
 */
export interface CusumDesign {
  readonly k: number;
  readonly h: number;
}

/** Both sums after one value; an alarm where a sum is strictly above h. */
export interface CusumPoint {
  readonly up: number;
  readonly down: number;
  readonly isUpAlarm: boolean;
  readonly isDownAlarm: boolean;
}

/**
 * The two-sided tabular CUSUM: C⁺ = max(0, C⁺ + z − k), C⁻ = max(0, C⁻ − z − k) with z = (x − target)/σ. It adds up
 * small deviations that each would pass unnoticed. It is not reset after an alarm: begin anew after acting on it.
 *
 * **Errors**: `empty`, `not-finite`, `out-of-range`. **Source**: Page 1954; Montgomery, section 9.1.
 *
 * Example: target 10, σ 1, k 0.5, h 4: 12.0, 12.4, 12.5 → C⁺ 1.5, 3.4, 5.4: an alarm at the third.
 */
export function cusumChart(
  values: readonly number[],
  target: Target,
  design: CusumDesign,
): readonly CusumPoint[] {
  requireCusum(design);
  requireFinite(target.mean, 'target.mean');
  requirePositive(target.sigma, 'target.sigma');
  if (values.length === 0) throw new StatisticsError('empty', 'values', 'a chart needs a value');
  let up = 0;
  let down = 0;
  return values.map((value, index) => {
    const z = (requireFinite(value, `values[${index}]`) - target.mean) / target.sigma;
    up = Math.max(0, up + z - design.k);
    down = Math.max(0, down - z - design.k);
    return { up, down, isUpAlarm: up > design.h, isDownAlarm: down > design.h };
  });
}

/** Checks a design. **Errors**: `not-finite`, `out-of-range`. */
export function requireCusum({ k, h }: CusumDesign): void {
  if (requireFinite(k, 'k') < 0)
    throw new StatisticsError('out-of-range', 'k', `expected 0 or more, got ${k}`);
  requirePositive(h, 'h');
}
