import { requireCount, requireOpenFraction, StatisticsError } from '../errors';

/**
 * A sequential test of a fail rate. **Shape**: all strictly between 0 and 1, good < bad, alpha + beta < 1.
 * `alpha` bounds the probability of calling good quality bad, `beta` that of calling bad quality good.
 */
export interface SprtTest {
  readonly good: number;
  readonly bad: number;
  readonly alpha: number;
  readonly beta: number;
}

/** The limits of the test: on the log likelihood ratio, and as two parallel lines for the number of fails. */
export interface SprtLimits {
  /** Bad is declared at this log likelihood ratio or above: ln((1−β)/α). */
  readonly upperLog: number;
  /** Good is declared at this log likelihood ratio or below: ln(β/(1−α)). */
  readonly lowerLog: number;
  /** What one fail adds to the log likelihood ratio. */
  readonly perFail: number;
  /** What one pass adds to it (negative). */
  readonly perPass: number;
  /** The slope s of both lines: fails per item. */
  readonly slope: number;
  /** Good is declared at d ≤ −h + s·n. */
  readonly acceptIntercept: number;
  /** Bad is declared at d ≥ h + s·n. */
  readonly rejectIntercept: number;
}

/** `accept`: the quality is good; `reject`: it is bad; `continue`: review one more. */
export type SprtDecision = 'accept' | 'reject' | 'continue';

/** A sequence followed to its decision. **Shape**: `llr` ends at `decidedAt`; that is null while it continues. */
export interface SprtPath {
  readonly decision: SprtDecision;
  readonly decidedAt: number | null;
  readonly llr: readonly number[];
}

/**
 * The limits of Wald's sequential probability ratio test. **Errors**: `out-of-range`, `not-finite`.
 * **Source**: Wald, "Sequential Analysis", 1947; NIST/SEMATECH e-Handbook, section 6.2.6.
 *
 * Example: good 1 %, bad 10 %, α 0.05, β 0.10 → s 0.0397, accept intercept 0.939, reject intercept 1.205.
 */
export function sprtLimits(test: SprtTest): SprtLimits {
  const { good, bad, alpha, beta } = test;
  requireOpenFraction(good, 'good');
  requireOpenFraction(bad, 'bad');
  requireOpenFraction(alpha, 'alpha');
  requireOpenFraction(beta, 'beta');
  if (good >= bad) throw new StatisticsError('out-of-range', 'good', 'expected good to be below bad');
  if (alpha + beta >= 1) throw new StatisticsError('out-of-range', 'alpha', 'expected alpha + beta below 1');
  const perFail = Math.log(bad / good);
  const perPass = Math.log1p(-bad) - Math.log1p(-good);
  const upperLog = Math.log((1 - beta) / alpha);
  const lowerLog = Math.log(beta / (1 - alpha));
  const perSwap = perFail - perPass;
  return {
    upperLog,
    lowerLog,
    perFail,
    perPass,
    slope: -perPass / perSwap,
    acceptIntercept: -lowerLog / perSwap,
    rejectIntercept: upperLog / perSwap,
  };
}

/**
 * The numbers of fails that decide after `n` items: accept at or below, reject at or above; null where no number
 * does yet. **Errors**: as {@link sprtLimits}, `not-an-integer` (n).
 *
 * Example (1 % / 10 %, 0.05, 0.10): after 24 items accept at 0 fails, reject at 3; after 10 accept at none.
 */
export function sprtNumbers(
  test: SprtTest,
  n: number,
): { acceptAtMost: number | null; rejectAtLeast: number | null } {
  const limits = sprtLimits(test);
  requireCount(n, 'n');
  const accept = Math.floor(limits.slope * n - limits.acceptIntercept);
  const reject = Math.ceil(limits.slope * n + limits.rejectIntercept);
  return { acceptAtMost: accept < 0 ? null : accept, rejectAtLeast: reject > n ? null : reject };
}

/**
 * Follows the results of reviews, in order, to the decision. Feed reviews of the random stream only, in the order of
 * selection or of events, never in the order in which reviewers finish.
 *
 * **Shape**: `isFail` per item, in order. With `truncateAt` a test still open after that many items is decided by
 * the sign of the log likelihood ratio (three times the fixed plan's n is usual). **Errors**: as {@link sprtLimits},
 * `not-an-integer`, `out-of-range` (truncateAt).
 *
 * Example (1 % / 10 %, 0.05, 0.10): two fails at once → reject at 2; no fail at all → accept at 24.
 */
export function followSprt(test: SprtTest, isFail: readonly boolean[], truncateAt = Infinity): SprtPath {
  const limits = sprtLimits(test);
  if (truncateAt !== Infinity) requireCount(truncateAt, 'truncateAt', 1);
  const llr: number[] = [];
  let fails = 0;
  for (const [index, fail] of isFail.entries()) {
    const n = index + 1;
    if (fail) fails += 1;
    const ratio = logLikelihoodRatio(limits, n, fails);
    llr.push(ratio);
    const decision = n >= truncateAt ? decideNow(limits, ratio) : decide(limits, ratio);
    if (decision !== 'continue') return { decision, decidedAt: n, llr };
  }
  return { decision: 'continue', decidedAt: null, llr };
}

/** The log likelihood ratio of bad against good after `fails` fails among `n` items. */
export function logLikelihoodRatio(limits: SprtLimits, n: number, fails: number): number {
  return fails * limits.perFail + (n - fails) * limits.perPass;
}

/** The decision of the open test at a log likelihood ratio. */
export function decide({ upperLog, lowerLog }: SprtLimits, llr: number): SprtDecision {
  if (llr >= upperLog) return 'reject';
  return llr <= lowerLog ? 'accept' : 'continue';
}

/** The decision where no further item will be reviewed: the likelier of the two; good where both are as likely. */
export function decideNow(limits: SprtLimits, llr: number): 'accept' | 'reject' {
  const decision = decide(limits, llr);
  if (decision !== 'continue') return decision;
  return llr > 0 ? 'reject' : 'accept';
}
