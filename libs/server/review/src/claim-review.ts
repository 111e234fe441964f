import { Injectable } from '@nestjs/common';
import { type ClaimAnswer } from '@earshot/contracts';
import { ReviewItemRepository, ReviewRepository, type KnownReview } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { decideReview } from '@earshot/domain/scoring';
import { Clock } from '@earshot/platform/clock';
import { Database, type Transaction } from '@earshot/platform/database';
import { LiveBus } from '@earshot/platform/live-bus';
import { ReadReview } from './read-review';

/** Gives a reviewer the next item; while a draft of theirs is open, that one again. */
@Injectable()
export class ClaimReview {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reading: ReadReview,
    private readonly bus: LiveBus,
  ) {}

  async execute(scope: Scope): Promise<ClaimAnswer> {
    const now = new Date(this.clock.now());
    const claimed = await this.database.transaction(async (tx) => {
      await new ReviewItemRepository(tx).lockFor(scope);
      return (await this.resumed(tx, scope, now)) ?? (await this.taken(tx, scope, now));
    });
    this.bus.publish('review.queue-changed', { brandIds: [...scope.brandIds] });
    const { waiting } = await new ReviewRepository(this.database).queue(scope, now);
    return { review: claimed === null ? null : await this.reading.open(scope, claimed), waiting };
  }

  /** The person's open draft with a new lease; a draft that another person took over meanwhile is given up. */
  private async resumed(tx: Transaction, scope: Scope, now: Date): Promise<KnownReview | null> {
    const reviews = new ReviewRepository(tx);
    const draft = await reviews.ownDraft(scope);
    if (draft === null) return null;
    const locked = await reviews.lockOwn(scope, draft.id);
    if (locked === null || locked.state !== 'draft') return null;
    if (locked.leasedBy !== scope.personId) {
      await reviews.setState(locked.id, 'expired');
      return null;
    }
    await this.lease(tx, scope, { itemId: locked.itemId, now });
    return reviews.find(scope, locked.id);
  }

  private async taken(tx: Transaction, scope: Scope, now: Date): Promise<KnownReview | null> {
    const reviews = new ReviewRepository(tx);
    const item = await new ReviewItemRepository(tx).takeNext(scope, now);
    if (item === null) return null;
    await reviews.expireOthers(scope, item.id);
    const earlier = await reviews.ownExpired(scope, item.id);
    if (earlier !== null) await reviews.setState(earlier, 'draft');
    const id = earlier ?? (await reviews.start(scope, item.id, now));
    await this.lease(tx, scope, { itemId: item.id, now });
    return reviews.find(scope, id);
  }

  private async lease(
    tx: Transaction,
    scope: Scope,
    { itemId, now }: { itemId: string; now: Date },
  ): Promise<void> {
    const decision = decideReview({
      state: 'draft',
      act: 'resume',
      leaseUntilMs: null,
      submittedAtMs: null,
      nowMs: now.getTime(),
      skipsSoFar: 0,
    });
    if (!decision.ok || decision.value.leaseUntilMs === null) throw new Error('a claim gives a lease');
    const lease = { by: scope.personId, until: new Date(decision.value.leaseUntilMs) };
    await new ReviewItemRepository(tx).set(itemId, { state: decision.value.item, lease });
  }
}
