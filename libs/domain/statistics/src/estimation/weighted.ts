import { StatisticsError, requireCount, requireFinite, requirePositive } from '../errors';

/** One reviewed conversation: its probability of having been selected and what the review said. */
export interface Observation {
  /** Inclusion probability as stored with the decision, 0 < pi <= 1. */
  readonly pi: number;
  /** 1 for a pass, 0 for a fail; or a score. */
  readonly y: number;
}

/** An estimate with its standard error, in the units of what was estimated. */
export interface Estimate {
  readonly estimate: number;
  readonly se: number;
}

/** The Hájek estimate of a mean with both of its standard errors. */
export interface HajekMean {
  readonly estimate: number;
  /** For a statement about these conversations: Poisson sampling variance. 0 where every pi is 1. */
  readonly seLot: number;
  /** For a statement about the process: with-replacement variance. Null for one observation, which has none. */
  readonly seProcess: number | null;
  /** Estimated number of conversations, the sum of the weights. */
  readonly populationEstimate: number;
  readonly n: number;
}

function checked(observations: readonly Observation[]): readonly Observation[] {
  if (observations.length === 0) {
    throw new StatisticsError('empty', 'observations', 'nothing was reviewed');
  }
  observations.forEach(({ pi, y }, index) => {
    if (!(pi > 0 && pi <= 1)) {
      throw new StatisticsError(
        'out-of-range',
        `observations[${index}].pi`,
        `expected 0 < pi <= 1, got ${pi}`,
      );
    }
    requireFinite(y, `observations[${index}].y`);
  });
  return observations;
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/**
 * Gives the Horvitz–Thompson estimate of a total, `sum y / pi`, with its standard error under independent (Poisson)
 * selection: how many fails, or how many points, in the whole lot.
 *
 * Never divide it by N to get a rate: pass and fail rate would not add up to 1; use `hajekMean` or cell means.
 * **Errors**: `empty`, `out-of-range`, `not-finite`. **Source**: Horvitz & Thompson 1952.
 *
 * Example: two fails with pi 0.02 and 0.5 stand for 50 + 2 = 52 fails.
 */
export function horvitzThompsonTotal(observations: readonly Observation[]): Estimate {
  checked(observations);
  return {
    estimate: sum(observations, ({ pi, y }) => y / pi),
    se: Math.sqrt(sum(observations, ({ pi, y }) => (1 - pi) * (y / pi) ** 2)),
  };
}

/**
 * Gives the Hájek estimate of a mean, `sum (y / pi) / sum (1 / pi)`, for when cells are too thin for cell means.
 *
 * **Errors**: `empty`, `out-of-range`, `not-finite`. **Source**: Hájek 1971; Särndal, Swensson & Wretman 1992.
 *
 * Example: a pass with pi 0.02 and a fail with pi 0.5 give 50 / 52 = 0.9615, where the plain mean says 0.5.
 */
export function hajekMean(observations: readonly Observation[]): HajekMean {
  return hajekDomainMean(observations, () => true);
}

/**
 * Gives the Hájek estimate of the mean of a domain (an agent, a topic), its standard errors linearised over the whole
 * design rather than over the subset, because the size of the subset is itself random.
 *
 * **Shape**: `n` and `populationEstimate` are those of the domain. **Errors**: `empty` where the domain has no
 * observation, `out-of-range`, `not-finite`. **Source**: Särndal, Swensson & Wretman 1992, section 5.8.
 */
export function hajekDomainMean<T extends Observation>(
  observations: readonly T[],
  isInDomain: (observation: T) => boolean,
): HajekMean {
  checked(observations);
  const domain = observations.filter(isInDomain);
  if (domain.length === 0) {
    throw new StatisticsError('empty', 'isInDomain', 'no observation lies in the domain');
  }
  const size = sum(domain, ({ pi }) => 1 / pi);
  const estimate = sum(domain, ({ pi, y }) => y / pi) / size;
  const n = observations.length;
  const squares = sum(domain, ({ pi, y }) => ((y - estimate) / pi / size) ** 2);
  return {
    estimate,
    seLot: Math.sqrt(sum(domain, ({ pi, y }) => (1 - pi) * ((y - estimate) / pi / size) ** 2)),
    seProcess: n < 2 ? null : Math.sqrt((n / (n - 1)) * squares),
    populationEstimate: size,
    n: domain.length,
  };
}

/**
 * Gives Kish's effective sample size, `(sum w)² / sum w²`: about how many equally weighted reviews these weighted ones
 * are worth. Never above their number.
 *
 * **Shape**: weights > 0. **Errors**: `empty`, `out-of-range`, `not-finite`. **Source**: Kish 1965.
 *
 * Example: weights 50 and 2 are worth 52² / 2504 = 1.08 reviews.
 */
export function kishEffectiveSize(weights: readonly number[]): number {
  if (weights.length === 0) {
    throw new StatisticsError('empty', 'weights', 'there is no weight');
  }
  weights.forEach((weight, index) => requirePositive(weight, `weights[${index}]`));
  return sum(weights, (weight) => weight) ** 2 / sum(weights, (weight) => weight ** 2);
}

/** The size, mean and variance of what was reviewed in a cell of known size. */
export interface Cell {
  /** Conversations in the cell, known from the frame. */
  readonly N: number;
  /** Reviewed conversations, 1 <= n <= N. */
  readonly n: number;
  readonly mean: number;
  /** Sample variance with divisor n - 1; 0 for n = 1 (and then no variance estimate exists unless N = 1). */
  readonly variance: number;
}

/**
 * Gives the cell of the reviewed `values` among `N` conversations.
 *
 * **Errors**: `empty`, `not-an-integer`, `out-of-range` (more values than conversations), `not-finite`.
 */
export function cellOf(N: number, values: readonly number[]): Cell {
  const n = values.length;
  if (n === 0) {
    throw new StatisticsError('empty', 'values', 'nothing was reviewed in the cell');
  }
  requireCount(N, 'N', n);
  const mean = sum(values, (value) => requireFinite(value, 'values')) / n;
  return { N, n, mean, variance: n === 1 ? 0 : sum(values, (value) => (value - mean) ** 2) / (n - 1) };
}

/**
 * Gives the cell of `x` passes among `n` reviewed of `N` conversations: mean x/n, variance `n p (1 - p) / (n - 1)`.
 *
 * **Errors**: `not-an-integer`, `out-of-range`.
 */
export function passCell({ N, n, x }: { readonly N: number; readonly n: number; readonly x: number }): Cell {
  requireCount(n, 'n', 1);
  requireCount(N, 'N', n);
  if (requireCount(x, 'x') > n) {
    throw new StatisticsError('out-of-range', 'x', `expected at most n = ${n}, got ${x}`);
  }
  const mean = x / n;
  return { N, n, mean, variance: n === 1 ? 0 : (n * mean * (1 - mean)) / (n - 1) };
}
