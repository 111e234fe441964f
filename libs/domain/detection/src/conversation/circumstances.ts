import { type ConversationDetectionState, type Danger, type Finding } from './step-detection';

/** Rule id of the finding that nobody human answered a cry of danger in time. */
export const NO_HUMAN_ANSWER = 'conversation.no-human-answer';
/** Rule id of the finding that a conversation was closed as resolved over a critical danger. */
export const CLOSED_OVER_DANGER = 'conversation.closed-over-danger';

/**
 * Gives the finding that a customer's statement of critical danger has had no human answer for `withinMs`, or null.
 * For a sweep: `nowMs` and the message's time are of the same clock. The same finding (same id) comes out of every
 * sweep until an agent writes.
 */
export function silenceFinding(
  { waiting }: ConversationDetectionState,
  { nowMs, withinMs }: { nowMs: number; withinMs: number },
): Finding | null {
  if (waiting === null || nowMs - waiting.atMs < withinMs) return null;
  return findingOf(waiting, NO_HUMAN_ANSWER, waiting.atMs + withinMs, [
    `no-human-answer: ${Math.round(withinMs / 1000)} s`,
    `while-open: ${waiting.category}`,
  ]);
}

/** Gives the finding that the conversation was closed as resolved although critical danger was told of, or null. */
export function closeFinding(
  { critical }: ConversationDetectionState,
  { outcome, atMs }: { outcome: 'resolved' | 'unresolved' | 'abandoned'; atMs: number },
): Finding | null {
  if (critical === null || outcome !== 'resolved') return null;
  return findingOf(critical, CLOSED_OVER_DANGER, atMs, [
    'closed-as: resolved',
    `while-open: ${critical.category}`,
  ]);
}

function findingOf(
  { category, messageId }: Danger,
  ruleId: string,
  atMs: number,
  reasons: string[],
): Finding {
  return {
    id: `${ruleId}:${messageId}`,
    ruleId,
    category,
    severity: 'critical',
    score: 0.9,
    reasons,
    messageId,
    evidence: [],
    atMs,
  };
}
