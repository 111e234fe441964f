import type { Outcome } from '@earshot/contracts';
import type { ConversationDetectionState, Danger, Finding } from './step-detection';

/** Rule id of the finding that nobody human answered a cry of danger in time. */
export const NO_HUMAN_ANSWER = 'conversation.no-human-answer';
/** Rule id of the finding that a conversation was closed over a danger that a customer had told of. */
export const CLOSED_OVER_DANGER = 'conversation.closed-over-danger';

/**
 * Gives the finding that a customer's statement of danger had no human answer within the time that the packs give, as
 * known at `atMs`, or null. The same silence gives the same finding (same id, same instant), whoever notices it and
 * when: the next event, the end of the conversation, or a sweep by the clock.
 */
export function silenceFinding({ waiting }: ConversationDetectionState, atMs: number): Finding | null {
  if (waiting === null || atMs - waiting.atMs < waiting.withinMs) return null;
  return findingOf(waiting, NO_HUMAN_ANSWER, waiting.atMs + waiting.withinMs, [
    `no-human-answer: ${waiting.withinMs / 1000} s`,
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
  if (waiting === null || atMs - waiting.atMs >= waiting.withinMs) return null;
  return `${NO_HUMAN_ANSWER}:${waiting.messageId}`;
}

/** Gives the finding that the conversation was closed, in a way that the packs name, over danger told of, or null. */
export function closeFinding(
  { told }: ConversationDetectionState,
  { outcome, atMs }: { outcome: Outcome; atMs: number },
): Finding | null {
  if (told === null || !told.notClosedAs.includes(outcome)) return null;
  return findingOf(told, CLOSED_OVER_DANGER, atMs, [`closed-as: ${outcome}`, `while-open: ${told.category}`]);
}

function findingOf(
  { category, severity, messageId }: Danger,
  ruleId: string,
  atMs: number,
  reasons: string[],
): Finding {
  return {
    id: `${ruleId}:${messageId}`,
    ruleId,
    category,
    severity,
    score: 0.9,
    reasons,
    messageId,
    evidence: [],
    atMs,
  };
}
