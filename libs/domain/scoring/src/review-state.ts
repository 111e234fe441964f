/** How long a claim holds an item, in milliseconds; every save renews it. */
export const leaseMs = 15 * 60_000;

/** After this many skips by different people an item waits for a lead. */
export const skipsBeforeLead = 3;

/** For how long a submission can be taken back: the 8 s that the page offers, and some for the way. */
export const takeBackMs = 12_000;

/** One reviewer's review of an item. `expired`: another person took the item over; the answers are kept. */
export type ReviewState = 'draft' | 'submitted' | 'skipped' | 'expired';

/** A conversation in the review queue. `skipped`: given back too often, waits for a lead. */
export type ItemState = 'waiting' | 'claimed' | 'submitted' | 'skipped' | 'withdrawn';

/**
 * What can happen to a review. `take-back`: its person undoes the submission; `take-over`: another person claims the
 * item after the lease ran out.
 */
export type ReviewAct = 'resume' | 'save' | 'submit' | 'take-back' | 'skip' | 'take-over';

/** What to decide: the review as stored and the act. */
export interface ReviewQuestion {
  readonly state: ReviewState;
  readonly act: ReviewAct;
  /** Instant to which the item is leased to this review's person, ms; null where somebody else or nobody holds it. */
  readonly leaseUntilMs: number | null;
  readonly nowMs: number;
  /** Instant of the submission, ms; null where it was not submitted. */
  readonly submittedAtMs: number | null;
  /** Skips of the item before this act. */
  readonly skipsSoFar: number;
}

/** The states after the act, with the new end of the lease (null: none). */
export interface ReviewTransition {
  readonly review: ReviewState;
  readonly item: ItemState;
  readonly leaseUntilMs: number | null;
}

/** `lease-lost`: the item is no longer held by this person; `conflict`: the review is in no state for it. */
export type ReviewDecision =
  | { readonly ok: true; readonly value: ReviewTransition }
  | { readonly ok: false; readonly error: 'lease-lost' | 'conflict' };

type Rule = (question: ReviewQuestion) => ReviewDecision;

const to = (review: ReviewState, item: ItemState, leaseUntilMs: number | null = null): ReviewDecision => ({
  ok: true,
  value: { review, item, leaseUntilMs },
});
const refused =
  (error: 'lease-lost' | 'conflict'): Rule =>
  () => ({ ok: false, error });
const renewed: Rule = ({ nowMs }) => to('draft', 'claimed', nowMs + leaseMs);
const ifHeld =
  (rule: Rule): Rule =>
  (question) =>
    // A lease that ran out while nobody else wanted the item harms nobody: the holder goes on.
    question.leaseUntilMs === null ? { ok: false, error: 'lease-lost' } : rule(question);
const takenOver: Rule = ({ leaseUntilMs, nowMs }) =>
  leaseUntilMs === null || leaseUntilMs <= nowMs
    ? to('expired', 'claimed')
    : { ok: false, error: 'conflict' };
const skipped: Rule = ({ skipsSoFar }) =>
  to('skipped', skipsSoFar + 1 >= skipsBeforeLead ? 'skipped' : 'waiting');

const takenBack: Rule = (question) =>
  canBeTakenBack(question.submittedAtMs, question.nowMs)
    ? renewed(question)
    : { ok: false, error: 'conflict' };

const table: Record<ReviewState, Record<ReviewAct, Rule>> = {
  draft: {
    resume: renewed,
    save: ifHeld(renewed),
    submit: ifHeld(() => to('submitted', 'submitted')),
    'take-back': refused('conflict'),
    skip: ifHeld(skipped),
    'take-over': takenOver,
  },
  expired: {
    resume: renewed,
    save: refused('lease-lost'),
    submit: refused('lease-lost'),
    'take-back': refused('conflict'),
    skip: refused('lease-lost'),
    'take-over': refused('conflict'),
  },
  submitted: { ...finished(), 'take-back': takenBack },
  skipped: finished(),
};

function finished(): Record<ReviewAct, Rule> {
  const no = refused('conflict');
  return { resume: no, save: no, submit: no, 'take-back': no, skip: no, 'take-over': no };
}

/** Whether a submission of that instant can still be taken back. Times in ms since the epoch. */
export function canBeTakenBack(submittedAtMs: number | null, nowMs: number): boolean {
  return submittedAtMs !== null && nowMs - submittedAtMs <= takeBackMs;
}

/** Gives what an act makes of a review and its item, or why it may not happen. Times in ms since the epoch. */
export function decideReview(question: ReviewQuestion): ReviewDecision {
  return table[question.state][question.act](question);
}
