import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ConversationStore, ServerClock, SessionStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import {
  AsOf,
  type Failure,
  FailureNote,
  Skeleton,
  Transcript,
  flagMarks,
  shownEvents,
} from '@earshot/web/ui';
import { ConversationFacts } from './conversation-facts';
import { promiseMarks, withMarks } from './promise-marks';
import { elsewhereMarks, replyMarks } from './reply-marks';

/** One conversation: its transcript with the evidence marked, and what is known of it. */
@Component({
  selector: 'es-conversation-page',
  imports: [AsOf, ConversationFacts, FailureNote, RouterLink, Skeleton, Transcript],
  providers: [ConversationStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header class="bar">
      <a routerLink="/conversations">‹ {{ t('conversation.list') }}</a>
      <h1>{{ t('conversation.title', { id: id() }) }}</h1>
      @if (store.stale(); as stale) {
        <es-as-of [asOf]="null" [now]="now()" [stale]="stale" />
      }
    </header>
    @if (failure(); as failure) {
      <es-failure [failure]="failure" (retry)="store.resource.reload()" />
    }
    @if (conversation(); as conversation) {
      <div class="desk">
        <section class="pane transcript">
          <es-transcript
            [messages]="conversation.messages"
            [events]="events()"
            [marks]="marks()"
            [revealId]="message() ?? null"
          />
        </section>
        <es-conversation-facts class="pane" [conversation]="conversation" [now]="now()" />
      </div>
    } @else if (!failure()) {
      <div class="desk">
        <section class="pane"><es-skeleton [lines]="14" /></section>
        <section class="pane"><es-skeleton [lines]="10" /></section>
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      height: 100%;
      min-width: 62rem;
    }
    .bar {
      display: flex;
      gap: 1rem;
      align-items: baseline;
      padding: 0.7rem 0.75rem;
    }
    h1 {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    es-failure {
      margin: 0 0.75rem 0.5rem;
    }
    .desk {
      display: grid;
      flex: 1;
      grid-template-columns: minmax(0, 1fr) 23rem;
      gap: 0.5rem;
      min-height: 0;
      padding: 0 0.75rem 0.75rem;
    }
    .pane {
      display: grid;
      min-height: 0;
      overflow: hidden;
    }
  `,
})
export class ConversationPage {
  /** Of the address: the conversation's id, and the message to show first. */
  readonly id = input.required<string>();
  readonly brandId = input<string>();
  readonly message = input<string>();

  protected readonly store = inject(ConversationStore);
  private readonly words = inject(Words);
  private readonly format = inject(Format);
  protected readonly session = inject(SessionStore);
  protected readonly now = inject(ServerClock).now;
  protected readonly t = this.words.t;
  protected readonly conversation = this.store.conversation;
  protected readonly failure = computed(() => (this.store.resource.error() as Failure | undefined) ?? null);
  protected readonly events = computed(() => shownEvents(this.conversation()?.events ?? [], this.words));
  protected readonly marks = computed(() => {
    const one = this.conversation();
    const promises = promiseMarks(one?.promises ?? [], this.words, this.format);
    const help = one?.help ?? { replies: [], compared: null };
    const beside = [promises, replyMarks(help.replies, this.words), elsewhereMarks(help, this.words)];
    return beside.reduce(withMarks, flagMarks(one?.flags ?? [], this.words));
  });

  constructor() {
    effect(() => this.store.show({ id: this.id(), brandId: this.brandId() ?? null }));
  }
}
