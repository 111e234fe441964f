import { Injectable } from '@nestjs/common';
import { type Answer, type Review, type saveScoresSchema } from '@earshot/contracts';
import { ReviewRepository, TranscriptRepository, type Draft, type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { mask } from '@earshot/domain/privacy';
import { problemsOfDraft, type ScoringProblem } from '@earshot/domain/scoring';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { problem, type AppError } from '@earshot/platform/http';
import { type z } from 'zod';
import { ReadReview } from './read-review';
import { ReviewDesk, type ReviewWork } from './review-desk';
import { blindMessageId, withMessageIds } from './show-review';

type Scores = z.output<typeof saveScoresSchema>;

/** What is authenticated with the sealed texts of a review. */
export function notesContext(reviewId: string): string {
  return `review-notes\n${reviewId}`;
}

/** Keeps a draft and renews the lease. What was written when the lease is lost is kept too, and told. */
@Injectable()
export class SaveScores {
  constructor(
    private readonly database: Database,
    private readonly desk: ReviewDesk,
    private readonly keys: DataKeys,
    private readonly reading: ReadReview,
  ) {}

  /** **Errors**: `conflict` for another `revision` than the last, `lease-lost`, `invalid-input`, `not-found`. */
  async execute(scope: Scope, id: string, scores: Scores): Promise<Review> {
    const keep = async ({ tx, review }: ReviewWork) => {
      if (review.revision !== scores.revision) {
        throw problem('conflict', 'This review was saved elsewhere meanwhile. Load it again.', '/revision');
      }
      const [first] = problemsOfDraft(review.scorecard, scores.answers);
      if (first !== undefined) throw scoringProblem(first);
      await new ReviewRepository(tx).save(id, await this.draft(review, scores));
    };
    await this.desk.act(scope, id, { act: 'save', work: keep, lost: keep });
    return this.reading.after(scope, id);
  }

  private async draft(review: KnownReview, scores: Scores): Promise<Draft> {
    const messages = await new TranscriptRepository(this.database).messages(review.conversationKey);
    const known = new Map(
      messages.flatMap(({ messageId }) => [
        [blindMessageId(review.id, messageId), messageId] as const,
        [messageId, messageId] as const,
      ]),
    );
    const answers = withMessageIds(scores.answers, (shown) => known.get(shown));
    const originals = { note: scores.note, notes: notesOf(scores.answers) };
    const { secret, keyId } = this.keys.seal(JSON.stringify(originals), notesContext(review.id));
    return { answers: maskedNotes(answers), note: mask(scores.note).text, secret, keyId };
  }
}

/** The problem that a caller is told for one of scoring's. */
export function scoringProblem({ code, criterionId, pointer }: ScoringProblem): AppError {
  const detail = {
    unanswered: `The criterion "${criterionId}" is not answered.`,
    'not-applicable-refused': `The criterion "${criterionId}" cannot be "not applicable".`,
    'points-out-of-range': `The points of "${criterionId}" are beyond its scale.`,
    'unknown-criterion': `The scorecard has no criterion "${criterionId}".`,
  }[code];
  return problem('invalid-input', detail, pointer);
}

function notesOf(answers: Readonly<Record<string, Answer>>): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).map(([id, { note }]) => [id, note]));
}

function maskedNotes(answers: Readonly<Record<string, Answer>>): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [id, { ...answer, note: mask(answer.note).text }]),
  );
}
