import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
} from '@angular/core';
import { type ShownMessage } from '@earshot/contracts';
import { Format, Words } from '@earshot/web/i18n';
import { Icon } from '../icon';
import { type Mark } from './segments';
import { type SelectedText, selectedText } from './selected-text';
import { TranscriptMessage } from './transcript-message';
import { type FoldTurn, type ShownEvent, turnsOf } from './turns';

const noMarks: readonly Mark[] = [];

/** A conversation set for reading. The element that scrolls is this one. */
@Component({
  selector: 'es-transcript',
  imports: [Icon, TranscriptMessage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ol>
      @for (turn of turns(); track turn.id) {
        @switch (turn.kind) {
          @case ('message') {
            <li>
              @if (turn.waitedMs !== null) {
                <p class="between wait">
                  {{ t('conversation.waited', { time: format.duration(turn.waitedMs) }) }}
                </p>
              } @else if (turn.gapMs !== null) {
                <p class="between">{{ t('conversation.gap', { time: format.duration(turn.gapMs) }) }}</p>
              }
              <es-transcript-message
                [message]="turn.message"
                [marks]="marksOf(turn.message.messageId)"
                [isFocused]="turn.message.messageId === focusedId()"
                [lateMs]="turn.lateMs"
              />
            </li>
          }
          @case ('fold') {
            <li>
              <button
                type="button"
                class="fold"
                [attr.aria-expanded]="unfolded().has(turn.id)"
                (click)="toggle(turn)"
              >
                <es-icon [name]="unfolded().has(turn.id) ? 'down' : 'right'" />
                {{ words.count('conversation.fold', turn.messages.length) }}
              </button>
              @if (unfolded().has(turn.id)) {
                @for (message of turn.messages; track message.messageId) {
                  <es-transcript-message
                    [message]="message"
                    [isFocused]="message.messageId === focusedId()"
                  />
                }
              }
            </li>
          }
          @case ('event') {
            <li class="between event">
              <time [attr.datetime]="turn.event.at" [title]="format.exact(turn.event.at)">{{
                format.time(turn.event.at)
              }}</time>
              {{ turn.event.text }}
            </li>
          }
        }
      } @empty {
        <li class="none quiet">{{ t('conversation.noMessages') }}</li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
      overflow-y: auto;
      padding: 0.5rem 0 1.5rem;
      font-size: var(--transcript-size);
    }
    li {
      content-visibility: auto;
      contain-intrinsic-size: auto 4em;
    }
    .between {
      padding: 0.35em 0.95em;
      color: var(--text-3);
      font-size: 0.8em;
    }
    .between.wait {
      padding-left: 4.2em;
      color: var(--warning);
      font-weight: 600;
    }
    .fold {
      display: inline-flex;
      align-items: center;
      gap: 0.4em;
      margin: 0.25em 0 0.25em 2.4em;
      padding: 0.2em 0.6em;
      border: 0;
      border-radius: var(--radius);
      background: transparent;
      color: var(--accent);
      font: inherit;
      font-size: 0.8667em;
      cursor: pointer;
    }
    .fold:hover {
      background: var(--hover);
    }
    .none {
      padding: 1.5rem;
    }
  `,
  host: { tabindex: '0', role: 'region', '[attr.aria-label]': "t('conversation.transcript')" },
})
export class Transcript {
  readonly messages = input.required<readonly ShownMessage[]>();
  readonly events = input<readonly ShownEvent[]>([]);
  /** Marks by message id. */
  readonly marks = input<ReadonlyMap<string, readonly Mark[]>>(new Map());
  /** Message that the keys are on. */
  readonly focusedId = input<string | null>(null);
  /** Message to scroll to once, when it changes or as soon as it is there: what comes later leaves the reader in place. */
  readonly revealId = input<string | null>(null);

  protected readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly turns = computed(() =>
    turnsOf(this.messages(), this.events(), (id) => this.marks().has(id)),
  );
  /** Folds that the reader opened; another conversation begins folded. */
  protected readonly unfolded = linkedSignal<string, ReadonlySet<string>>({
    source: () => this.messages()[0]?.messageId ?? '',
    computation: () => new Set(),
  });

  /** The message that was scrolled to. */
  private revealed: string | null = null;

  constructor() {
    effect(() => {
      const id = this.focusedId() ?? this.revealId();
      // It may come with a later turn, or with the fold that hides it.
      this.turns();
      this.unfolded();
      if (id === this.revealed) return;
      this.revealed = null;
      if (id !== null) queueMicrotask(() => this.reveal(id));
    });
  }

  /** What the person has selected with the mouse or by keyboard. */
  selection(): SelectedText[] {
    return selectedText(document.getSelection(), this.element.nativeElement);
  }

  protected marksOf(messageId: string): readonly Mark[] {
    return this.marks().get(messageId) ?? noMarks;
  }

  protected toggle(fold: FoldTurn): void {
    this.unfolded.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(fold.id)) next.add(fold.id);
      return next;
    });
  }

  private reveal(messageId: string): void {
    const target = [...this.element.nativeElement.querySelectorAll<HTMLElement>('[data-message]')].find(
      (one) => one.dataset['message'] === messageId,
    );
    if (!target) return;
    this.revealed = messageId;
    target.scrollIntoView({ block: 'nearest' });
  }
}
