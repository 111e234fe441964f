import { Injectable } from '@nestjs/common';
import { ReviewItemRepository, ReviewRepository, type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { decideReview, type ReviewAct, type ReviewTransition } from '@earshot/domain/scoring';
import { Clock } from '@earshot/platform/clock';
import { Database, type Transaction } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { LiveBus } from '@earshot/platform/live-bus';

/** An act on the person's own review, inside its transaction. */
export interface ReviewWork {
  readonly tx: Transaction;
  readonly review: KnownReview;
  readonly now: Date;
}

/** Does one act to the person's own review: locked, by the rules of domain/scoring, with its item. */
@Injectable()
export class ReviewDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly bus: LiveBus,
  ) {}

  /**
   * Runs `work` and moves the item. Where the item is no longer the person's, `lost` runs instead (and is kept), then
   * `lease-lost` is thrown. **Errors**: `not-found`, `conflict`, `lease-lost`.
   */
  async act<T>(
    scope: Scope,
    id: string,
    {
      act,
      work,
      lost,
    }: {
      act: ReviewAct;
      work: (at: ReviewWork) => Promise<T>;
      lost?: (at: ReviewWork) => Promise<void>;
    },
  ): Promise<T> {
    const now = new Date(this.clock.now());
    const done = await this.database.transaction(async (tx) => {
      const review = await new ReviewRepository(tx).lockOwn(scope, id);
      if (review === null) throw problem('not-found', 'No such review of yours.');
      const decision = decideReview({ ...leaseOf(review, scope), act, nowMs: now.getTime() });
      const at = { tx, review, now };
      if (decision.ok) {
        const value = await work(at);
        await this.moveItem(at, scope, decision.value);
        return { lost: false as const, value };
      }
      if (decision.error === 'conflict') {
        const why =
          act === 'take-back' ? 'A review can be taken back for 8 seconds only.' : 'This review is finished.';
        throw problem('conflict', why);
      }
      await lost?.(at);
      return { lost: true as const };
    });
    if (done.lost) {
      throw problem('lease-lost', 'Another reviewer has taken this item over. What you wrote is kept.');
    }
    if (act !== 'save') this.bus.publish('review.queue-changed', { brandIds: [...scope.brandIds] });
    return done.value;
  }

  private async moveItem({ tx, review }: ReviewWork, scope: Scope, to: ReviewTransition): Promise<void> {
    const lease = to.leaseUntilMs === null ? null : { by: scope.personId, until: new Date(to.leaseUntilMs) };
    await new ReviewItemRepository(tx).set(review.itemId, { state: to.item, lease });
  }
}

function leaseOf(review: KnownReview, scope: Scope) {
  const holds = review.leasedBy === scope.personId && review.itemState === 'claimed';
  return {
    state: review.state,
    leaseUntilMs: holds ? (review.leaseUntil?.getTime() ?? null) : null,
    submittedAtMs: review.submittedAt?.getTime() ?? null,
    skipsSoFar: review.skips,
  };
}
