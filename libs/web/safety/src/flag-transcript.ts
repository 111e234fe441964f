import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { ConversationStore, SessionStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import {
  type Failure,
  FailureNote,
  MessageText,
  Skeleton,
  Transcript,
  flagMarks,
  shownEvents,
} from '@earshot/web/ui';
import { hasConversation } from './flag-panel';

/** The transcript behind a flag, in the ConversationStore of its desk, live, scrolled to the evidence. A flag from a rejected event has only an excerpt. */
@Component({
  selector: 'es-flag-transcript',
  imports: [FailureNote, MessageText, Skeleton, Transcript],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (!hasTranscript()) {
      <div class="excerpt">
        <p class="quiet">{{ t('safety.fromRejected') }}</p>
        <blockquote><es-message-text [text]="flag().excerpt ?? ''" /></blockquote>
      </div>
    } @else if (!mayRead()) {
      <p class="excerpt quiet">{{ t('safety.noTranscript') }}</p>
    } @else {
      @if (failure(); as failure) {
        <es-failure [failure]="failure" (retry)="store.resource.reload()" />
      }
      @if (conversation(); as conversation) {
        <es-transcript
          [messages]="conversation.messages"
          [events]="events()"
          [marks]="marks()"
          [revealId]="evidenceId()"
        />
      } @else if (!failure()) {
        <es-skeleton [lines]="12" />
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
    }
    es-transcript {
      flex: 1;
      min-height: 0;
    }
    es-failure {
      align-self: stretch;
      margin: 0.75rem;
    }
    .excerpt {
      display: grid;
      align-content: start;
      gap: 0.75rem;
      padding: 1rem;
    }
    blockquote {
      margin: 0;
      padding-left: 0.9rem;
      border-left: 2px solid var(--danger);
      font-size: var(--transcript-size);
      line-height: var(--transcript-line);
    }
  `,
})
export class FlagTranscript {
  readonly flag = input.required<Flag>();
  protected readonly store = inject(ConversationStore);
  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly conversation = this.store.conversation;
  protected readonly hasTranscript = computed(() => hasConversation(this.flag()));
  protected readonly mayRead = computed(() => this.session.may('conversations'));
  protected readonly failure = computed(() => (this.store.resource.error() as Failure | undefined) ?? null);
  protected readonly events = computed(() => shownEvents(this.conversation()?.events ?? [], this.words));
  protected readonly marks = computed(() => {
    const flags = this.conversation()?.flags ?? [];
    // The chosen flag may be newer than the conversation as last read.
    return flagMarks([...flags.filter((flag) => flag.id !== this.flag().id), this.flag()], this.words);
  });
  protected readonly evidenceId = computed(
    () => this.flag().findings.flatMap((finding) => finding.evidence)[0]?.messageId ?? null,
  );

  constructor() {
    effect(() => {
      const { conversationId, brandId } = this.flag();
      this.store.show(this.mayRead() && this.hasTranscript() ? { id: conversationId, brandId } : null);
    });
  }
}
