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

/** Opening a closed flag again: why it needs a person once more. */
@Component({
  selector: 'es-reopen-flag',
  imports: [Modal, ReactiveFormsModule, ReasonField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="title()" [open]="flag() !== null" (closed)="closed.emit()">
      <form class="dialog-form" [formGroup]="form" (ngSubmit)="reopen()">
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
  /** The flag to open again; null while the dialog is shut. */
  readonly flag = input.required<Flag | null>();
  readonly closed = output();
  /** It is open again. */
  readonly reopened = output<Flag>();
  private readonly acts = inject(FlagActs);
  private readonly drafts = inject(ReopeningDrafts);
  protected readonly t = inject(Words).t;
  private readonly id = computed(() => this.flag()?.id ?? null);
  protected readonly title = computed(() => {
    const flag = this.flag();
    return flag === null
      ? ''
      : this.t('safety.reopenTitle', { category: this.t(`category.${flag.category}`) });
  });
  protected readonly isBusy = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({ reason: ['', saysWhy] });

  constructor() {
    effect(() => {
      const id = this.id();
      if (id !== null) this.form.reset({ reason: this.drafts.of(id) });
    });
    this.form.controls.reason.valueChanges.pipe(takeUntilDestroyed()).subscribe((reason) => {
      const id = this.id();
      if (id !== null) this.drafts.keep(id, reason);
    });
    const isUnsaved = (): boolean => this.id() !== null && this.form.getRawValue().reason !== '';
    inject(DestroyRef).onDestroy(inject(Unsaved).watch({ isUnsaved }));
  }

  protected async reopen(): Promise<void> {
    const flag = this.flag();
    if (flag === null || this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    const done = await this.acts.reopen([flag], this.form.getRawValue().reason);
    this.isBusy.set(false);
    // What was written stays where it failed, and is kept where the server left the flag.
    if (done === null) return;
    this.closed.emit();
    const [again] = done.flags;
    if (!again) return;
    this.drafts.forget(flag.id);
    this.reopened.emit(again);
  }
}
