import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type ShownMessage } from '@earshot/contracts';
import { Format, Words } from '@earshot/web/i18n';
import { MessageText } from './message-text';
import { type Mark } from './segments';

/** One message: who, when, what; the marks' words on the margin. */
@Component({
  selector: 'es-transcript-message',
  imports: [MessageText],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="head">
      <span class="who">{{ who() }}</span>
      <time [attr.datetime]="message().at" [title]="format.exact(message().at)">{{
        format.time(message().at)
      }}</time>
      @if (lateMs() !== null) {
        <span class="late">{{ t('conversation.lateReceipt', { time: format.duration(lateMs()) }) }}</span>
      }
    </div>
    <div class="body">
      <es-message-text [text]="message().text" [marks]="marks()" />
      @if (message().attachments > 0) {
        <span class="chip attached">{{
          words.count('conversation.attachments', message().attachments)
        }}</span>
      }
    </div>
    @if (labels().length > 0) {
      <ul class="margin">
        @for (label of labels(); track label.text) {
          <li [class]="label.kind">{{ label.text }}</li>
        }
      </ul>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 42em) minmax(6em, auto);
      column-gap: 1.25em;
      padding: 0.3em 0.75em 0.45em;
      border-left: 3px solid transparent;
    }
    :host(.agent),
    :host(.bot) {
      padding-left: 3.25em;
    }
    :host(.focused) {
      border-left-color: var(--accent);
      background: var(--hover);
    }
    .head {
      grid-column: 1;
      display: flex;
      gap: 0.6em;
      align-items: baseline;
      color: var(--text-3);
      font-size: 0.8em;
      line-height: 1.5;
    }
    .who {
      color: var(--text-2);
    }
    :host(.customer) .who {
      color: var(--text);
      font-weight: 700;
    }
    :host(.bot) .body,
    :host(.system) .body {
      color: var(--text-2);
    }
    :host(.system) .body {
      font-size: 0.9em;
    }
    .late {
      color: var(--warning);
    }
    .body {
      grid-column: 1;
      line-height: var(--transcript-line);
    }
    .attached {
      display: table;
    }
    .margin {
      grid-column: 2;
      grid-row: 1 / span 2;
      align-self: start;
      display: grid;
      gap: 0.2em;
      padding-left: 0.6em;
      border-left: 2px solid var(--line);
      color: var(--text-2);
      font-size: 0.8em;
    }
    .margin .critical {
      color: var(--danger);
      font-weight: 600;
    }
    .margin .flag {
      color: var(--warning);
    }
    .margin .evidence {
      color: var(--accent);
    }
  `,
  host: {
    '[class]': 'message().sender.role',
    '[class.focused]': 'isFocused()',
    '[attr.data-message]': 'message().messageId',
    '[attr.aria-current]': 'isFocused() || null',
  },
})
export class TranscriptMessage {
  readonly message = input.required<ShownMessage>();
  readonly marks = input<readonly Mark[]>([]);
  readonly isFocused = input(false);
  /** Said where it is not null: received so much later than its own time. */
  readonly lateMs = input<number | null>(null);

  protected readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;
  protected readonly who = computed(() => {
    const { role, id } = this.message().sender;
    const speaker = this.t(`speaker.${role}`);
    return role === 'agent' && id !== null ? `${speaker} ${id}` : speaker;
  });
  protected readonly labels = computed(() => {
    const byText = new Map(this.marks().map((mark) => [mark.label, mark.kind]));
    return [...byText].map(([text, kind]) => ({ text, kind }));
  });
}
