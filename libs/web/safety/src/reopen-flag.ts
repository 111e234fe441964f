import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { type Flag } from '@earshot/contracts';
import { Unsaved } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Modal } from '@earshot/web/ui';
import { ReopeningDrafts } from './drafts';
import { FlagActs } from './flag-acts';
import { ReasonField, saysWhy } from './reason-field';

/** Opening closed flags again, one or those that were closed together: why a person is needed once more. */
@Component({
  selector: 'es-reopen-flag',
  imports: [Modal, ReactiveFormsModule, ReasonField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="title()" [open]="flags() !== null" (closed)="closed.emit()">
      <form class="dialog-form" [formGroup]="form" (ngSubmit)="reopen()">
        @if (several(); as several) {
          <p>{{ several }}</p>
          <p class="small quiet">{{ t('safety.reopenHow') }}</p>
        }
        <es-reason-field [label]="t('safety.reopenWhy')" [control]="form.controls.reason" />
        <div class="acts">
          <button type="button" class="button" (click)="closed.emit()">{{ t('common.cancel') }}</button>
          <button type="submit" class="button primary" [disabled]="form.invalid || isBusy()">
            {{ t('safety.reopenNow') }}
          </button>
        </div>
      </form>
    </es-modal>
  `,
})
export class ReopenFlag {
  /** The flags of one conversation to open again; null while the dialog is shut. */
  readonly flags = input.required<readonly Flag[] | null>();
  readonly closed = output();
  /** It is open again, the first of them. */
  readonly reopened = output<Flag>();
  private readonly acts = inject(FlagActs);
  private readonly drafts = inject(ReopeningDrafts);
  protected readonly t = inject(Words).t;
  /** What was written is kept by what it is about. */
  private readonly key = computed(() => {
    const flags = this.flags();
    return flags === null ? null : flags.map(({ id }) => id).join(' ');
  });
  private readonly categories = computed(() =>
    (this.flags() ?? []).map(({ category }) => this.t(`category.${category}`)),
  );
  /** Which ones, where they are several. */
  protected readonly several = computed(() =>
    this.categories().length > 1 ? this.categories().join(' · ') : null,
  );
  protected readonly title = computed(() => {
    const [category = '', ...more] = this.categories();
    return more.length === 0
      ? this.t('safety.reopenTitle', { category })
      : this.t('safety.reopenSeveral', { n: more.length + 1 });
  });
  protected readonly isBusy = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({ reason: ['', saysWhy] });

  constructor() {
    effect(() => {
      const key = this.key();
      if (key !== null) this.form.reset({ reason: this.drafts.of(key) });
    });
    this.form.controls.reason.valueChanges.pipe(takeUntilDestroyed()).subscribe((reason) => {
      const key = this.key();
      if (key !== null) this.drafts.keep(key, reason);
    });
    const isUnsaved = (): boolean => this.key() !== null && this.form.getRawValue().reason !== '';
    inject(DestroyRef).onDestroy(inject(Unsaved).watch({ isUnsaved }));
  }

  protected async reopen(): Promise<void> {
    const [flags, key] = [this.flags(), this.key()];
    if (flags === null || key === null || this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    const done = await this.acts.reopen(flags, this.form.getRawValue().reason);
    this.isBusy.set(false);
    // What was written stays where it failed, and is kept where the server left the flag.
    if (done === null) return;
    this.closed.emit();
    const [again] = done.flags;
    if (!again) return;
    this.drafts.forget(key);
    this.reopened.emit(again);
  }
}
