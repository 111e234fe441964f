import { requireCount, requireOpenFraction, requirePositive, StatisticsError } from '../errors';

/**
 * A CUSUM of single reviews. **Shape**: whole numbers; m >= 2, h >= 1. A pass takes 1 off the score (not below 0), a
 * fail adds m − 1, an alarm sounds at h or above. m is about one over a rate between the good and the bad one.
 */
export interface BernoulliCusumDesign {
  readonly m: number;
  readonly h: number;
}

/** What a Bernoulli CUSUM is to tell apart, and how seldom it may be wrong. */
export interface BernoulliCusumAim {
  /** The fail rate when all is well. */
  readonly good: number;
  /** The fail rate to be seen soon. */
  readonly bad: number;
  /** The least mean number of reviews between false alarms. */
  readonly leastRunLength: number;
}

/** The score after a review, and whether it sounds the alarm. */
export interface BernoulliCusumStep {
  readonly score: number;
  readonly isAlarm: boolean;
}

const MOST_STATES = 20_000;

/**
 * The score after one more review. Begin at 0, and anew after an alarm was acted on. Feed random reviews only, in
 * order of events.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Reynolds & Stoumbos, Journal of Quality Technology 31(1),
 * 1999.
 *
 * Example (m 20, h 60): from 45 a fail → 64 and the alarm; from 0 a pass → 0.
 */
export function bernoulliCusumStep(
  design: BernoulliCusumDesign,
  score: number,
  isFail: boolean,
): BernoulliCusumStep {
  requireBernoulli(design);
  requireCount(score, 'score');
  const next = isFail ? score + design.m - 1 : Math.max(0, score - 1);
  return { score: next, isAlarm: next >= design.h };
}

/**
 * The mean number of reviews until the alarm, from score 0, while reviews fail with probability `p`, exactly: the
 * solution of E_s = 1 + (1−p)E_{s−1} + pE_{s+m−1} over the scores below h.
 *
 * **Shape**: 0 < p < 1, h at most 20,000. **Errors**: `not-an-integer`, `out-of-range`, `not-finite`.
 *
 * Example (m 20, h 60): 5,235 reviews at 2 %, 234 at 5 %, 56 at 10 %.
 */
export function bernoulliCusumRunLength(design: BernoulliCusumDesign, p: number): number {
  requireBernoulli(design);
  requireOpenFraction(p, 'p');
  const { m, h } = design;
  if (h > MOST_STATES) throw new StatisticsError('out-of-range', 'h', `expected at most ${MOST_STATES}`);
  // Row s reads: diagonal·E_s + Σ ahead[j]·E_{s+j} = right. Taking out E_{s−1} by the row above fills `ahead` up to
  // s+m−1 and no further. The matrix is diagonally dominant, so no pivoting is needed.
  const rows: { ahead: Float64Array; right: number }[] = [];
  for (let s = 0; s < h; s += 1) {
    const ahead = new Float64Array(m);
    ahead[0] = s === 0 ? p : 1;
    if (s + m - 1 < h) ahead[m - 1] = (ahead[m - 1] ?? 0) - p;
    let right = 1;
    const above = rows[s - 1];
    if (above !== undefined) {
      const factor = (1 - p) / (above.ahead[0] ?? 1);
      right += factor * above.right;
      for (let j = 1; j < m; j += 1) ahead[j - 1] = (ahead[j - 1] ?? 0) + factor * (above.ahead[j] ?? 0);
    }
    rows.push({ ahead, right });
  }
  const mean = new Float64Array(h);
  for (let s = h - 1; s >= 0; s -= 1) {
    const { ahead, right } = rows[s] ?? { ahead: new Float64Array(m), right: 0 };
    let rest = right;
    for (let j = 1; j < m && s + j < h; j += 1) rest -= (ahead[j] ?? 0) * (mean[s + j] ?? 0);
    mean[s] = rest / (ahead[0] ?? 1);
  }
  return mean[0] ?? Number.NaN;
}

/**
 * The Bernoulli CUSUM that tells `bad` from `good` soonest while its false alarms are at least `leastRunLength`
 * reviews apart: m from the slope of the sequential probability ratio test between the two, h the least that keeps
 * the promise.
 *
 * **Shape**: 0 < good < bad < 1, leastRunLength >= 1. **Errors**: `out-of-range`, `not-finite`; `infeasible` where no
 * h up to 20,000 does.
 *
 * Example: good 2 %, bad 10 %, at least 5,000 reviews → m 20, h 60: 5,235 reviews at 2 %, 56 at 10 %.
 */
export function designBernoulliCusum(aim: BernoulliCusumAim): BernoulliCusumDesign {
  const { good, bad, leastRunLength } = aim;
  requireOpenFraction(good, 'good');
  requireOpenFraction(bad, 'bad');
  requirePositive(leastRunLength, 'leastRunLength');
  if (good >= bad) throw new StatisticsError('out-of-range', 'good', 'expected good to be below bad');
  const perPass = Math.log1p(-good) - Math.log1p(-bad);
  const m = Math.max(2, Math.round((Math.log(bad / good) + perPass) / perPass));
  const isEnough = (h: number): boolean => bernoulliCusumRunLength({ m, h }, good) >= leastRunLength;
  let high = 1;
  while (!isEnough(high)) {
    if (high === MOST_STATES) throw new StatisticsError('infeasible', 'leastRunLength', 'no such design');
    high = Math.min(MOST_STATES, high * 2);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return { m, h: high };
}

function requireBernoulli({ m, h }: BernoulliCusumDesign): void {
  requireCount(m, 'm', 2);
  requireCount(h, 'h', 1);
}
