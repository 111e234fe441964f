import { criticalZ } from '../distributions/normal';
import { StatisticsError, requireCount, requireOpenFraction, requireProbability } from '../errors';
import { requireCounted } from '../estimation/proportion';

/** How precise a rate should be. */
export interface PrecisionTarget {
  /** Expected rate, 0..1. */
  readonly p: number;
  /** Half-width of the interval, a fraction: 0.05 for 5 percentage points. */
  readonly halfWidth: number;
  /** Confidence level, 0.95 by default. */
  readonly level?: number;
}

function checked({ p, halfWidth, level = 0.95 }: PrecisionTarget): {
  p: number;
  halfWidth: number;
  z: number;
} {
  requireProbability(p, 'p');
  requireOpenFraction(halfWidth, 'halfWidth');
  return { p, halfWidth, z: criticalZ(level) };
}

/**
 * Gives the number of reviews, not rounded, that brings the half-width down to the target from a lot without limit:
 * `z² p (1 - p) / e²`.
 *
 * **Errors**: `not-finite`, `out-of-range`. **Source**: Cochran 1977, section 4.4.
 *
 * Example: p 0.9 and 5 points need 138.3, so 139 reviews; p 0.5 needs 385.
 */
export function sampleSize(target: PrecisionTarget): number {
  const { p, halfWidth, z } = checked(target);
  return (z * z * p * (1 - p)) / halfWidth ** 2;
}

/**
 * Gives the number of reviews, not rounded, at which the **Wilson** half-width at rate p equals the target.
 *
 * **Errors**: `not-finite`, `out-of-range`; `infeasible` where already one review is narrower.
 */
export function sampleSizeWilson(target: PrecisionTarget): number {
  const { p, halfWidth: e, z } = checked(target);
  const q = p * (1 - p);
  const n = (z * z * (q - 2 * e * e + Math.sqrt(q * q - 4 * e * e * q + e * e))) / (2 * e * e);
  if (!(n > 0)) {
    throw new StatisticsError('infeasible', 'halfWidth', 'every sample is narrower than that');
  }
  return n;
}

/**
 * Gives the number of reviews, not rounded, that brings the half-width down to the target in a lot of N:
 * `(N / (N - 1)) p q / ((e / z)² + p q / (N - 1))`.
 *
 * **Shape**: N >= 2. **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 * **Source**: Valliant, Dever & Kreuter 2018, section 3.2.
 *
 * Example: p 0.9, 5 points and N 200 need 82.0, so 83 reviews.
 */
export function sampleSizeFinite(target: PrecisionTarget, N: number): number {
  const { p, halfWidth, z } = checked(target);
  requireCount(N, 'N', 2);
  const q = p * (1 - p);
  return ((N / (N - 1)) * q) / ((halfWidth / z) ** 2 + q / (N - 1));
}

/** What has been reviewed so far, and of how many. */
export interface TopUpInput {
  readonly x: number;
  readonly n: number;
  readonly N: number;
  readonly halfWidth: number;
  readonly level?: number;
}

/** How many more reviews a target takes. */
export interface TopUp {
  /** The rate planned with: Wilson's midpoint, not x/n, which at n of n would plan nothing more. */
  readonly planningRate: number;
  /** Reviews needed from a lot without limit, not rounded. */
  readonly unlimited: number;
  /** Reviews needed in all, at most N. */
  readonly required: number;
  /** Reviews to add, never negative. */
  readonly additional: number;
}

/**
 * Gives the number of reviews to add so that the half-width reaches the target. To be done **once**: topping up again
 * and again until the interval is narrow is optional stopping, for which only `confidenceSequence` holds.
 *
 * **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 *
 * Example: 27 of 30 in a lot of 900 and 5 points: planned with 0.855, 158 in all, 128 more.
 */
export function topUp({ x, n, N, halfWidth, level = 0.95 }: TopUpInput): TopUp {
  requireCounted({ x, n });
  requireCount(N, 'N', n);
  requireOpenFraction(halfWidth, 'halfWidth');
  const z = criticalZ(level);
  const planningRate = (x + (z * z) / 2) / (n + z * z);
  const unlimited = (z * z * planningRate * (1 - planningRate)) / halfWidth ** 2;
  const required = Math.min(N, Math.ceil(unlimited / (1 + (unlimited - 1) / N)));
  return { planningRate, unlimited, required, additional: Math.max(0, required - n) };
}
