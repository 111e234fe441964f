import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Words } from '@earshot/web/i18n';
import { NewVersion } from './new-version';

/** Says that a part of the application could not be loaded, and loads the page anew. */
@Component({
  selector: 'es-new-version-note',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (version.isMissing()) {
      <div class="banner warning" role="alert">
        <span>{{ t('shell.newVersion.text') }}</span>
        <button type="button" class="button small" (click)="version.reload()">
          {{ t('shell.newVersion.reload') }}
        </button>
      </div>
    }
  `,
  styles: `
    .banner {
      position: fixed;
      inset: auto 1rem 1rem auto;
      z-index: 60;
      max-width: 34rem;
      box-shadow: var(--shadow);
    }
  `,
})
export class NewVersionNote {
  protected readonly version = inject(NewVersion);
  protected readonly t = inject(Words).t;
}
