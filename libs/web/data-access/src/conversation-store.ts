import { Injectable, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { Api } from './http/api';
import { LiveSocket, type Subscription } from './live/live-socket';
import { type FeedShape } from './live/live-feed';

interface Version {
  conversationId: string;
  version: number;
}

const conversationShape: FeedShape<Version> = {
  view: 'conversation',
  read: (data, contracts) => contracts.conversationDataSchema.safeParse(data).data ?? null,
  apply: (data, change, contracts) =>
    change.kind === 'updated' ? (contracts.conversationDataSchema.safeParse(change.data).data ?? null) : data,
};

/** Which conversation: its id, and its brand where the person has several. */
export interface ConversationRef {
  id: string;
  brandId: string | null;
}

/**
 * One conversation, read whole and read again when the server says that it grew. Provide it where the transcript
 * is shown, so that two never share one.
 */
@Injectable()
export class ConversationStore {
  private readonly api = inject(Api);
  private readonly socket = inject(LiveSocket);
  private readonly wanted = signal<ConversationRef | null>(null);
  private readonly subscription = signal<Subscription<Version> | null>(null);
  private readonly live = computed(() => this.subscription()?.feed.data() ?? null);

  readonly resource = resource({
    params: () => this.wanted() ?? undefined,
    loader: ({ params, abortSignal }) =>
      this.api.get(`/conversations/${encodeURIComponent(params.id)}`, {
        query: { brandId: params.brandId },
        answer: (c) => c.conversationSchema,
        signal: abortSignal,
      }),
  });
  /** The conversation as last read; kept while it is read again. */
  readonly conversation = computed(() => (this.resource.hasValue() ? this.resource.value() : null));
  readonly staleSince = this.socket.staleSince;

  constructor() {
    effect((onCleanup) => {
      const wanted = this.wanted();
      if (!wanted) return;
      const filter = {
        conversationId: wanted.id,
        ...(wanted.brandId === null ? {} : { brandId: wanted.brandId }),
      };
      const subscription = untracked(() => this.socket.subscribe(conversationShape, filter));
      this.subscription.set(subscription);
      onCleanup(() => subscription.close());
    });
    effect(() => {
      const live = this.live();
      const shown = this.conversation();
      if (live && shown && live.conversationId === shown.id && live.version > shown.version)
        this.resource.reload();
    });
  }

  show(wanted: ConversationRef | null): void {
    this.wanted.update((before) =>
      before?.id === wanted?.id && before?.brandId === wanted?.brandId ? before : wanted,
    );
  }
}
