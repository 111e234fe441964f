import type { ConversationDetectionState, Danger, Finding } from './step-detection';

/** Rule id of the finding that nobody human answered a cry of danger in time. */
export const NO_HUMAN_ANSWER = 'conversation.no-human-answer';
/** Rule id of the finding that a conversation was closed as resolved over a critical danger. */
export const CLOSED_OVER_DANGER = 'conversation.closed-over-danger';

/** A customer who tells of critical danger is owed an answer by a human within this time, ms. */
export const answerWithinMs = 120_000;

/**
 * Gives the finding that a customer's statement of critical danger had no human answer within `answerWithinMs`, as
 * known at `atMs`, or null. The same silence gives the same finding (same id, same instant), whoever notices it and
 * when: the next event, the end of the conversation, or a sweep by the clock.
 */
export function silenceFinding({ waiting }: ConversationDetectionState, atMs: number): Finding | null {
  if (waiting === null || atMs - waiting.atMs < answerWithinMs) return null;
  return findingOf(waiting, NO_HUMAN_ANSWER, waiting.atMs + answerWithinMs, [
    `no-human-answer: ${answerWithinMs / 1000} s`,
    `while-open: ${waiting.category}`,
  ]);
}

/** What an event at `atMs` tells of the silence before it: the finding, once, and the state that remembers it. */
export function noteSilence(
  state: ConversationDetectionState,
  atMs: number,
): { readonly state: ConversationDetectionState; readonly finding: Finding } | null {
  const { waiting } = state;
  if (waiting === null || waiting.isTold === true) return null;
  const finding = silenceFinding(state, atMs);
  return finding === null ? null : { finding, state: { ...state, waiting: { ...waiting, isTold: true } } };
}

/**
 * Id of the finding that an answer in time makes untrue: a sweep may have noticed a silence where the answer only came
 * in late. null where nobody waits.
 */
export function answeredInTime({ waiting }: ConversationDetectionState, atMs: number): string | null {
  if (waiting === null || atMs - waiting.atMs >= answerWithinMs) return null;
  return `${NO_HUMAN_ANSWER}:${waiting.messageId}`;
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
