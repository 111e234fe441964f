import { type Purpose, selectionHash } from './hash';
import { inclusionProbability, isKept } from './probability';
import { type SelectionKey } from './key';

/** What to decide about: one closed conversation and the rates in force at its close. */
export interface SelectionQuestion {
  readonly key: SelectionKey | Uint8Array;
  readonly planId: string;
  readonly conversationId: string;
  /** Rate of the random stream for the conversation's stratum, a decimal string. */
  readonly pRandom: string;
  /** Largest rate of the triggers that hit, a decimal string; `'0'` if none did. */
  readonly pTrigger: string;
}

/** The draw of one stream. */
export interface StreamDraw {
  readonly purpose: Purpose;
  readonly p: string;
  readonly u: bigint;
  readonly kept: boolean;
}

/** The decision about one conversation; stored whether it is kept or not. */
export interface SelectionDecision {
  readonly random: StreamDraw;
  readonly trigger: StreamDraw;
  /** Whether either stream keeps it. */
  readonly kept: boolean;
  /** Probability, before the draw, that either stream keeps it: an exact decimal. */
  readonly inclusionProbability: string;
}

/**
 * Gives the decision about one conversation under the random and the trigger stream of a plan.
 *
 * **Errors**: `bad-id`, `bad-key`, `bad-probability`.
 *
 * Example: with rates 0.02 and 0.5 the inclusion probability is 0.51, whatever the draw.
 */
export function decide(question: SelectionQuestion): SelectionDecision {
  const { key, planId, conversationId, pRandom, pTrigger } = question;
  const draw = (purpose: Purpose, p: string): StreamDraw => {
    const u = selectionHash(key, planId, purpose, conversationId);
    return { purpose, p, u, kept: isKept(u, p) };
  };
  const random = draw('random', pRandom);
  const trigger = draw('trigger', pTrigger);
  return {
    random,
    trigger,
    kept: random.kept || trigger.kept,
    inclusionProbability: inclusionProbability(pRandom, pTrigger),
  };
}
