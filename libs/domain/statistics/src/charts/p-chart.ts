import { requireCount, requirePositive, requireProbability, StatisticsError } from '../errors';

/** One point of a chart of proportions: `failed` of `n` reviewed. **Shape**: n >= 1, failed <= n. */
export interface Sample {
  readonly failed: number;
  readonly n: number;
}

/** How a chart is drawn. */
export interface ChartOptions {
  /**
   * The fail rate when all is well. Where not given, that of the samples themselves, which hides an incident that is
   * among them: give the rate of a baseline without one.
   */
  readonly centre?: number;
  /** Half-width of the limits in standard errors; 3 where not given. */
  readonly sigmas?: number;
}

/** A point with its limits. **Shape**: limits clipped to 0..1; `isOut` where the rate lies strictly beyond them. */
export interface ChartPoint {
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
  readonly isOut: boolean;
}

/** A chart of proportions. **Shape**: points in the order of the samples. */
export interface ProportionChart {
  readonly centre: number;
  readonly points: readonly ChartPoint[];
}

/** A Laney chart: `sigmaZ` is how much the rates vary beside what chance alone would give (1). */
export interface LaneyChart extends ProportionChart {
  readonly sigmaZ: number;
  readonly z: readonly number[];
}

/** E of the range of two standard normal values, which turns a mean moving range into a standard deviation. */
const D2 = 1.128;

/**
 * The p-chart: each day's fail rate between limits p̄ ± 3√(p̄(1−p̄)/n_i).
 *
 * For n·p̄ below about 10 its limits are not what they say (at n = 20, p̄ = 5 % one point in 63 is out by chance, not
 * one in 370): use `exactLimits`, or bring several days together.
 *
 * **Errors**: `empty`, `not-an-integer`, `out-of-range`. **Source**: Montgomery, "Introduction to Statistical Quality
 * Control", section 7.2.
 *
 * Example: 12 of 100, 8 of 80, 30 of 100 with centre 0.10 → upper limits 0.190, 0.201, 0.190; the third is out.
 */
export function pChart(samples: readonly Sample[], options: ChartOptions = {}): ProportionChart {
  const centre = centreOf(samples, options);
  const sigmas = requirePositive(options.sigmas ?? 3, 'sigmas');
  return { centre, points: samples.map((sample) => pointOf(sample, centre, sigmas)) };
}

/**
 * Laney's p′-chart, for large n, where days differ by more than chance: the limits of the p-chart are widened (or
 * narrowed) by σ_z, the spread of the standardised rates judged by their moving range.
 *
 * **Shape**: at least two samples; σ_z has no floor at 1. **Errors**: as {@link pChart}; `not-estimable` where the
 * centre is 0 or 1, so that no rate can be standardised. **Source**: Laney, Quality Engineering 14(4), 2002.
 *
 * Example: 50, 80, 50, 80 of 1,000 → centre 0.065, σ_z 3.41, limits 0 to 0.145.
 */
export function laneyChart(samples: readonly Sample[], options: ChartOptions = {}): LaneyChart {
  const centre = centreOf(samples, options);
  const sigmas = requirePositive(options.sigmas ?? 3, 'sigmas');
  if (samples.length < 2) throw new StatisticsError('empty', 'samples', 'a moving range needs two samples');
  if (centre === 0 || centre === 1) {
    throw new StatisticsError('not-estimable', 'samples', `a centre of ${centre} leaves no spread`);
  }
  const z = samples.map(({ failed, n }) => (failed / n - centre) / standardError(centre, n));
  const ranges = z.slice(1).map((value, at) => Math.abs(value - (z[at] ?? 0)));
  const sigmaZ = ranges.reduce((sum, range) => sum + range, 0) / ranges.length / D2;
  const points = samples.map((sample) => pointOf(sample, centre, sigmas * sigmaZ));
  return { centre, sigmaZ, z, points };
}

/** The standard error of a rate of `centre` among `n`: √(p(1−p)/n). */
export function standardError(centre: number, n: number): number {
  return Math.sqrt((centre * (1 - centre)) / n);
}

/** Checks samples. **Errors**: `empty`, `not-an-integer`, `out-of-range`. */
export function requireSamples(samples: readonly Sample[]): void {
  if (samples.length === 0) throw new StatisticsError('empty', 'samples', 'a chart needs a sample');
  samples.forEach(({ failed, n }, index) => {
    requireCount(n, `samples[${index}].n`, 1);
    requireCount(failed, `samples[${index}].failed`);
    if (failed > n) {
      throw new StatisticsError('out-of-range', `samples[${index}].failed`, `${failed} of ${n} reviewed`);
    }
  });
}

function centreOf(samples: readonly Sample[], { centre }: ChartOptions): number {
  requireSamples(samples);
  if (centre !== undefined) return requireProbability(centre, 'centre');
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  return failed / samples.reduce((sum, sample) => sum + sample.n, 0);
}

function pointOf({ failed, n }: Sample, centre: number, sigmas: number): ChartPoint {
  const rate = failed / n;
  const half = sigmas * standardError(centre, n);
  const lower = Math.max(0, centre - half);
  const upper = Math.min(1, centre + half);
  return { rate, lower, upper, isOut: rate < lower || rate > upper };
}
