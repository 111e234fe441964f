import { Injectable } from '@nestjs/common';
import { type Review, type skipSchema } from '@earshot/contracts';
import { AuditLog, ReviewRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { mask } from '@earshot/domain/privacy';
import { scoreOf } from '@earshot/domain/scoring';
import { type z } from 'zod';
import { ReadReview } from './read-review';
import { ReviewDesk } from './review-desk';
import { scoringProblem } from './save-scores';

/** Submits a review: every criterion answered or not applicable; the score is computed here, never sent. */
@Injectable()
export class SubmitReview {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly audit: AuditLog,
    private readonly reading: ReadReview,
  ) {}

  /** **Errors**: `invalid-input` with a pointer to the first criterion, `lease-lost`, `conflict`, `not-found`. */
  async execute(scope: Scope, id: string): Promise<Review> {
    await this.desk.act(scope, id, {
      act: 'submit',
      work: async ({ tx, review, now }) => {
        const result = scoreOf(review.scorecard, review.answers);
        if (!result.ok) {
          const [first] = result.error;
          if (first !== undefined) throw scoringProblem(first);
          return;
        }
        await new ReviewRepository(tx).finish(id, { at: now, score: result.value });
        await this.audit.append(tx, {
          personId: scope.personId,
          act: 'review.submitted',
          subject: `review ${id}`,
          detail: { scorePercent: result.value.scorePercent, passed: result.value.passed },
        });
      },
    });
    return this.reading.after(scope, id);
  }
}

/** Takes a submission back for a few seconds after it: the review is its person's draft again, without a score. */
@Injectable()
export class TakeBackReview {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly audit: AuditLog,
    private readonly reading: ReadReview,
  ) {}

  /** **Errors**: `conflict` when it is too late or was not submitted, `not-found`. */
  async execute(scope: Scope, id: string): Promise<Review> {
    await this.desk.act(scope, id, {
      act: 'take-back',
      work: async ({ tx }) => {
        await new ReviewRepository(tx).takeBack(id);
        await this.audit.append(tx, {
          personId: scope.personId,
          act: 'review.taken-back',
          subject: `review ${id}`,
          detail: {},
        });
      },
    });
    return this.reading.after(scope, id);
  }
}

/** Gives an item back with a reason: to another reviewer, and after three people to a lead. */
@Injectable()
export class SkipReview {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly audit: AuditLog,
  ) {}

  /** **Errors**: `lease-lost`, `conflict`, `not-found`. */
  async execute(scope: Scope, id: string, { reason, note }: z.output<typeof skipSchema>): Promise<void> {
    const skipReason = note === '' ? reason : `${reason}: ${mask(note).text}`;
    await this.desk.act(scope, id, {
      act: 'skip',
      work: async ({ tx, now }) => {
        await new ReviewRepository(tx).finish(id, { at: now, skipReason });
        await this.audit.append(tx, {
          personId: scope.personId,
          act: 'review.skipped',
          subject: `review ${id}`,
          detail: { reason },
        });
      },
    });
  }
}
