import { requireFinite, requireOpenFraction, requirePositive, StatisticsError } from '../errors';
import { requireSamples, type Sample } from './p-chart';

/** How much the newest point weighs, and how wide the limits are. **Shape**: 0 < lambda <= 1, width > 0. */
export interface EwmaDesign {
  readonly lambda: number;
  /** L: half-width of the limits in standard deviations of the average. */
  readonly width: number;
}

/** The exponentially weighted average at one point. `isOut` where it lies strictly beyond its limits. */
export interface EwmaPoint {
  readonly average: number;
  readonly lower: number;
  readonly upper: number;
  readonly isOut: boolean;
}

/** An EWMA chart; the limits settle at `settled`. */
export interface EwmaChart {
  readonly points: readonly EwmaPoint[];
  readonly settled: { readonly lower: number; readonly upper: number };
}

/** What the process is when all is well, for single values (a mean score a day). **Shape**: sigma > 0. */
export interface Target {
  readonly mean: number;
  readonly sigma: number;
}

/**
 * The EWMA chart of single values: z_t = λx_t + (1−λ)z_{t−1} from the target, between limits
 * target ± Lσ√(λ/(2−λ)·(1−(1−λ)^{2t})). It sees small, lasting changes sooner than single points do.
 *
 * **Errors**: `empty`, `not-finite`, `out-of-range`. **Source**: Roberts 1959; Lucas & Saccucci, Technometrics
 * 32(1), 1990 (λ = 0.1, L = 2.814 and λ = 0.2, L = 2.962: a false alarm every 500 points).
 *
 * Example: target 50, σ 2.0539, λ 0.3, L 3: the first value 52 gives 50.6 between 48.15 and 51.85.
 */
export function ewmaChart(values: readonly number[], target: Target, design: EwmaDesign): EwmaChart {
  requireDesign(design);
  requireFinite(target.mean, 'target.mean');
  requirePositive(target.sigma, 'target.sigma');
  if (values.length === 0) throw new StatisticsError('empty', 'values', 'a chart needs a value');
  const { lambda, width } = design;
  const halfAt = (share: number): number => width * target.sigma * Math.sqrt((lambda / (2 - lambda)) * share);
  let average = target.mean;
  const points = values.map((value, index) => {
    average = lambda * requireFinite(value, `values[${index}]`) + (1 - lambda) * average;
    const half = halfAt(1 - (1 - lambda) ** (2 * (index + 1)));
    return pointOf(average, [target.mean - half, target.mean + half]);
  });
  return { points, settled: { lower: target.mean - halfAt(1), upper: target.mean + halfAt(1) } };
}

/**
 * The EWMA chart of fail rates from samples of varying size: v_t = λ²p₀(1−p₀)/n_t + (1−λ)²v_{t−1}, limits p₀ ± L√v_t,
 * clipped to 0..1.
 *
 * **Shape**: 0 < p0 < 1, the rate when all is well. **Errors**: as {@link ewmaChart}, `not-an-integer`.
 *
 * Example: p₀ 0.07, λ 0.2, L 2.86: 2 of 35 gives 0.06743 between 0.04533 and 0.09467.
 */
export function ewmaProportionChart(
  samples: readonly Sample[],
  p0: number,
  design: EwmaDesign,
): readonly EwmaPoint[] {
  requireDesign(design);
  requireOpenFraction(p0, 'p0');
  requireSamples(samples);
  const { lambda, width } = design;
  let average = p0;
  let variance = 0;
  return samples.map(({ failed, n }) => {
    average = lambda * (failed / n) + (1 - lambda) * average;
    variance = (lambda ** 2 * p0 * (1 - p0)) / n + (1 - lambda) ** 2 * variance;
    const half = width * Math.sqrt(variance);
    return pointOf(average, [Math.max(0, p0 - half), Math.min(1, p0 + half)]);
  });
}

/** Checks a design. **Errors**: `not-finite`, `out-of-range`. */
export function requireDesign({ lambda, width }: EwmaDesign): void {
  requirePositive(lambda, 'lambda');
  requirePositive(width, 'width');
  if (lambda > 1) throw new StatisticsError('out-of-range', 'lambda', `expected at most 1, got ${lambda}`);
}

function pointOf(average: number, [lower, upper]: readonly [number, number]): EwmaPoint {
  return { average, lower, upper, isOut: average < lower || average > upper };
}
