import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { type ClosingOutcome, type Flag } from '@earshot/contracts';
import { Unsaved, groupKey } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Modal, SeverityMark } from '@earshot/web/ui';
import { ClosingDrafts } from './drafts';
import { FlagActs } from './flag-acts';
import { ReasonField, saysWhy } from './reason-field';

const outcomes: readonly ClosingOutcome[] = [
  'acted',
  'passed-to-authority',
  'no-danger',
  'false-alarm',
  'duplicate',
];

/** Closing flags of one conversation: which of them, the outcome, and what was found and done. */
@Component({
  selector: 'es-close-flag',
  imports: [Modal, ReactiveFormsModule, ReasonField, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="title()" [open]="flags() !== null" (closed)="closed.emit()">
      <form class="dialog-form" [formGroup]="form" (ngSubmit)="close()">
        @if (rows().length > 1) {
          <fieldset>
            <legend>{{ t('safety.closeWhich') }}</legend>
            @for (row of rows(); track row.flag.id) {
              <label class="choice">
                <input type="checkbox" [checked]="picked().has(row.flag.id)" (change)="toggle(row.flag.id)" />
                {{ row.category }} <es-severity [severity]="row.flag.severity" />
              </label>
            }
            <p class="small quiet">{{ t('safety.closeHow') }}</p>
          </fieldset>
        }
        <fieldset>
          <legend>{{ t('safety.outcome') }}</legend>
          @for (outcome of outcomes; track outcome) {
            <label class="choice">
              <input type="radio" formControlName="outcome" [value]="outcome" />
              {{ t(outcomeWord[outcome]) }}
            </label>
          }
        </fieldset>
        <es-reason-field [label]="t('safety.reason')" [control]="form.controls.reason" />
        <div class="acts">
          <button type="button" class="button" (click)="closed.emit()">{{ t('common.cancel') }}</button>
          <button
            type="submit"
            class="button primary"
            [disabled]="form.invalid || picked().size === 0 || isBusy()"
          >
            {{ action() }}
          </button>
        </div>
      </form>
    </es-modal>
  `,
  styles: `
    .choice {
      display: flex;
      gap: 0.5rem;
      align-items: center;
    }
  `,
})
export class CloseFlag {
  /** The flags to close, as the person sees them; null while the dialog is shut. */
  readonly flags = input.required<readonly Flag[] | null>();
  readonly closed = output();
  /** These changed meanwhile and were left open, as they are now: they may be closed with the same words. */
  readonly again = output<readonly Flag[]>();
  private readonly acts = inject(FlagActs);
  private readonly drafts = inject(ClosingDrafts);
  /** Of the conversation whose flags are to be closed; null while the dialog is shut. */
  private readonly key = computed(() => {
    const [flag] = this.flags() ?? [];
    return flag ? groupKey(flag) : null;
  });
  protected readonly t = inject(Words).t;
  protected readonly rows = computed(() =>
    (this.flags() ?? []).map((flag) => ({ flag, category: this.t(`category.${flag.category}`) })),
  );
  /** All of them, until some are taken out. */
  protected readonly picked = linkedSignal<ReadonlySet<string>>(
    () => new Set((this.flags() ?? []).map(({ id }) => id)),
  );
  protected readonly title = computed(() => this.words(this.rows().length, 'safety.closeTitle'));
  protected readonly action = computed(() => this.words(this.picked().size, 'safety.closeNow'));
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
    outcome: ['' as ClosingOutcome | '', Validators.required],
    reason: ['', saysWhy],
  });

  constructor() {
    effect(() => {
      const key = this.key();
      if (key !== null) this.form.reset(this.drafts.of(key));
    });
    this.form.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => {
      const key = this.key();
      if (key !== null) this.drafts.keep(key, this.form.getRawValue());
    });
    const isUnsaved = (): boolean => this.key() !== null && this.form.getRawValue().reason !== '';
    inject(DestroyRef).onDestroy(inject(Unsaved).watch({ isUnsaved }));
  }

  protected toggle(id: string): void {
    this.picked.update((ids) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  protected async close(): Promise<void> {
    const flags = (this.flags() ?? []).filter(({ id }) => this.picked().has(id));
    const { outcome, reason } = this.form.getRawValue();
    const key = this.key();
    if (flags.length === 0 || outcome === '' || this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    const done = await this.acts.close(flags, { outcome, reason });
    this.isBusy.set(false);
    // What was written stays where it failed, and for what changed meanwhile and must be looked at again.
    if (done === null) return;
    const changed = done.left.flatMap(({ why, flag }) => (why === 'changed' && flag ? [flag] : []));
    if (changed.length > 0) return this.again.emit(changed);
    if (key !== null) this.drafts.forget(key);
    this.closed.emit();
  }

  private words(n: number, ofOne: 'safety.closeTitle' | 'safety.closeNow'): string {
    return n > 1 ? this.t('safety.closeSeveral', { n }) : this.t(ofOne);
  }
}
