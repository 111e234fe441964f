import { requireCount } from '../errors';

/** How strictly the next lot is inspected; `discontinued`: lots are no longer accepted until action is taken. */
export type InspectionState = 'normal' | 'tightened' | 'reduced' | 'discontinued';

/** Where the switching rules stand for one vendor, class of defect and AQL. Keep it between lots as it is. */
export interface Switching {
  readonly inspection: InspectionState;
  /** The switching score: 30 or more makes reduced inspection possible. */
  readonly score: number;
  /** On normal inspection: whether each of the last five lots since it began was accepted, oldest first. */
  readonly recent: readonly boolean[];
  /** On tightened inspection: lots accepted in a row. */
  readonly acceptedInRow: number;
  /** On tightened inspection: lots not accepted, in all since it began. */
  readonly notAccepted: number;
}

/** A lot on original inspection: lots submitted again are judged, but count for nothing here. */
export interface LotResult {
  readonly kind: 'lot';
  readonly isAccepted: boolean;
  /** Ac of the plan that was used, after arrows. */
  readonly acceptanceNumber: number;
  /**
   * Whether the lot would also have been accepted with the AQL one step tighter (same letter). Asked only where
   * Ac is 2 or more.
   */
  readonly isAcceptedTighter: boolean;
}

/** What can happen to the switching rules. */
export type SwitchingEvent =
  | LotResult
  /** The lot was accepted in the gap of reduced inspection (more than Ac, fewer than Re). */
  | { readonly kind: 'accepted-in-the-gap' }
  /** The responsible party consents to reduced inspection, and production is steady. */
  | { readonly kind: 'reduced-consented' }
  /** Production became irregular or delayed, or other conditions call for normal inspection. */
  | { readonly kind: 'production-irregular' }
  /** The vendor has acted on the causes after inspection was discontinued. */
  | { readonly kind: 'action-taken' };

/** The state before the first lot: normal inspection, score 0. */
export const switchingStart: Switching = {
  inspection: 'normal',
  score: 0,
  recent: [],
  acceptedInRow: 0,
  notAccepted: 0,
};

/** The score from which reduced inspection is possible. */
export const REDUCED_SCORE = 30;

const WINDOW = 5;
const ACCEPTED_TO_NORMAL = 5;
const NOT_ACCEPTED_TO_DISCONTINUE = 5;

type Transitions = { readonly [Kind in SwitchingEvent['kind']]?: Transition<Kind> };
type Transition<Kind> = (state: Switching, event: Extract<SwitchingEvent, { kind: Kind }>) => Switching;

const onTightened: Switching = { ...switchingStart, inspection: 'tightened' };

/** What is not listed changes nothing: no lot counts while discontinued, consent is nothing without the score. */
const transitions: Record<InspectionState, Transitions> = {
  normal: {
    lot: afterNormal,
    'reduced-consented': (state) =>
      state.score >= REDUCED_SCORE ? { ...state, inspection: 'reduced', recent: [] } : state,
  },
  tightened: { lot: afterTightened },
  reduced: {
    lot: (state, lot) => (lot.isAccepted ? state : switchingStart),
    'accepted-in-the-gap': () => switchingStart,
    'production-irregular': () => switchingStart,
  },
  discontinued: { 'action-taken': () => onTightened },
};

/**
 * The state after `event`. Two of at most five consecutive lots not accepted: tightened. Five in a row accepted on
 * tightened: normal. Five in all not accepted on tightened: discontinued, until action is taken, then tightened. A
 * score of 30 with consent and steady production: reduced. A lot not accepted on reduced, or irregular production:
 * normal.
 *
 * **Shape**: the score grows on normal inspection only: by 3 for a lot that would also pass one AQL step tighter
 * where Ac is 2 or more, by 2 for an accepted lot where Ac is 0 or 1; any other lot sets it to 0. Changing the AQL
 * or the level starts anew (`switchingStart`).
 *
 * **Errors**: `not-an-integer`, `out-of-range` (Ac). **Source**: ISO 2859-1:1999 clause 9.3, MIL-STD-105E 4.7.
 *
 * Example: lots A R A R (A accepted) on normal inspection → tightened after the fourth.
 */
export function switchInspection(state: Switching, event: SwitchingEvent): Switching {
  if (event.kind === 'lot') requireCount(event.acceptanceNumber, 'acceptanceNumber');
  const transition = transitions[state.inspection][event.kind] as
    Transition<SwitchingEvent['kind']> | undefined;
  return transition?.(state, event) ?? state;
}

/** Whether consent would lead to reduced inspection now. */
export function mayReduce({ inspection, score }: Switching): boolean {
  return inspection === 'normal' && score >= REDUCED_SCORE;
}

function afterNormal(state: Switching, lot: LotResult): Switching {
  const recent = [...state.recent, lot.isAccepted].slice(-WINDOW);
  if (recent.filter((isAccepted) => !isAccepted).length >= 2) return onTightened;
  return { ...state, recent, score: scoreAfter(state.score, lot) };
}

function scoreAfter(score: number, lot: LotResult): number {
  if (!lot.isAccepted) return 0;
  if (lot.acceptanceNumber < 2) return score + 2;
  return lot.isAcceptedTighter ? score + 3 : 0;
}

function afterTightened(state: Switching, lot: LotResult): Switching {
  if (lot.isAccepted) {
    const acceptedInRow = state.acceptedInRow + 1;
    return acceptedInRow >= ACCEPTED_TO_NORMAL ? switchingStart : { ...state, acceptedInRow };
  }
  const notAccepted = state.notAccepted + 1;
  const inspection = notAccepted >= NOT_ACCEPTED_TO_DISCONTINUE ? 'discontinued' : 'tightened';
  return { ...state, inspection, acceptedInRow: 0, notAccepted };
}
