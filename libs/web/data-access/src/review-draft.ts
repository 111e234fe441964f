import { type Answer, type Criterion, type Review } from '@earshot/contracts';

/** What the reviewer has written so far. */
export interface Draft {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly note: string;
}

/** A stretch of a message, UTF-16 offsets in the text as shown. */
export interface Evidence {
  messageId: string;
  start: number;
  end: number;
}

/** Points, or `n/a`; null is "not answered". */
export type Points = Answer['points'];

/** An answer before anything was said. */
export const noAnswer: Answer = { points: null, note: '', evidence: [] };

/** The draft as the server keeps it. */
export function draftOf(review: Review): Draft {
  return { answers: review.answers, note: review.note };
}

/** The answer to a criterion, empty where there is none yet. */
export function answerTo(draft: Draft, criterionId: string): Answer {
  return draft.answers[criterionId] ?? noAnswer;
}

/** The draft with one answer changed. */
export function withAnswer(draft: Draft, criterionId: string, change: Partial<Answer>): Draft {
  return {
    ...draft,
    answers: { ...draft.answers, [criterionId]: { ...answerTo(draft, criterionId), ...change } },
  };
}

/**
 * The points that a typed digit means for a criterion, or null where it means none: on a yes/no criterion 1 is yes
 * and 2 (or 0) is no, so that no hand has to reach for 0; on a scale the digit is the points. 9 is "not applicable"
 * where that is allowed and 9 is no point of the scale.
 */
export function pointsOfDigit(criterion: Criterion, digit: number): Exclude<Points, null> | null {
  if (criterion.allowsNotApplicable && digit === 9 && criterion.scale < 9) return 'n/a';
  if (criterion.scale === 1) {
    if (digit === 1) return 1;
    return digit === 0 || digit === 2 ? 0 : null;
  }
  return digit <= criterion.scale ? digit : null;
}

/** Whether every criterion has an answer. */
export function isComplete(draft: Draft, criteria: readonly Criterion[]): boolean {
  return criteria.every((criterion) => answerTo(draft, criterion.id).points !== null);
}
