import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { parsePlaceholders } from '@earshot/domain/privacy';
import { Words } from '@earshot/web/i18n';
import { type Mark, segmentText } from './segments';

/** A message's text: evidence marked in place, masked data as typed chips. */
@Component({
  selector: 'es-message-text',
  changeDetection: ChangeDetectionStrategy.OnPush,
  // On one line: white space is kept as the speaker typed it, so there may be none of ours.
  template: `@for (piece of pieces(); track piece.start) {
    @if (piece.chip) {
      <span
        class="masked"
        [class]="piece.mark"
        [attr.data-start]="piece.start"
        [attr.data-end]="piece.end"
        data-chip
        [title]="piece.title"
        >{{ piece.word }}</span
      >
    } @else if (piece.mark) {
      <mark [class]="piece.mark" [attr.data-start]="piece.start" [attr.data-end]="piece.end">{{
        piece.text
      }}</mark>
    } @else {
      <span [attr.data-start]="piece.start" [attr.data-end]="piece.end">{{ piece.text }}</span>
    }
  }`,
  styles: `
    :host {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    mark {
      background: var(--mark);
      color: inherit;
      border-bottom: 2px solid var(--warning);
    }
    mark.critical {
      background: var(--mark-critical);
      border-bottom-color: var(--danger);
    }
    mark.evidence {
      background: var(--selected);
      border-bottom: 2px solid var(--accent);
    }
    .masked {
      display: inline-block;
      margin: 0 0.15em;
      padding: 0 0.4em;
      border: 1px dashed var(--line-strong);
      border-radius: 0.2rem;
      background: var(--chip);
      color: var(--text-2);
      font-size: 0.8667em;
      line-height: 1.45;
    }
    .masked.critical {
      border-color: var(--danger);
    }
    .masked.flag {
      border-color: var(--warning);
    }
    .masked.evidence {
      border-color: var(--accent);
    }
  `,
})
export class MessageText {
  readonly text = input.required<string>();
  readonly marks = input<readonly Mark[]>([]);
  private readonly words = inject(Words);

  protected readonly pieces = computed(() =>
    segmentText(this.text(), this.marks(), parsePlaceholders(this.text())).map((segment) => {
      if (segment.chip === null) return { ...segment, word: '', title: '' };
      const type = this.words.of(`personalData.${segment.chip}`, segment.chip);
      return {
        ...segment,
        word: segment.text === '' ? type : `${type} ··${segment.text}`,
        title: this.words.t('conversation.masked', { type }),
      };
    }),
  );
}
