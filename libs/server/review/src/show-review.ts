import { createHash } from 'node:crypto';
import { type Answer, type Review, type ShownMessage } from '@earshot/contracts';
import { type KnownReview, type TranscriptMessage } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { maskForReview } from '@earshot/domain/privacy';
import { sightOf, type Sight } from '@earshot/domain/scoring';

/**
 * The name of a message in a blind review. A message id may tell vendor or conversation, so a reviewer gets another:
 * steady for this review, and not to be turned back without knowing the id.
 */
export function blindMessageId(reviewId: string, messageId: string): string {
  return `m-${createHash('sha256').update(`${reviewId}\0${messageId}`).digest('hex').slice(0, 16)}`;
}

/**
 * The transcript as every reader of the review sees it: staff numbers and names masked too, so that evidence offsets
 * mean the same to reviewer and lead. Sender ids only for those who may know the origin.
 */
export function reviewTranscript(
  reviewId: string,
  messages: readonly TranscriptMessage[],
  { seesOrigin }: Sight,
): ShownMessage[] {
  return messages.map(({ messageId, sender, text, at, receivedAt, attachments }) => ({
    messageId: seesOrigin ? messageId : blindMessageId(reviewId, messageId),
    sender: { role: sender.role, id: seesOrigin ? sender.id : null },
    text: maskForReview(text).text,
    at,
    receivedAt,
    attachments,
  }));
}

/** The answers with the evidence's message ids as `rename` gives them; evidence in a message that is gone is left out. */
export function withMessageIds(
  answers: Readonly<Record<string, Answer>>,
  rename: (messageId: string) => string | undefined,
): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(answers).map(([criterionId, answer]) => [
      criterionId,
      {
        ...answer,
        evidence: answer.evidence.flatMap((span) => {
          const messageId = rename(span.messageId);
          return messageId === undefined ? [] : [{ ...span, messageId }];
        }),
      },
    ]),
  );
}

/** A review without its transcript, as this person may see it. */
export function showReviewRow(
  scope: Scope,
  review: KnownReview,
  now: Date,
): Omit<Review, 'messages' | 'scorecard' | 'answers'> {
  const sight = sightOf(scope, review, now);
  const holds = review.state === 'draft' && review.leasedBy === review.reviewerId;
  return {
    id: review.id,
    state: review.state,
    scenario: review.scenario,
    channel: review.channel,
    language: review.language,
    openedAt: review.openedAt.toISOString(),
    transcriptRevision: review.transcriptRevision,
    transcriptChanged: review.conversationVersion > review.transcriptRevision,
    note: review.note,
    scorePercent: review.scorePercent,
    passed: review.passed,
    leaseUntil: holds ? (review.leaseUntil?.toISOString() ?? null) : null,
    claimedAt: review.claimedAt.toISOString(),
    submittedAt: review.submittedAt?.toISOString() ?? null,
    revision: review.revision,
    reviewer: sight.seesReviewer ? review.reviewerName : null,
    vendorId: sight.seesOrigin ? review.vendorId : null,
    conversationId: sight.seesOrigin ? review.conversationId : null,
  };
}

/** A review with its transcript, as this person may see it. */
export function showReview(
  scope: Scope,
  review: KnownReview,
  messages: readonly TranscriptMessage[],
  now: Date,
): Review {
  const sight = sightOf(scope, review, now);
  const shownId = (messageId: string) =>
    sight.seesOrigin ? messageId : blindMessageId(review.id, messageId);
  return {
    ...showReviewRow(scope, review, now),
    scorecard: review.scorecard,
    messages: reviewTranscript(review.id, messages, sight),
    answers: withMessageIds(review.answers, shownId),
  };
}
