import type { Severity } from '@earshot/contracts';
import { gravity, type Fold } from '@earshot/domain/conversation';
import {
  decide,
  sharedProbability,
  versionAt,
  type Schedule,
  type SelectionKey,
} from '@earshot/domain/selection';
import { derivedId } from './keys';

/** What a plan says in one version: rates as exact decimal strings. */
export interface PlanDefinition {
  /** Rate of the random stream. */
  readonly random: string;
  /** Rate of the random stream where a stratum (`vendor|channel|scenario`) has one of its own. */
  readonly randomByStratum: Readonly<Record<string, string>>;
  /** Rates of what triggers a review; several share one hash, so the largest counts. */
  readonly triggers: {
    readonly severity: Readonly<Partial<Record<Severity, string>>>;
    readonly complained: string;
    readonly worstRating: string;
  };
}

/** A plan with its versions by event time, and the key of each period. */
export interface Plan {
  readonly planId: string;
  readonly versions: Schedule<PlanDefinition>;
  /** The key of a period (`2026-03`). */
  keyOf(period: string): SelectionKey;
  /** Whether the period's key is known to outsiders: what closes after that stays outside its estimates. */
  isRevealed(period: string): boolean;
}

/** One recorded decision of one stream about one conversation. */
export interface Decision {
  readonly id: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly period: string;
  readonly purpose: 'random' | 'trigger';
  readonly kept: boolean;
  /** The hash, 16 hex digits. */
  readonly u: string;
  readonly p: string;
  readonly inclusionProbability: string;
  readonly stratum: string;
  readonly reason: string;
  /** Event time of the first close, ms. */
  readonly decidedAt: number;
  readonly outsideEstimates: boolean;
}

/** The decisions in force about a conversation, and a short text that is equal where they are equal. */
export interface Verdict {
  readonly signature: string;
  readonly decisions: readonly Decision[];
  /** Smaller is reviewed sooner. null where no stream keeps it. */
  readonly priority: number | null;
}

/** Ends the signature of a decision that was taken when the period's key was known to outsiders. */
const OUTSIDE = 'outside-estimates';

/** Review order of what only the random stream keeps. */
const RANDOM_PRIORITY = 9;

/** What is in force where nothing is: the close that a decision was taken at turned out to be none. */
const undecided: Verdict = { signature: '', decisions: [], priority: null };

/**
 * What is decided about a conversation, from its facts: nothing before its first close; then at the rates of the
 * plan version in force at that close. `known` is the signature of what is stored; null is returned where it is
 * the same.
 */
export function judge(
  plan: Plan,
  conversation: { readonly key: string; readonly conversationId: string; readonly fold: Fold },
  known: string | null,
): Verdict | null {
  const { fold, key, conversationId } = conversation;
  if (fold.firstCloseAt === null) return known === null || known === '' ? null : undecided;
  const version = versionAt(plan.versions, fold.firstCloseAt);
  const period = new Date(fold.firstCloseAt).toISOString().slice(0, 7);
  const stratum = stratumOf(fold);
  const pRandom = version.value.randomByStratum[stratum] ?? version.value.random;
  const trigger = triggerOf(version.value, fold);
  // What was decided before the key was known to outsiders stays within the estimates, whatever is told later:
  // else a vendor could strike a review that it does not like by sending one more event.
  const wasWithin = known !== null && known !== '' && !known.endsWith(OUTSIDE);
  const outsideEstimates = plan.isRevealed(period) && !wasWithin;
  const outside = outsideEstimates ? [OUTSIDE] : [];
  const drawn = [plan.planId, version.version, fold.firstCloseAt, stratum, pRandom];
  const signature = [...drawn, trigger.p, trigger.reason, ...outside].join(' ');
  if (signature === known) return null;
  const decided = decide({
    key: plan.keyOf(period),
    planId: plan.planId,
    conversationId,
    pRandom,
    pTrigger: trigger.p,
  });
  const base = {
    planId: plan.planId,
    planVersion: version.version,
    period,
    stratum,
    inclusionProbability: decided.inclusionProbability,
    decidedAt: fold.firstCloseAt,
    outsideEstimates,
  };
  const decisions = ([decided.random, decided.trigger] as const).map((draw): Decision => {
    const purpose = draw.purpose === 'trigger' ? 'trigger' : 'random';
    return {
      ...base,
      // A vendor sees the random decision and its id, so that its id follows from nothing that triggered.
      id: derivedId(
        'selection',
        key,
        purpose,
        purpose === 'random' ? [...drawn, ...outside].join(' ') : signature,
      ),
      purpose,
      kept: draw.kept,
      u: draw.u.toString(16).padStart(16, '0'),
      p: draw.p,
      reason: purpose === 'trigger' ? trigger.reason : 'random',
    };
  });
  const priority = decided.trigger.kept ? trigger.priority : decided.random.kept ? RANDOM_PRIORITY : null;
  return { signature, decisions, priority };
}

/** The stratum of a conversation: `vendor|channel|scenario`, '' where not known. */
export function stratumOf({ identity }: Pick<Fold, 'identity'>): string {
  return [identity?.vendorId ?? '', identity?.channel ?? '', identity?.scenario ?? ''].join('|');
}

function triggerOf(plan: PlanDefinition, fold: Fold): { p: string; reason: string; priority: number } {
  const hits: { p: string; reason: string; priority: number }[] = [];
  for (const [category, severity] of Object.entries(fold.danger)) {
    const p = plan.triggers.severity[severity];
    if (p !== undefined) hits.push({ p, reason: `${severity} ${category}`, priority: gravity[severity] });
  }
  if (fold.complainedAt !== null)
    hits.push({ p: plan.triggers.complained, reason: 'complained', priority: 4 });
  if (fold.rating !== null && fold.rating.outOf5 <= 2) {
    hits.push({ p: plan.triggers.worstRating, reason: 'rated in the worst two', priority: 5 });
  }
  hits.sort((a, b) => a.priority - b.priority || (a.reason < b.reason ? -1 : 1));
  return {
    p: sharedProbability(hits.map(({ p }) => p)),
    reason: hits.length === 0 ? 'no trigger' : hits.map(({ reason }) => reason).join(', '),
    priority: hits[0]?.priority ?? RANDOM_PRIORITY,
  };
}
