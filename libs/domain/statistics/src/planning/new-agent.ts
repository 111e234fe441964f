import { StatisticsError, requireCount, requireFinite, requirePositive } from '../errors';

/** One step of the closer look at new agents: until a tenure, a multiple of the base rate. */
export interface NewAgentStep {
  /** Days since hiring before which the step applies, > 0. */
  readonly beforeDay: number;
  /** Conversations handled before which the step applies; the step ends with whichever comes first. */
  readonly beforeConversation: number;
  /** Multiple of the base rate, a whole number >= 1. */
  readonly factor: number;
}

/**
 * The usual closer look: five times the base rate in the first week, three times in the second, twice in the third;
 * over earlier once 50, 100 and 150 conversations are done.
 */
export const NEW_AGENT_STEPS: readonly NewAgentStep[] = [
  { beforeDay: 7, beforeConversation: 50, factor: 5 },
  { beforeDay: 14, beforeConversation: 100, factor: 3 },
  { beforeDay: 21, beforeConversation: 150, factor: 2 },
];

/** How long an agent has been at it. */
export interface Tenure {
  readonly days: number;
  readonly conversations: number;
}

/** The closer look that a conversation gets. */
export interface NewAgentTier {
  /** Part of the stratum's name: 1, 2 ... for the steps, 0 for tenured. New and tenured are never one stratum. */
  readonly step: number;
  /** Multiple of the base rate; 1 for tenured. `scaledProbability` of domain/selection applies it exactly. */
  readonly factor: number;
}

/**
 * Gives the tier of a conversation by its agent's tenure **at the close of the conversation**. The tier belongs into
 * the stratum, so that a wave of hiring does not look like a decline of the vendor.
 *
 * **Shape**: steps of rising `beforeDay`, each factor whole and >= 1. **Errors**: `not-finite`, `not-an-integer`,
 * `out-of-range`.
 *
 * Example: day 3 after 20 conversations is step 1, factor 5; day 3 after 60 conversations is step 2, factor 3.
 */
export function newAgentTier(
  { days, conversations }: Tenure,
  steps: readonly NewAgentStep[] = NEW_AGENT_STEPS,
): NewAgentTier {
  requireCount(conversations, 'conversations');
  if (requireFinite(days, 'days') < 0) {
    throw new StatisticsError('out-of-range', 'days', `is negative: ${days}`);
  }
  steps.forEach(({ beforeDay, beforeConversation, factor }, index) => {
    requirePositive(beforeDay, `steps[${index}].beforeDay`);
    requirePositive(beforeConversation, `steps[${index}].beforeConversation`);
    requireCount(factor, `steps[${index}].factor`, 1);
    if (beforeDay <= (steps[index - 1]?.beforeDay ?? 0)) {
      throw new StatisticsError('out-of-range', `steps[${index}].beforeDay`, 'expected rising days');
    }
  });
  const index = steps.findIndex((step) => days < step.beforeDay && conversations < step.beforeConversation);
  return { step: index + 1, factor: steps[index]?.factor ?? 1 };
}
