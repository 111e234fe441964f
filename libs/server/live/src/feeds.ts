import { type LiveView, type Role, type Subscribe } from '@earshot/contracts';
import { mayRead, type Scope } from '@earshot/domain/access';
import { problem } from '@earshot/platform/http';
import { type Feed } from './feed';
import { ConversationFeed, ReviewFeed } from './personal-feeds';
import { SafetyFeed } from './safety-feed';
import { TilesFeed, type FeedSources } from './tiles-feed';

type Filter = NonNullable<Subscribe['filter']>;
type AnyFeed = Feed<unknown>;

const reviewers: readonly Role[] = ['reviewer', 'lead'];

/** Who may look at a view at all. */
const mayLook: Record<LiveView, (scope: Scope) => boolean> = {
  live: (scope) => mayRead(scope, 'measures'),
  safety: (scope) => mayRead(scope, 'flags'),
  review: (scope) => scope.roles.some((role) => reviewers.includes(role)),
  conversation: (scope) => mayRead(scope, 'conversations'),
};

/** The feeds in use, one for each view, pair of eyes and filter. */
export class Feeds {
  private readonly feeds = new Map<string, AnyFeed>();

  constructor(
    private readonly sources: FeedSources,
    private readonly officersLooking: (brandIds: readonly string[]) => Promise<number>,
  ) {}

  /** The feed for a subscription. **Errors**: `forbidden`, `invalid-input`. */
  of(scope: Scope, { view, filter = {} }: Subscribe): AnyFeed {
    if (!mayLook[view](scope)) throw problem('forbidden', 'Your role does not allow this view.');
    const key = JSON.stringify([view, eyesOf(view, scope), Object.entries(filter).sort()]);
    const known = this.feeds.get(key);
    if (known !== undefined) return known;
    const made = this.make(scope, view, filter);
    this.feeds.set(key, made);
    return made;
  }

  /** Calls every feed that is looked at, and forgets the others. */
  tick(nowMs: number): void {
    for (const [key, feed] of this.feeds) {
      if (feed.isUnused) this.feeds.delete(key);
      else feed.tick(nowMs);
    }
  }

  /** Feeds of one kind. */
  all<T extends AnyFeed>(kind: new (...parts: never[]) => T): T[] {
    return [...this.feeds.values()].filter((feed): feed is T => feed instanceof kind);
  }

  private make(scope: Scope, view: LiveView, filter: Filter): AnyFeed {
    switch (view) {
      case 'live':
        return new TilesFeed(this.sources, scope, filter);
      case 'safety':
        return new SafetyFeed(this.sources, scope, {
          vendorId: filter.vendorId,
          officersLooking: this.officersLooking,
        });
      case 'review':
        return new ReviewFeed(this.sources, scope);
      case 'conversation': {
        const { conversationId, brandId } = filter;
        if (conversationId === undefined) throw problem('invalid-input', 'Name a conversation.', '/filter');
        return new ConversationFeed(this.sources, scope, { conversationId, brandId });
      }
    }
  }
}

/** What decides what a person sees in a view: people with the same eyes share a feed. */
function eyesOf(view: LiveView, { personId, roles, brandIds, vendorIds }: Scope): unknown {
  const rows = [[...brandIds].sort(), vendorIds === null ? null : [...vendorIds].sort()];
  return view === 'live' || view === 'safety' ? rows : [personId, [...roles].sort(), rows];
}
