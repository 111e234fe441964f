import { requireCount, requireProbability, StatisticsError } from '../errors';
import { binomialCdf } from '../distributions/binomial';
import { hypergeometricCdf } from '../distributions/hypergeometric';
import { poissonCdf } from '../distributions/poisson';

/** Inspect `n` items, accept at `acceptanceNumber` nonconforming ones or fewer. A `SinglePlan` is one. */
export interface AcceptanceRule {
  readonly n: number;
  readonly acceptanceNumber: number;
}

/** A finite lot and how many of its items are nonconforming. */
export interface LotQuality {
  readonly lotSize: number;
  readonly nonconforming: number;
}

/**
 * The probability that a lot is accepted when items fail independently with probability `p`: the type B operating
 * characteristic, for statements about the process that makes the lots.
 *
 * **Shape**: n >= 1, 0 <= Ac. **Errors**: `not-an-integer`, `out-of-range`, `not-finite`. **Source**: ISO 2859-1
 * clause 12; Schilling & Neubauer, "Acceptance Sampling in Quality Control".
 *
 * Example: n 125, Ac 10 ("AQL 4.0"): 0.988 at 4 %, 0.951 at 5 %, and still 0.583 at 8 %, 0.284 at 10 %.
 */
export function acceptanceProbability(rule: AcceptanceRule, p: number): number {
  requireRule(rule);
  return binomialCdf(rule.acceptanceNumber, { n: rule.n, p: requireProbability(p, 'p') });
}

/**
 * The probability that this finite lot is accepted when the sample is drawn from it without replacement: the type A
 * operating characteristic, for statements about the lot itself.
 *
 * **Errors**: as above, and `out-of-range` where the sample or the nonconforming items exceed the lot.
 *
 * Example: a lot of 80 with 2 nonconforming, n 13, Ac 0 → 0.6997.
 */
export function lotAcceptanceProbability(rule: AcceptanceRule, lot: LotQuality): number {
  requireRule(rule);
  return hypergeometricCdf(rule.acceptanceNumber, { N: lot.lotSize, D: lot.nonconforming, n: rule.n });
}

/**
 * The probability of acceptance when what is counted are nonconformities, `rate` per item, more than one of which
 * may fall on one item.
 *
 * **Shape**: rate >= 0. **Errors**: `not-an-integer`, `out-of-range`, `not-finite`.
 *
 * Example: n 125, Ac 5, 0.04 per item → 0.6160.
 */
export function nonconformityAcceptanceProbability(rule: AcceptanceRule, rate: number): number {
  requireRule(rule);
  return poissonCdf(rule.acceptanceNumber, rule.n * rate);
}

function requireRule({ n, acceptanceNumber }: AcceptanceRule): void {
  requireCount(n, 'n', 1);
  requireCount(acceptanceNumber, 'acceptanceNumber');
  if (acceptanceNumber > n) {
    throw new StatisticsError('out-of-range', 'acceptanceNumber', `${acceptanceNumber} of ${n} inspected`);
  }
}
