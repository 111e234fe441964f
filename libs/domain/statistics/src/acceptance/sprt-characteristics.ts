import { requireCount, requireFinite, requireOpenFraction, StatisticsError } from '../errors';
import { decide, decideNow, logLikelihoodRatio, type SprtLimits, sprtLimits, type SprtTest } from './sprt';

/** What a sequential test does at one true fail rate. */
export interface SprtCharacteristics {
  /** The probability that the quality is declared good. */
  readonly acceptProbability: number;
  /** The probability that it is declared bad. */
  readonly rejectProbability: number;
  /** The mean number of items until the decision. */
  readonly meanSampleNumber: number;
}

const REMAINDER = 1e-14;
const MOST_ITEMS = 1_000_000;

/**
 * What the test does at the true fail rate `p`, exactly: the distribution of the number of fails is carried from
 * item to item and what crosses a limit is taken out. Overshoot makes the true errors smaller than the nominal ones.
 *
 * **Shape**: 0 < p < 1. With `truncateAt`, as in `followSprt`; without, the open test, up to a remainder of 1e-14.
 * **Errors**: `out-of-range`, `not-finite`, `not-an-integer`; `no-convergence` where a million items do not decide.
 * **Source**: the direct recursion of Aroian, Technometrics 10(1), 1968.
 *
 * Example: good 2 %, bad 8 %, α 0.05, β 0.10: at 2 % rejected with 0.031, mean 62 items; at 8 % accepted with 0.099,
 * mean 54.
 */
export function sprtCharacteristics(test: SprtTest, p: number, truncateAt = Infinity): SprtCharacteristics {
  const limits = sprtLimits(test);
  requireOpenFraction(p, 'p');
  if (truncateAt !== Infinity) requireCount(truncateAt, 'truncateAt', 1);
  let open = new Map([[0, 1]]);
  let acceptProbability = 0;
  let rejectProbability = 0;
  let meanSampleNumber = 0;
  for (let n = 1; ; n += 1) {
    if (n > MOST_ITEMS)
      throw new StatisticsError('no-convergence', 'p', `undecided after ${MOST_ITEMS} items`);
    const next = afterOneMore(open, p);
    open = new Map();
    let remainder = 0;
    for (const [fails, probability] of next) {
      const decision = decisionAt(limits, { n, fails }, truncateAt);
      if (decision !== 'continue') meanSampleNumber += n * probability;
      if (decision === 'accept') acceptProbability += probability;
      else if (decision === 'reject') rejectProbability += probability;
      else {
        open.set(fails, probability);
        remainder += probability;
      }
    }
    if (remainder <= REMAINDER) return { acceptProbability, rejectProbability, meanSampleNumber };
  }
}

/**
 * Wald's approximation, which neglects overshoot: the fail rate that belongs to the parameter `h` and what the test
 * does there. h = 1 is the good rate, h = −1 the bad one, h = 0 the slope between them.
 *
 * **Errors**: as `sprtLimits`, `not-finite` (h). **Source**: Wald 1947, sections 3.4 and 3.5.
 *
 * Example: good 1 %, bad 10 %, α 0.05, β 0.10, h = 1 → p 0.01, accepted with 0.95, mean 28.0 items.
 */
export function sprtApproximation(test: SprtTest, h: number): SprtCharacteristics & { readonly p: number } {
  const { upperLog, lowerLog, perFail, perPass, slope } = sprtLimits(test);
  requireFinite(h, 'h');
  if (h === 0) {
    const acceptProbability = upperLog / (upperLog - lowerLog);
    const square = slope * perFail ** 2 + (1 - slope) * perPass ** 2;
    const meanSampleNumber = (-upperLog * lowerLog) / square;
    return { p: slope, acceptProbability, rejectProbability: 1 - acceptProbability, meanSampleNumber };
  }
  // Differences of exponentials as expm1 of either side, since 1 − e^x loses its digits near h = 0.
  const p = -Math.expm1(h * perPass) / (Math.expm1(h * perFail) - Math.expm1(h * perPass));
  const acceptProbability = Math.expm1(h * upperLog) / (Math.expm1(h * upperLog) - Math.expm1(h * lowerLog));
  const rejectProbability = 1 - acceptProbability;
  const drift = p * perFail + (1 - p) * perPass;
  const meanSampleNumber = (acceptProbability * lowerLog + rejectProbability * upperLog) / drift;
  return { p, acceptProbability, rejectProbability, meanSampleNumber };
}

function afterOneMore(open: ReadonlyMap<number, number>, p: number): Map<number, number> {
  const next = new Map<number, number>();
  for (const [fails, probability] of open) {
    next.set(fails, (next.get(fails) ?? 0) + probability * (1 - p));
    next.set(fails + 1, (next.get(fails + 1) ?? 0) + probability * p);
  }
  return next;
}

function decisionAt(
  limits: SprtLimits,
  { n, fails }: { n: number; fails: number },
  truncateAt: number,
): ReturnType<typeof decide> {
  const llr = logLikelihoodRatio(limits, n, fails);
  return n >= truncateAt ? decideNow(limits, llr) : decide(limits, llr);
}
