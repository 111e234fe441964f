import { type ConversationReview } from '@earshot/contracts';
import { type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { sightOf } from '@earshot/domain/scoring';

/**
 * The submitted reviews of a conversation as this person may know them, with the reviewer's name only for those who
 * may. Null while the own one can be taken back still: whoever may judge again knows neither whose conversation it is
 * nor what others judged.
 */
export function showReviews(
  scope: Scope,
  reviews: readonly KnownReview[],
  now: Date,
): ConversationReview[] | null {
  const seen = reviews.map((review) => ({ review, ...sightOf(scope, review, now) }));
  if (seen.some(({ review, seesOrigin }) => review.reviewerId === scope.personId && !seesOrigin)) return null;
  return seen.flatMap(({ review, seesOrigin, seesReviewer }) => {
    if (!seesOrigin || review.state !== 'submitted' || review.submittedAt === null) return [];
    const { id, scorePercent, passed, note } = review;
    return {
      id,
      reviewer: seesReviewer ? review.reviewerName : null,
      submittedAt: review.submittedAt.toISOString(),
      scorePercent,
      passed,
      remarks: remarksOf(review),
      note,
    };
  });
}

function remarksOf({ scorecard, answers }: KnownReview): ConversationReview['remarks'] {
  return scorecard.criteria.flatMap(({ id, title, critical }) => {
    const { points, note = '' } = answers[id] ?? { points: null };
    const failsReview = critical && points === 0;
    return failsReview || note !== '' ? { title, note, failsReview } : [];
  });
}
