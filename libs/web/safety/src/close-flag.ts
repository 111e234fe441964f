import { ChangeDetectionStrategy, Component, effect, inject, input, output, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { type Flag, type FlagOutcome } from '@earshot/contracts';
import { Words } from '@earshot/web/i18n';
import { Modal } from '@earshot/web/ui';
import { FlagActs } from './flag-acts';

const outcomes: readonly FlagOutcome[] = [
  'acted',
  'passed-to-authority',
  'no-danger',
  'false-alarm',
  'duplicate',
];

/** Closing a flag: outcome and what was found and done. */
@Component({
  selector: 'es-close-flag',
  imports: [Modal, ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="t('safety.closeTitle')" [open]="flag() !== null" (closed)="closed.emit()">
      <form [formGroup]="form" (ngSubmit)="close()">
        <fieldset>
          <legend>{{ t('safety.outcome') }}</legend>
          @for (outcome of outcomes; track outcome) {
            <label class="choice">
              <input type="radio" formControlName="outcome" [value]="outcome" />
              {{ t(outcomeWord[outcome]) }}
            </label>
          }
        </fieldset>
        <label class="field">
          <span>{{ t('safety.reason') }}</span>
          <textarea class="input" rows="4" formControlName="reason"></textarea>
          <span class="small quiet">{{ t('safety.reasonHint') }}</span>
        </label>
        <div class="acts">
          <button type="button" class="button" (click)="closed.emit()">{{ t('common.cancel') }}</button>
          <button type="submit" class="button primary" [disabled]="form.invalid || isBusy()">
            {{ t('safety.closeNow') }}
          </button>
        </div>
      </form>
    </es-modal>
  `,
  styles: `
    form {
      display: grid;
      gap: 1rem;
      padding: 0.5rem 1rem 1rem;
    }
    fieldset {
      display: grid;
      gap: 0.35rem;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 0.35rem;
      color: var(--text-2);
      font-size: 0.8571rem;
    }
    .choice {
      display: flex;
      gap: 0.5rem;
      align-items: center;
    }
    .acts {
      display: flex;
      justify-content: flex-end;
      gap: 0.5rem;
    }
  `,
})
export class CloseFlag {
  /** The flag to close; null while the dialog is shut. */
  readonly flag = input.required<Flag | null>();
  readonly closed = output();
  private readonly acts = inject(FlagActs);
  protected readonly t = inject(Words).t;
  protected readonly isBusy = signal(false);
  protected readonly outcomes = outcomes;
  protected readonly outcomeWord = {
    acted: 'flagOutcome.acted',
    'passed-to-authority': 'flagOutcome.passed-to-authority',
    'no-danger': 'flagOutcome.no-danger',
    'false-alarm': 'flagOutcome.false-alarm',
    duplicate: 'flagOutcome.duplicate',
  } as const;
  protected readonly form = inject(NonNullableFormBuilder).group({
    outcome: ['' as FlagOutcome | '', Validators.required],
    reason: ['', [Validators.required, Validators.maxLength(4000)]],
  });

  constructor() {
    effect(() => {
      if (this.flag() !== null) this.form.reset();
    });
  }

  protected async close(): Promise<void> {
    const flag = this.flag();
    const { outcome, reason } = this.form.getRawValue();
    if (!flag || outcome === '' || this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    const isDone = await this.acts.close(flag, { outcome, reason });
    this.isBusy.set(false);
    // What was written stays where it failed.
    if (isDone) this.closed.emit();
  }
}
