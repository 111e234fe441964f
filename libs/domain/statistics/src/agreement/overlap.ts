import { normalQuantile } from '../distributions/normal';
import { requireFinite, requireOpenFraction, requirePositive, StatisticsError } from '../errors';

/** How well κ is to be known. */
export interface OverlapAim {
  /** The share of conversations that fail. */
  readonly failRate: number;
  /** The κ one expects. */
  readonly kappa: number;
  /** The half-width of the interval. */
  readonly halfWidth: number;
  /** The level of the interval; 0.95 where not given. */
  readonly level?: number;
}

/**
 * How many conversations two reviewers must both score (pass or fail) for an interval of κ of this half-width.
 *
 * **Shape**: 0 < failRate < 1, 0 <= kappa < 1. **Errors**: `out-of-range`, `not-finite`. **Source**: the variance of
 * Bloch & Kraemer, Biometrics 45(1), 1989, for equal margins.
 *
 * Example: 10 % fail, κ 0.8, ± 0.15 → 179; 5 % fail, κ 0.6, ± 0.10 → 1,347.
 */
export function overlapSize({ failRate, kappa, halfWidth, level = 0.95 }: OverlapAim): number {
  requireOpenFraction(failRate, 'failRate');
  requireOpenFraction(level, 'level');
  requirePositive(halfWidth, 'halfWidth');
  if (!(requireFinite(kappa, 'kappa') >= 0 && kappa < 1)) {
    throw new StatisticsError('out-of-range', 'kappa', `expected 0 up to 1, got ${kappa}`);
  }
  const spread = failRate * (1 - failRate);
  const variance = (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + (kappa * (2 - kappa)) / (2 * spread));
  return Math.ceil((normalQuantile((1 + level) / 2) / halfWidth) ** 2 * variance);
}
