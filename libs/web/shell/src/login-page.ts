import {
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  afterNextRender,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { Router } from '@angular/router';
import { type RequestFailed, SessionStore, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { FailureNote } from '@earshot/web/ui';
import { FreshPage } from './fresh-page';
import { LanguageSwitch } from './language-switch';
import { homeOf } from './workspaces';

/** Logging in; afterwards back to where the person wanted to go. */
@Component({
  selector: 'es-login-page',
  imports: [FailureNote, LanguageSwitch, ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <header>
        <h1>{{ t('shell.login.title') }}</h1>
        <p class="quiet">{{ t('shell.login.lead') }}</p>
      </header>
      <form [formGroup]="form" (ngSubmit)="logIn()">
        <label class="field">
          <span>{{ t('shell.login.email') }}</span>
          <input #email class="input" type="email" autocomplete="username" formControlName="email" />
        </label>
        <label class="field">
          <span>{{ t('shell.login.password') }}</span>
          <input
            #password
            class="input"
            type="password"
            autocomplete="current-password"
            formControlName="password"
          />
        </label>
        @if (failure(); as failure) {
          <es-failure [failure]="failure" [canRetry]="false" />
        }
        <button class="button primary" type="submit" [disabled]="isBusy()">
          {{ isBusy() ? t('shell.login.submitting') : t('shell.login.submit') }}
        </button>
      </form>
      <es-language-switch />
    </main>
  `,
  styleUrl: './entry-page.css',
})
export class LoginPage {
  /** Query parameter: the address that asked for a login. */
  readonly return = input<string>();
  private readonly session = inject(SessionStore);
  private readonly router = inject(Router);
  private readonly page = inject(FreshPage);
  private readonly emailField = viewChild<ElementRef<HTMLInputElement>>('email');
  private readonly passwordField = viewChild<ElementRef<HTMLInputElement>>('password');
  protected readonly t = inject(Words).t;
  protected readonly failure = signal<RequestFailed | null>(null);
  protected readonly isBusy = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', Validators.required],
    password: ['', Validators.required],
  });

  constructor() {
    afterNextRender(() => this.emailField()?.nativeElement.focus());
  }

  protected async logIn(): Promise<void> {
    if (this.isBusy()) return;
    if (this.form.invalid) {
      const { email, password } = this.form.controls;
      (email.invalid
        ? this.emailField()
        : password.invalid
          ? this.passwordField()
          : null
      )?.nativeElement.focus();
      return;
    }
    this.isBusy.set(true);
    this.failure.set(null);
    try {
      const { email, password } = this.form.getRawValue();
      await this.session.logIn(email, password);
      const back = this.return();
      // Only an address of our own: an open redirect would lend our name to others.
      const isOwn = back?.startsWith('/') === true && !back.startsWith('//') && back !== '/';
      const next = isOwn ? back : homeOf(this.session);
      if (this.session.isSomebodyElse()) this.page.open(next);
      else await this.router.navigateByUrl(next);
    } catch (thrown) {
      this.failure.set(asRequestFailed(thrown));
    } finally {
      this.isBusy.set(false);
    }
  }
}
