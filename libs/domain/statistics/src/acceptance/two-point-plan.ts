import { requireCount, requireOpenFraction, StatisticsError } from '../errors';
import {
  type AcceptanceRule,
  acceptanceProbability,
  lotAcceptanceProbability,
  nonconformityAcceptanceProbability,
} from './oc-curve';

/** What the two sides agree: good quality is accepted almost always, bad quality almost never. */
export interface TwoPoints {
  /** The fraction nonconforming that is good enough, and the least probability with which it is accepted. */
  readonly good: { readonly p: number; readonly leastAccepted: number };
  /** The fraction nonconforming that is too bad, and the greatest probability with which it is accepted. */
  readonly bad: { readonly p: number; readonly mostAccepted: number };
}

/** Which model of the lot: a process (binomial), counts of nonconformities (Poisson), or a finite lot. */
export type LotModel =
  | { readonly kind: 'binomial' }
  | { readonly kind: 'poisson' }
  | { readonly kind: 'hypergeometric'; readonly lotSize: number };

type Curve = (rule: AcceptanceRule) => { good: number; bad: number };

/** Beyond this no sample is reviewed by people; the two qualities are too close to be told apart. */
const MOST_INSPECTED = 5_000;

/**
 * The smallest single sampling plan through two points: for Ac = 0, 1, 2, … the least n that accepts bad quality
 * rarely enough, until good quality is accepted often enough.
 *
 * **Shape**: 0 < good.p < bad.p < 1. A finite lot holds whole items: good quality is rounded up, bad quality down to
 * whole items of it, so that the plan keeps its promise on either side.
 *
 * **Errors**: `out-of-range`, `not-finite`, `not-an-integer`; `infeasible` where a finite lot is too small to tell the
 * two apart, or more than 5,000 items would have to be inspected. **Source**: Schilling & Neubauer; R
 * AcceptanceSampling `find.plan`.
 *
 * Example: 1 % accepted at least 95 % of the time, 5 % at most 10 % → n 132, Ac 3.
 */
export function twoPointPlan(points: TwoPoints, model: LotModel = { kind: 'binomial' }): AcceptanceRule {
  requireOpenFraction(points.good.p, 'good.p');
  requireOpenFraction(points.bad.p, 'bad.p');
  requireOpenFraction(points.good.leastAccepted, 'good.leastAccepted');
  requireOpenFraction(points.bad.mostAccepted, 'bad.mostAccepted');
  if (points.good.p >= points.bad.p) {
    throw new StatisticsError(
      'out-of-range',
      'good.p',
      'expected good quality to be better than bad quality',
    );
  }
  const curve = curveOf(points, model);
  const most = model.kind === 'hypergeometric' ? model.lotSize : MOST_INSPECTED;
  let least = 1;
  for (let acceptanceNumber = 0; ; acceptanceNumber += 1) {
    const n = leastSample((size) => curve({ n: size, acceptanceNumber }).bad <= points.bad.mostAccepted, {
      from: least,
      to: most,
    });
    if (n === undefined)
      throw new StatisticsError('infeasible', 'points', `no plan of at most ${most} items`);
    // One more allowed takes at least one more inspected.
    least = n + 1;
    const rule = { n, acceptanceNumber };
    if (curve(rule).good >= points.good.leastAccepted) return rule;
  }
}

function curveOf({ good, bad }: TwoPoints, model: LotModel): Curve {
  if (model.kind === 'hypergeometric') {
    const lotSize = requireCount(model.lotSize, 'lotSize', 1);
    const inGood = { lotSize, nonconforming: Math.ceil(good.p * lotSize) };
    const inBad = { lotSize, nonconforming: Math.floor(bad.p * lotSize) };
    return (rule) => ({
      good: lotAcceptanceProbability(rule, inGood),
      bad: lotAcceptanceProbability(rule, inBad),
    });
  }
  const probability = model.kind === 'poisson' ? nonconformityAcceptanceProbability : acceptanceProbability;
  return (rule) => ({ good: probability(rule, good.p), bad: probability(rule, bad.p) });
}

/** The least size from `from` to `to` that passes; acceptance falls as n grows, so once it passes it stays so. */
function leastSample(
  passes: (n: number) => boolean,
  { from, to }: { from: number; to: number },
): number | undefined {
  if (from > to) return undefined;
  let high = from;
  while (!passes(high)) {
    if (high === to) return undefined;
    high = Math.min(to, high * 2);
  }
  let low = from - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
