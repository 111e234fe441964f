import { type SelectionDecision, decide } from './decision';
import { SelectionError } from './errors';
import { SelectionKey, isCommittedKey } from './key';
import { type RateSchedule, rateSchedule, versionAt } from './schedule';

/** What is public about a plan once its period is over. */
export interface RevealedPlan {
  readonly planId: string;
  /** The revealed key, 32 bytes. */
  readonly key: Uint8Array;
  /** The commitment published before the period, in hex. */
  readonly commitment: string;
  /** Rate of the random stream over time, by stratum. */
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
    const schedule = rates.get(stratum);
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
  readonly kept: boolean;
  readonly inclusionProbability: string;
}

/** One disagreement between what was published and what the key says. */
export interface ReplayDifference {
  readonly conversationId: string;
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
  const open = new Map<string, PublishedDecision>();
  for (const decision of published) {
    if (open.has(decision.conversationId)) {
      differences.push({ conversationId: decision.conversationId, reason: 'published-twice' });
    }
    open.set(decision.conversationId, decision);
  }
  for (const { conversationId, kept, inclusionProbability } of replayed) {
    const claim = open.get(conversationId);
    open.delete(conversationId);
    if (!claim) {
      differences.push({ conversationId, reason: 'not-published' });
    } else if (claim.kept !== kept) {
      differences.push({ conversationId, reason: 'kept-differs' });
    } else if (canonical(claim.inclusionProbability) !== canonical(inclusionProbability)) {
      differences.push({ conversationId, reason: 'probability-differs' });
    }
  }
  for (const conversationId of open.keys()) {
    differences.push({ conversationId, reason: 'not-replayed' });
  }
  return differences.sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
}

function canonical(p: string): string {
  return p.includes('.') ? p.replace(/\.?0+$/, '') : p;
}
