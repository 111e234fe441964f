import { Injectable } from '@nestjs/common';
import { type Review } from '@earshot/contracts';
import { AuditLog, ReviewRepository, TranscriptRepository, type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { showReview } from './show-review';

/** Reads one review with its transcript, which leaves an audit row. */
@Injectable()
export class ReadReview {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** **Errors**: `not-found`, also for what the person may not see. */
  async execute(scope: Scope, id: string): Promise<Review> {
    return this.open(scope, await this.find(scope, id));
  }

  /** Opens a review that was found already: its transcript is read from now on, which leaves the audit row. */
  async open(scope: Scope, review: KnownReview): Promise<Review> {
    const shown = await this.show(scope, review);
    await this.audit.append(this.database, {
      personId: scope.personId,
      act: 'transcript.read',
      subject: `conversation ${review.brandId} ${review.conversationId}`,
      detail: { reviewId: review.id },
    });
    return shown;
  }

  /** The review after an act of the person who has it open: no new read of the transcript, so no audit row. */
  async after(scope: Scope, id: string): Promise<Review> {
    return this.show(scope, await this.find(scope, id));
  }

  private async find(scope: Scope, id: string): Promise<KnownReview> {
    const review = await new ReviewRepository(this.database).find(scope, id);
    if (review === null) throw problem('not-found', 'No such review.');
    return review;
  }

  private async show(scope: Scope, review: KnownReview): Promise<Review> {
    const messages = await new TranscriptRepository(this.database).messages(review.conversationKey);
    return showReview(scope, review, messages, new Date(this.clock.now()));
  }
}
