import { ChangeDetectionStrategy, Component, computed, inject, output } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { OpenCriticals, SessionStore } from '@earshot/web/data-access';
import { Words, noValue } from '@earshot/web/i18n';
import { Icon, KeyHint } from '@earshot/web/ui';
import { PersonMenu } from './person-menu';
import { workspaces } from './workspaces';

/** The narrow rail: what the person may use, and how many critical flags nobody has taken. */
@Component({
  selector: 'es-rail',
  imports: [Icon, KeyHint, PersonMenu, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <nav [attr.aria-label]="t('shell.nav.label')">
      <ul>
        @for (workspace of shown(); track workspace.path) {
          <li>
            <a [routerLink]="'/' + workspace.path" routerLinkActive="here" ariaCurrentWhenActive="page">
              <es-icon [name]="workspace.icon" />
              <span>{{ t(workspace.label) }}</span>
              @if (workspace.path === 'safety' && session.isBrand()) {
                <span
                  class="count"
                  [class.some]="criticals.count()"
                  [attr.aria-label]="countWords()"
                  [title]="countWords()"
                  >{{ criticals.count() ?? unknown }}</span
                >
              }
            </a>
          </li>
        }
      </ul>
    </nav>
    <div class="foot">
      <button type="button" (click)="palette.emit()" [attr.aria-label]="t('shell.palette.open')">
        <es-icon name="search" />
        <es-key name="mod+k" />
      </button>
      <es-person-menu (keys)="keys.emit()" />
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      justify-content: space-between;
      flex: none;
      min-width: 4.75rem;
      padding: 0.5rem 0.375rem;
      border-right: 1px solid var(--line);
      background: var(--surface);
    }
    ul,
    .foot {
      display: grid;
      gap: 0.25rem;
    }
    a,
    button {
      position: relative;
      display: grid;
      justify-items: center;
      gap: 0.2rem;
      width: 100%;
      padding: 0.5rem 0.125rem;
      border: 0;
      border-radius: var(--radius);
      background: transparent;
      color: var(--text-2);
      font: inherit;
      font-size: 0.7857rem;
      line-height: 1.2;
      text-align: center;
      cursor: pointer;
    }
    a:hover,
    button:hover {
      background: var(--hover);
      text-decoration: none;
    }
    a.here {
      background: var(--selected);
      color: var(--text);
    }
    es-icon {
      font-size: 1rem;
    }
    .count {
      position: absolute;
      top: 0.2rem;
      right: 0.3rem;
      min-width: 1.35rem;
      padding: 0 0.25rem;
      border-radius: 0.7rem;
      background: var(--chip);
      color: var(--text-2);
      font-weight: 600;
      line-height: 1.35rem;
    }
    .count.some {
      background: var(--danger-fill);
      color: #fff;
    }
  `,
})
export class Rail {
  readonly palette = output();
  readonly keys = output();
  protected readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  protected readonly criticals = inject(OpenCriticals);
  protected readonly t = this.words.t;
  protected readonly unknown = noValue;
  protected readonly shown = computed(() => workspaces.filter((workspace) => workspace.may(this.session)));
  protected readonly countWords = computed(() => {
    const count = this.criticals.count();
    return count === null
      ? this.t('shell.nav.criticalsUnknown')
      : this.words.count('shell.nav.openCriticals', count);
  });
}
