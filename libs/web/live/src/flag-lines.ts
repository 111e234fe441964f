import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Flag } from '@earshot/contracts';
import { SessionStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { SeverityMark } from '@earshot/web/ui';

/** Flags as short lines, each a link to the safety desk: for side panels. */
@Component({
  selector: 'es-flag-lines',
  imports: [RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (row of rows(); track row.flag.id) {
        <li>
          <a routerLink="/safety" [queryParams]="{ flag: row.flag.id }">
            <span class="line">
              <time [title]="format.exact(row.flag.receivedAt)">{{ row.received }}</time>&ngsp;
              <strong class="category">{{ row.category }}</strong>&ngsp;
              <es-severity [severity]="row.flag.severity" /> </span
            >&ngsp;
            <span class="line small quiet">
              <span>{{ row.vendor }}</span>&ngsp;
              <span class="hands">{{ row.hands }}</span>
            </span>
          </a>
        </li>
      }
    </ul>
  `,
  styles: `
    a {
      display: grid;
      gap: 0.1rem;
      padding: 0.45rem 0.75rem;
      border-bottom: 1px solid var(--line);
      color: var(--text);
    }
    a:hover {
      background: var(--hover);
      text-decoration: none;
    }
    .line {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.75rem;
      justify-content: space-between;
    }
    .category {
      flex: 1;
      color: var(--accent);
    }
    es-severity {
      flex: none;
      font-size: 0.8571rem;
    }
    .hands {
      overflow-wrap: anywhere;
    }
  `,
})
export class FlagLines {
  readonly flags = input.required<readonly Flag[]>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  protected readonly format = inject(Format);
  private readonly session = inject(SessionStore);
  private readonly t = inject(Words).t;
  protected readonly rows = computed(() =>
    this.flags().map((flag) => ({
      flag,
      received: this.format.moment(flag.receivedAt, this.now()),
      category: this.t(`category.${flag.category}`),
      vendor: flag.vendorId === null ? this.t('vendorNone') : this.session.vendorName(flag.vendorId),
      hands: this.handsOf(flag),
    })),
  );

  /** In whose hands it is; to a vendor no name is told. */
  private handsOf({ state, acknowledgedBy }: Flag): string {
    if (state === 'open') return this.t('safety.untaken');
    return acknowledgedBy === null
      ? this.t('safety.takenByBrand')
      : this.t('safety.takenBy', { who: acknowledgedBy });
  }
}
