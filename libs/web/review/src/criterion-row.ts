import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { type Answer, type Criterion, type ShownMessage } from '@earshot/contracts';
import { type Points } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Icon, KeyHint, MessageText } from '@earshot/web/ui';

interface Choice {
  points: Exclude<Points, null>;
  label: string;
  /** The digit that gives it. */
  digit: string;
}

/** One criterion: its answers with their digits, its evidence, its note. */
@Component({
  selector: 'es-criterion-row',
  imports: [Icon, KeyHint, MessageText],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './criterion-row.html',
  styleUrl: './criterion-row.css',
  host: { '[class.focused]': 'isFocused()', '(pointerdown)': 'take.emit()', '(focusin)': 'take.emit()' },
})
export class CriterionRow {
  readonly criterion = input.required<Criterion>();
  readonly answer = input.required<Answer>();
  /** From 1. */
  readonly number = input.required<number>();
  readonly isFocused = input(false);
  readonly messages = input.required<readonly ShownMessage[]>();
  readonly take = output();
  readonly points = output<Points>();
  readonly note = output<string>();
  readonly removeEvidence = output<number>();

  private readonly words = inject(Words);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);
  private readonly noteField = viewChild<ElementRef<HTMLTextAreaElement>>('noteField');
  protected readonly t = this.words.t;
  protected readonly title = computed(() => this.criterion().title[this.words.language()]);
  protected readonly help = computed(() => this.criterion().help[this.words.language()]);
  protected readonly choices = computed<Choice[]>(() => {
    const { scale, allowsNotApplicable } = this.criterion();
    const scored: Choice[] =
      scale === 1
        ? [
            { points: 1, label: this.t('common.yes'), digit: '1' },
            { points: 0, label: this.t('common.no'), digit: '2' },
          ]
        : Array.from({ length: scale + 1 }, (_, points) => ({
            points,
            label: String(points),
            digit: points < 10 ? String(points) : '',
          }));
    const digit = scale < 9 ? '9' : '';
    return allowsNotApplicable ? [...scored, { points: 'n/a', label: this.t('review.na'), digit }] : scored;
  });
  protected readonly evidence = computed(() =>
    this.answer().evidence.map(({ messageId, start, end }) => {
      const text =
        this.messages()
          .find((message) => message.messageId === messageId)
          ?.text.slice(start, end) ?? '';
      return { key: `${messageId} ${start} ${end}`, text };
    }),
  );
  protected readonly hasNote = computed(() => this.isFocused() || this.answer().note !== '');

  constructor() {
    effect(() => {
      if (this.isFocused()) this.element.nativeElement.scrollIntoView({ block: 'nearest' });
    });
  }

  /** Puts the cursor into the note; of a row that the keys have only just come to, once the note is there. */
  focusNote(): void {
    const focus = (): void => this.noteField()?.nativeElement.focus();
    if (this.noteField()) focus();
    else afterNextRender(focus, { injector: this.injector });
  }

  protected write(event: Event): void {
    this.note.emit((event.target as HTMLTextAreaElement).value);
  }

  /** Escape gives the single keys back. */
  protected leave(event: Event): void {
    (event.target as HTMLElement).blur();
  }
}
