import { requireCount, requireFinite, requireProbability } from '../errors';
import { type Interval } from './interval';

/**
 * Why an estimate must not be shown:
 *
 * - `nothing-reviewed`: there is no estimate at all;
 * - `too-few-reviewed`: fewer than 30 reviews;
 * - `too-few-effective`: fewer than 30 reviews' worth after weighting;
 * - `too-much-unseen`: more than 5 % of the conversations lie in cells of which none was reviewed;
 * - `too-wide`: the interval is 30 percentage points wide or more;
 * - `too-wide-for-its-size`: wider than 5 points and wider than 130 % of the estimate itself.
 */
export type InsufficientReason =
  | 'nothing-reviewed'
  | 'too-few-reviewed'
  | 'too-few-effective'
  | 'too-much-unseen'
  | 'too-wide'
  | 'too-wide-for-its-size';

/** What the rule looks at. */
export interface Publishable {
  readonly estimate: number;
  readonly interval: Interval;
  /** Reviewed conversations. */
  readonly n: number;
  /** Effective number of reviews, as `kishEffectiveSize` gives it; at most n. */
  readonly nEff: number;
}

/** Reviews, and effective reviews, below which no rate is shown. */
export const LEAST_REVIEWS = 30;
const NARROW = 0.05;
const TOO_WIDE = 0.3;
const TOO_WIDE_RELATIVE = 1.3;

/**
 * Gives why a proportion must not be shown, or null if it may: the rule for "insufficient data".
 *
 * Shown if n and n_eff are at least 30 and the interval is at most 5 points wide, or narrower than 30 points and at
 * most 1.3 times the estimate wide.
 * **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 * **Source**: NCHS Series 2 No. 175 (2017), "Data presentation standards for proportions".
 *
 * Example: 0.9 with 0.80 to 0.96 on 60 reviews worth 25 is `'too-few-effective'`.
 */
export function insufficientReason({ estimate, interval, n, nEff }: Publishable): InsufficientReason | null {
  requireProbability(estimate, 'estimate');
  const width = requireFinite(interval.high - interval.low, 'interval');
  if (requireCount(n, 'n') === 0) {
    return 'nothing-reviewed';
  }
  if (n < LEAST_REVIEWS) {
    return 'too-few-reviewed';
  }
  if (requireFinite(nEff, 'nEff') < LEAST_REVIEWS) {
    return 'too-few-effective';
  }
  if (width <= NARROW) {
    return null;
  }
  if (width >= TOO_WIDE) {
    return 'too-wide';
  }
  return width > TOO_WIDE_RELATIVE * estimate ? 'too-wide-for-its-size' : null;
}
