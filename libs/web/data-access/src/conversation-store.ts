import {
  Injectable,
  computed,
  effect,
  inject,
  linkedSignal,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { type Conversation } from '@earshot/contracts';
import { Api } from './http/api';
import { RequestFailed } from './http/request-failed';
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

interface Reading {
  wanted: ConversationRef | null;
  read: Conversation | null;
  failure: Error | undefined;
}

/** Whether the server does not give the conversation to this person: then it is not shown any longer either. */
function isWithheld(failure: Error | undefined): boolean {
  return failure instanceof RequestFailed && (failure.status === 403 || failure.status === 404);
}

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
  /** Why the transcript may be behind what is written at this moment; null while the server tells of what comes. */
  readonly stale = computed(() => this.subscription()?.feed.stale() ?? null);

  readonly resource = resource({
    params: () => this.wanted() ?? undefined,
    loader: ({ params, abortSignal }) =>
      this.api.get(`/conversations/${encodeURIComponent(params.id)}`, {
        query: { brandId: params.brandId },
        answer: (c) => c.conversationSchema,
        signal: abortSignal,
      }),
  });
  private readonly kept = linkedSignal<Reading, Conversation | null>({
    source: () => ({
      wanted: this.wanted(),
      read: this.resource.hasValue() ? this.resource.value() : null,
      failure: this.resource.error(),
    }),
    computation: ({ wanted, read, failure }, before) => {
      if (read !== null) return read;
      return before?.source.wanted === wanted && !isWithheld(failure) ? before.value : null;
    },
  });
  /** The conversation as last read; kept while it is read again, and where that fails. */
  readonly conversation = this.kept.asReadonly();

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
      if (!live || live.conversationId !== this.wanted()?.id) return;
      // What failed is read again too: the server has just said something, so it may answer now.
      const isBehind = shown ? live.version > shown.version : untracked(this.resource.status) === 'error';
      if (isBehind) this.resource.reload();
    });
  }

  show(wanted: ConversationRef | null): void {
    this.wanted.update((before) =>
      before?.id === wanted?.id && before?.brandId === wanted?.brandId ? before : wanted,
    );
  }
}
