import { type conversationDataSchema, type ReviewQueue } from '@earshot/contracts';
import { ConversationRepository, ReviewRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { problem } from '@earshot/platform/http';
import { type z } from 'zod';
import { Feed, type FeedChange } from './feed';
import { type FeedSources } from './tiles-feed';

/** How much waits for one reviewer. */
export class ReviewFeed extends Feed<ReviewQueue> {
  constructor(
    private readonly sources: FeedSources,
    private readonly scope: Scope,
  ) {
    super({ leastMs: 1_000, mostMs: 15_000 }, sources);
  }

  protected override read(): Promise<ReviewQueue> {
    return new ReviewRepository(this.sources.database).queue(this.scope, new Date(this.sources.clock.now()));
  }

  protected override changes(previous: ReviewQueue, next: ReviewQueue): FeedChange[] {
    return JSON.stringify(previous) === JSON.stringify(next) ? [] : [{ kind: 'queue', data: next }];
  }
}

type ConversationData = z.infer<typeof conversationDataSchema>;
interface KeyedConversation extends ConversationData {
  /** Never sent: what bus messages name. */
  readonly key: string;
}

/** Whether one conversation has moved on. */
export class ConversationFeed extends Feed<ConversationData> {
  private key: string | null = null;

  constructor(
    private readonly sources: FeedSources,
    private readonly scope: Scope,
    private readonly named: { conversationId: string; brandId: string | undefined },
  ) {
    super({ leastMs: 500, mostMs: 5_000 }, sources);
  }

  /** Whether a bus message about this key is about this conversation. */
  isAbout(key: string): boolean {
    return this.key !== null && this.key.replaceAll('-', '') === key.replaceAll('-', '');
  }

  protected override async read(): Promise<ConversationData> {
    const { key, conversationId, version } = await this.find();
    this.key = key;
    return { conversationId, version };
  }

  protected override changes(previous: ConversationData, next: ConversationData): FeedChange[] {
    return previous.version === next.version ? [] : [{ kind: 'updated', data: next }];
  }

  private async find(): Promise<KeyedConversation> {
    const conversations = new ConversationRepository(this.sources.database);
    const [known, another] = await conversations.find(
      this.scope,
      this.named.conversationId,
      this.named.brandId,
    );
    if (known === undefined || another !== undefined) throw problem('not-found', 'No such conversation.');
    if (await conversations.isUnderBlindReviewBy(this.scope, known.key)) {
      throw problem('forbidden', 'You are reviewing this conversation blind.');
    }
    return { key: known.key, conversationId: known.row.id, version: known.version };
  }
}
