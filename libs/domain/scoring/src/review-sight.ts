import { type Scope } from '@earshot/domain/access';
import { canBeTakenBack, type ReviewState } from './review-state';

/** What a reader of a review may know besides the scores. */
export interface Sight {
  /** Who wrote it. Never a vendor person's to know, nor needed by the writer. */
  readonly seesReviewer: boolean;
  /** Whose conversation it is. Hidden from whoever reviews it blind. */
  readonly seesOrigin: boolean;
}

/**
 * What this person may know of this review. Whoever is a reviewer only stays blind for good; a lead who reviews is
 * blind until the own review is finished, and cannot be taken back any more.
 */
export function sightOf(
  scope: Scope,
  review: {
    readonly reviewerId: string;
    readonly state: ReviewState;
    readonly submittedAt: Date | null;
  },
  now: Date,
): Sight {
  const own = review.reviewerId === scope.personId;
  const isOpen = canBeTakenBack(review.submittedAt?.getTime() ?? null, now.getTime());
  const finished = (review.state === 'submitted' && !isOpen) || review.state === 'skipped';
  const readsOthers = scope.roles.some(
    (role) => role !== 'reviewer' && role !== 'administrator' && role !== 'safety',
  );
  return {
    seesReviewer: scope.vendorIds === null && readsOthers && (!own || finished),
    seesOrigin: readsOthers && (!own || finished),
  };
}
