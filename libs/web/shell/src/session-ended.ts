import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { type RequestFailed, SessionStore, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { FailureNote, Modal } from '@earshot/web/ui';

/** Logs the same person in again over whatever is open, other dialogs too: what was written there stays. */
@Component({
  selector: 'es-session-ended',
  imports: [FailureNote, Modal, ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <es-modal [title]="t('shell.ended.title')" [open]="open()" (closed)="closed.emit()">
      <form class="dialog-form" [formGroup]="form" (ngSubmit)="logIn()">
        <p>{{ t('shell.ended.text') }}</p>
        <label class="field">
          <span>{{ t('shell.login.email') }}</span>
          <input class="input" type="email" autocomplete="username" readonly [value]="email()" />
        </label>
        <label class="field">
          <span>{{ t('shell.login.password') }}</span>
          <input class="input" type="password" autocomplete="current-password" formControlName="password" />
        </label>
        @if (failure(); as failure) {
          <es-failure [failure]="failure" [canRetry]="false" />
        }
        <div class="acts">
          <button type="button" class="button" (click)="closed.emit()">{{ t('shell.ended.later') }}</button>
          <button type="submit" class="button primary" [disabled]="form.invalid || isBusy()">
            {{ isBusy() ? t('shell.login.submitting') : t('shell.login.submit') }}
          </button>
        </div>
      </form>
    </es-modal>
  `,
})
export class SessionEnded {
  readonly open = input.required<boolean>();
  /** Whose session it was. */
  readonly email = input.required<string>();
  readonly closed = output();
  private readonly session = inject(SessionStore);
  protected readonly t = inject(Words).t;
  protected readonly failure = signal<RequestFailed | null>(null);
  protected readonly isBusy = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({ password: ['', Validators.required] });

  protected async logIn(): Promise<void> {
    if (this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    this.failure.set(null);
    try {
      await this.session.logIn(this.email(), this.form.getRawValue().password);
    } catch (thrown) {
      this.failure.set(asRequestFailed(thrown));
    } finally {
      this.form.reset();
      this.isBusy.set(false);
    }
  }
}
