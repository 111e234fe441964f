import { type FlagState } from '@earshot/contracts';

/** How long a person may take back at once what it did to a flag, in milliseconds. */
export const undoMs = 8_000;
/** What the way from the button to the server may add to it. */
const undoGraceMs = 2_000;

/** What a person does to a flag. */
export type FlagDeed = 'acknowledge' | 'release' | 'close' | 'reopen';

/** What the rules look at. Times in ms since the epoch. */
export interface FlagQuestion {
  readonly deed: FlagDeed;
  readonly state: FlagState;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAtMs: number | null;
  readonly closedBy: string | null;
  readonly closedAtMs: number | null;
  /** Whether the person says why. */
  readonly hasReason: boolean;
  readonly personId: string;
  readonly nowMs: number;
}

/** The new state; `unchanged`: it is as asked already; or why not. */
export type FlagDecision =
  | { readonly ok: true; readonly state: FlagState; readonly unchanged: boolean }
  | {
      readonly ok: false;
      readonly error:
        | 'already-acknowledged'
        | 'closed'
        | 'withdrawn'
        | 'not-yours'
        | 'too-late'
        | 'not-acknowledged'
        | 'not-closed'
        | 'reason-needed';
    };

type Rule = (question: FlagQuestion) => FlagDecision;

const to =
  (state: FlagState): Rule =>
  () => ({ ok: true, state, unchanged: false });
const refuse =
  (error: Extract<FlagDecision, { ok: false }>['error']): Rule =>
  () => ({ ok: false, error });

/** Twice by the same person (a double click, a retry) is once. */
const acknowledgedAlready: Rule = ({ acknowledgedBy, personId }) =>
  acknowledgedBy === personId
    ? { ok: true, state: 'acknowledged', unchanged: true }
    : { ok: false, error: 'already-acknowledged' };

const isJustNow = (atMs: number | null, nowMs: number): boolean =>
  atMs !== null && nowMs - atMs <= undoMs + undoGraceMs;

const releaseOwn: Rule = ({ acknowledgedBy, acknowledgedAtMs, personId, nowMs }) => {
  if (acknowledgedBy !== personId) return { ok: false, error: 'not-yours' };
  if (!isJustNow(acknowledgedAtMs, nowMs)) return { ok: false, error: 'too-late' };
  return { ok: true, state: 'open', unchanged: false };
};

/** The undo of an own slip needs no words; to open again what was dealt with needs a reason. */
const reopenWithReason: Rule = ({ hasReason, closedBy, closedAtMs, personId, nowMs }) => {
  const isUndo = closedBy === personId && isJustNow(closedAtMs, nowMs);
  if (!hasReason && !isUndo) return { ok: false, error: 'reason-needed' };
  return { ok: true, state: 'acknowledged', unchanged: false };
};

const table: Record<FlagState, Record<FlagDeed, Rule>> = {
  open: {
    acknowledge: to('acknowledged'),
    release: refuse('not-acknowledged'),
    // Whoever closes an open flag has thereby taken it.
    close: to('closed'),
    reopen: refuse('not-closed'),
  },
  acknowledged: {
    acknowledge: acknowledgedAlready,
    release: releaseOwn,
    close: to('closed'),
    reopen: refuse('not-closed'),
  },
  closed: {
    acknowledge: refuse('closed'),
    release: refuse('closed'),
    close: refuse('closed'),
    reopen: reopenWithReason,
  },
  withdrawn: {
    acknowledge: refuse('withdrawn'),
    release: refuse('withdrawn'),
    close: refuse('withdrawn'),
    reopen: refuse('withdrawn'),
  },
};

/** Gives what a deed makes of a flag, or why it may not be done. */
export function decideFlag(question: FlagQuestion): FlagDecision {
  return table[question.state][question.deed](question);
}
