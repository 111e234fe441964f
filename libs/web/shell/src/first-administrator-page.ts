import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { Router } from '@angular/router';
import { type RequestFailed, SessionStore, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { FailureNote } from '@earshot/web/ui';
import { LanguageSwitch } from './language-switch';
import { homeOf } from './workspaces';

/** Redeems the one-time link that the server printed. */
@Component({
  selector: 'es-first-administrator-page',
  imports: [FailureNote, LanguageSwitch, ReactiveFormsModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <header>
        <h1>{{ t('shell.first.title') }}</h1>
        <p class="quiet">{{ t('shell.first.lead') }}</p>
      </header>
      @if (token()) {
        <form [formGroup]="form" (ngSubmit)="create()">
          <label class="field">
            <span>{{ t('shell.first.name') }}</span>
            <input class="input" autocomplete="name" formControlName="name" />
          </label>
          <label class="field">
            <span>{{ t('shell.login.email') }}</span>
            <input class="input" type="email" autocomplete="username" formControlName="email" />
          </label>
          <label class="field">
            <span>{{ t('shell.login.password') }}</span>
            <input class="input" type="password" autocomplete="new-password" formControlName="password" />
            <span class="small quiet">{{ t('shell.first.passwordHint') }}</span>
          </label>
          @if (failure(); as failure) {
            <es-failure [failure]="failure" [canRetry]="false" />
          }
          <button class="button primary" type="submit" [disabled]="isBusy() || form.invalid">
            {{ t('shell.first.submit') }}
          </button>
        </form>
      } @else {
        <p class="banner warning" role="alert">{{ t('shell.first.noToken') }}</p>
      }
      <es-language-switch />
    </main>
  `,
  styleUrl: './entry-page.css',
})
export class FirstAdministratorPage {
  /** Query parameter of the printed link. */
  readonly token = input<string>();
  private readonly session = inject(SessionStore);
  private readonly router = inject(Router);
  protected readonly t = inject(Words).t;
  protected readonly failure = signal<RequestFailed | null>(null);
  protected readonly isBusy = signal(false);
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.maxLength(200)]],
    email: ['', [Validators.required, Validators.email, Validators.maxLength(320)]],
    password: ['', [Validators.required, Validators.minLength(12), Validators.maxLength(1024)]],
  });

  protected async create(): Promise<void> {
    const token = this.token();
    if (token === undefined || this.form.invalid || this.isBusy()) return;
    this.isBusy.set(true);
    this.failure.set(null);
    try {
      const person = this.form.getRawValue();
      await this.session.becomeFirstAdministrator({ token, ...person });
      await this.session.logIn(person.email, person.password);
      await this.router.navigateByUrl(homeOf(this.session));
    } catch (thrown) {
      this.failure.set(asRequestFailed(thrown));
    } finally {
      this.isBusy.set(false);
    }
  }
}
