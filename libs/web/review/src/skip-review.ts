import { ChangeDetectionStrategy, Component, effect, inject, input, output } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { type SkipReason } from '@earshot/web/data-access';
import { type WordKey, Words } from '@earshot/web/i18n';
import { Modal } from '@earshot/web/ui';

const reasons: readonly SkipReason[] = [
  'language',
  'too-hard',
  'conflict-of-interest',
  'broken-transcript',
  'other',
];

/** Asks why an item is skipped. */
@Component({
  selector: 'es-skip-review',
  imports: [Modal, ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="t('review.skipTitle')" [open]="open()" (closed)="closed.emit()">
      <form class="dialog-form" [formGroup]="form" (ngSubmit)="skip()">
        <fieldset>
          <legend>{{ t('review.skipReason') }}</legend>
          @for (reason of reasons; track reason.id) {
            <label>
              <input type="radio" formControlName="reason" [value]="reason.id" />
              {{ t(reason.label) }}
            </label>
          }
        </fieldset>
        <label class="field">
          <span>{{ t('review.skipNote') }} ({{ t('common.optional') }})</span>
          <textarea class="input" rows="2" formControlName="note"></textarea>
        </label>
        <div class="acts">
          <button type="button" class="button" (click)="closed.emit()">{{ t('common.cancel') }}</button>
          <button type="submit" class="button primary" [disabled]="form.invalid">
            {{ t('review.skipNow') }}
          </button>
        </div>
      </form>
    </es-modal>
  `,
  styles: `
    fieldset label {
      display: flex;
      gap: 0.5rem;
      align-items: center;
    }
  `,
})
export class SkipReview {
  /** What was begun for one review is no reason for another. */
  readonly reviewId = input.required<string>();
  readonly open = input.required<boolean>();
  readonly closed = output();
  readonly skipped = output<{ reason: SkipReason; note: string }>();
  protected readonly t = inject(Words).t;
  protected readonly reasons = reasons.map((id) => ({ id, label: `review.skipReasons.${id}` as WordKey }));
  protected readonly form = inject(NonNullableFormBuilder).group({
    reason: ['' as SkipReason | '', Validators.required],
    note: ['', Validators.maxLength(4000)],
  });

  constructor() {
    effect(() => {
      this.reviewId();
      this.form.reset();
    });
  }

  protected skip(): void {
    const { reason, note } = this.form.getRawValue();
    if (reason !== '') this.skipped.emit({ reason, note });
  }
}
