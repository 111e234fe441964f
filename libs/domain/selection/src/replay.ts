import { type SelectionDecision, decide } from './decision';
import { SelectionError } from './errors';
import { type Purpose } from './hash';
import { SelectionKey, isCommittedKey } from './key';
import { type RateSchedule, rateSchedule, versionAt } from './schedule';

/** What is public about a plan once its period is over. */
export interface RevealedPlan {
  readonly planId: string;
  /** The revealed key, 32 bytes. */
  readonly key: Uint8Array;
  /** The commitment published before the period, in hex. */
  readonly commitment: string;
  /** Rate of the random stream over time, by stratum; `'*'` is for strata that are not named. */
  readonly rates: Readonly<Record<string, RateSchedule>>;
}

/** One conversation of the period. */
export interface ReplayRow {
  readonly conversationId: string;
  /** Event time of the first close, ms since the epoch. */
  readonly closedAtMs: number;
  readonly stratum: string;
  /** Largest rate of the triggers that hit, `'0'` if none did. */
  readonly pTrigger: string;
}

/** A recomputed decision with the version of the rate it was taken under. */
export interface ReplayedDecision extends SelectionDecision {
  readonly conversationId: string;
  readonly stratum: string;
  readonly planVersion: number;
}

/**
 * Gives the decision about every row again, one by one and in the order of the rows, from public data alone: the
 * revealed key, the plan's rates and a list of ids, times and strata.
 *
 * Checks first that the revealed key is the one that was committed to.
 * **Errors**: `commitment-mismatch`, `unknown-stratum`, `bad-schedule`, `bad-probability`, `bad-time`, `bad-id`,
 * `bad-key`. **Source**: docs/statistics.md, "Check a selection yourself".
 */
export function* replay(plan: RevealedPlan, rows: Iterable<ReplayRow>): Generator<ReplayedDecision> {
  if (!isCommittedKey(plan.commitment, plan.planId, plan.key)) {
    throw new SelectionError('commitment-mismatch', `the key of ${plan.planId} is not the one committed to`);
  }
  const key = SelectionKey.fromBytes(plan.key);
  const rates = new Map(Object.entries(plan.rates).map(([stratum, steps]) => [stratum, rateSchedule(steps)]));
  for (const { conversationId, closedAtMs, stratum, pTrigger } of rows) {
    const schedule = rates.get(stratum) ?? rates.get('*');
    if (!schedule) {
      throw new SelectionError('unknown-stratum', `${conversationId}: the plan has no stratum '${stratum}'`);
    }
    const { version, value: pRandom } = versionAt(schedule, closedAtMs);
    const decision = decide({ key, planId: plan.planId, conversationId, pRandom, pTrigger });
    yield { conversationId, stratum, planVersion: version, ...decision };
  }
}

/** A decision as it was published: what a replay is held against. */
export interface PublishedDecision {
  readonly conversationId: string;
  /** The stream it is about; left out, the decision is about both together. */
  readonly purpose?: Purpose;
  readonly kept: boolean;
  readonly inclusionProbability: string;
}

/** Gives a recomputed decision as it is published where each stream has a row of its own. */
export function streamsOf({
  conversationId,
  inclusionProbability,
  random,
  trigger,
}: ReplayedDecision): PublishedDecision[] {
  return [random, trigger].map(({ purpose, kept }) => ({
    conversationId,
    purpose,
    kept,
    inclusionProbability,
  }));
}

/** One disagreement between what was published and what the key says. */
export interface ReplayDifference {
  readonly conversationId: string;
  readonly purpose?: Purpose;
  readonly reason:
    'kept-differs' | 'probability-differs' | 'not-published' | 'not-replayed' | 'published-twice';
}

/**
 * Gives every disagreement between published decisions and recomputed ones, in the order of the ids; an empty list
 * means that the two say the same of the same conversations.
 *
 * Probabilities are compared as canonical decimal strings: `'0.10'` and `'0.1'` are the same.
 */
export function compareDecisions(
  published: Iterable<PublishedDecision>,
  replayed: Iterable<PublishedDecision>,
): ReplayDifference[] {
  const differences: ReplayDifference[] = [];
  const differs = (
    { conversationId, purpose }: PublishedDecision,
    reason: ReplayDifference['reason'],
  ): void => {
    differences.push(
      purpose === undefined ? { conversationId, reason } : { conversationId, purpose, reason },
    );
  };
  const keyOf = ({ conversationId, purpose }: PublishedDecision): string =>
    `${purpose ?? ''}\0${conversationId}`;
  const open = new Map<string, PublishedDecision>();
  for (const decision of published) {
    if (open.has(keyOf(decision))) {
      differs(decision, 'published-twice');
    }
    open.set(keyOf(decision), decision);
  }
  for (const decision of replayed) {
    const claim = open.get(keyOf(decision));
    open.delete(keyOf(decision));
    if (!claim) {
      differs(decision, 'not-published');
    } else if (claim.kept !== decision.kept) {
      differs(decision, 'kept-differs');
    } else if (canonical(claim.inclusionProbability) !== canonical(decision.inclusionProbability)) {
      differs(decision, 'probability-differs');
    }
  }
  for (const decision of open.values()) {
    differs(decision, 'not-replayed');
  }
  const order = ({ conversationId, purpose }: ReplayDifference): string =>
    `${conversationId}\0${purpose ?? ''}`;
  return differences.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

function canonical(p: string): string {
  return p.includes('.') ? p.replace(/\.?0+$/, '') : p;
}
