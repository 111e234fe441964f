import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Words } from '@earshot/web/i18n';
import { EmptyState } from '@earshot/web/ui';

/** An address that leads nowhere, or to a workspace of others: the two look the same. */
@Component({
  selector: 'es-not-found-page',
  imports: [EmptyState, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1 class="visually-hidden">{{ t('shell.notFound.title') }}</h1>
    <es-empty [title]="t('shell.notFound.title')" [text]="t('shell.notFound.text')">
      <a class="button" routerLink="/">{{ t('shell.notFound.home') }}</a>
    </es-empty>
  `,
})
export class NotFoundPage {
  protected readonly t = inject(Words).t;
}
