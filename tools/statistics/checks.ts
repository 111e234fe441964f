import { SelectionKey, bottomK, decide } from '@earshot/domain/selection';
import { judgeLot, lotPlan, qaPassRate } from '@earshot/domain/statistics';
import { type SeededRandom } from './random';

/** What a trigger of some quality does to the two figures of a vendor that does not change. */
export interface TriggerEffect {
  /** Share of the failing conversations that the trigger hits. */
  readonly hitRate: number;
  readonly meanEstimate: number;
  readonly meanPlain: number;
  readonly truth: number;
  /** Monte Carlo standard error of `meanEstimate`. */
  readonly se: number;
}

/**
 * Gives, for triggers from useless to almost perfect, the mean estimate and the mean plain average over simulated weeks
 * of 3,000 conversations of which 8 % fail: random 5 %, trigger 50 % on the 6 % it hits.
 */
export function triggerEffects(weeks: number, random: SeededRandom, onWeek: () => void): TriggerEffect[] {
  const [N, failRate, hitShare] = [3000, 0.08, 0.06];
  return [0.06, 0.2, 0.4, 0.6].map((hitRate) => {
    let [sum, squares, plain] = [0, 0, 0];
    for (let week = 0; week < weeks; week++) {
      const draw = (population: number, fails: number, pi: string, tier: 'random' | 'trigger') => {
        const keptFails = random.binomial(fails, Number(pi));
        const passed = random.binomial(population - fails, Number(pi));
        const kept = keptFails + passed;
        return { stratum: 'all', tier, inclusionProbability: pi, population, kept, reviewed: kept, passed };
      };
      const hit = Math.round(N * hitShare);
      const hitFails = Math.round(N * failRate * hitRate);
      const rest = draw(N - hit, Math.round(N * failRate) - hitFails, '0.05', 'random');
      const triggered = draw(hit, hitFails, '0.525', 'trigger');
      const { estimate } = qaPassRate({ cells: [rest, triggered] });
      sum += estimate ?? 0;
      squares += (estimate ?? 0) ** 2;
      plain += (rest.passed + triggered.passed) / (rest.reviewed + triggered.reviewed);
      onWeek();
    }
    const mean = sum / weeks;
    const se = Math.sqrt((squares / weeks - mean * mean) / weeks);
    return { hitRate, meanEstimate: mean, meanPlain: plain / weeks, truth: 1 - failRate, se };
  });
}

/** How many lots were judged, and how many verdicts changed when triggered reviews were added. */
export interface LotCheck {
  readonly lots: number;
  readonly accepted: number;
  readonly changed: number;
  /** Verdicts that would change if triggered fails were counted too, as they must not be. */
  readonly wouldChange: number;
}

/**
 * Judges `lots` lots of 1,200 conversations (7 % fail, AQL 6.5, level II) from the bottom-n draw of the random hash,
 * once alone and once with triggered reviews of the same lot at hand, with real keyed hashes.
 */
export function lotDecisions(lots: number, random: SeededRandom, onLot: () => void): LotCheck {
  const key = SelectionKey.fromBytes(Uint8Array.from({ length: 32 }, () => Math.floor(random.next() * 256)));
  const size = 1200;
  const plan = lotPlan({ lotSize: size, level: 'II', aql: '6.5', severity: 'normal' });
  const counts = { accepted: 0, changed: 0, wouldChange: 0 };
  for (let lot = 0; lot < lots; lot++) {
    const ids = Array.from({ length: size }, (_, index) => `lot-${lot}-${index}`);
    const fails = new Set(ids.filter(() => random.next() < 0.07));
    const stream = { key, planId: 'lot-plan', purpose: 'random' as const };
    const nonconforming = (drawn: readonly { id: string }[]): number =>
      drawn.filter(({ id }) => fails.has(id)).length;
    const alone = judgeLot(plan, nonconforming(bottomK(stream, ids, plan.inspected)));
    const triggered = ids.filter(
      (conversationId) =>
        fails.has(conversationId) &&
        decide({ key, planId: 'lot-plan', conversationId, pRandom: '0', pTrigger: '0.5' }).kept,
    );
    // Everything reviewed of the lot, in no order; the draw picks its own out of it again.
    const drawn = bottomK(stream, [...ids].reverse(), plan.inspected);
    const reviewed = new Set([...triggered, ...drawn.map(({ id }) => id)]);
    const withTriggered = judgeLot(plan, nonconforming(drawn.filter(({ id }) => reviewed.has(id))));
    const wrong = judgeLot(plan, [...reviewed].filter((id) => fails.has(id)).length);
    counts.accepted += alone === 'accepted' ? 1 : 0;
    counts.changed += alone === withTriggered ? 0 : 1;
    counts.wouldChange += alone === wrong ? 0 : 1;
    onLot();
  }
  return { lots, ...counts };
}
