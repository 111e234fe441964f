import { Injectable } from '@nestjs/common';
import { type Review } from '@earshot/contracts';
import { AuditLog, ReviewRepository, TranscriptRepository, type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { showReview } from './show-review';

/** Reads one review with its transcript, which leaves an audit row. */
@Injectable()
export class ReadReview {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** **Errors**: `not-found`, also for what the person may not see. */
  async execute(scope: Scope, id: string): Promise<Review> {
    const review = await new ReviewRepository(this.database).find(scope, id);
    if (review === null) throw problem('not-found', 'No such review.');
    return this.show(scope, review);
  }

  /** A review that was read already, with its transcript. */
  async show(scope: Scope, review: KnownReview): Promise<Review> {
    const messages = await new TranscriptRepository(this.database).messages(review.conversationKey);
    await this.audit.append(this.database, {
      personId: scope.personId,
      act: 'transcript.read',
      subject: `conversation ${review.brandId} ${review.conversationId}`,
      detail: { reviewId: review.id },
    });
    return showReview(scope, review, messages);
  }
}
