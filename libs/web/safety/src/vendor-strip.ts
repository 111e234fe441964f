import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type VendorIntake } from '@earshot/contracts';
import { SessionStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { Explain } from '@earshot/web/ui';

/** Silence longer than this is told as such. */
const QUIET_MS = 5 * 60_000;

/**
 * The last event and the lag of every source that is known, heard of or not, so that silence is not taken for calm: one
 * that has fallen silent stays, with when it was last heard.
 */
@Component({
  selector: 'es-vendor-strip',
  imports: [Explain],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2 class="quiet">
      {{ t('safety.vendors.title') }}
      <es-explain [what]="t('intake.columns.delay')" [text]="t('intake.delayMeans')" />
    </h2>
    <ul>
      @for (vendor of rows(); track vendor.key) {
        <li [class.silent]="vendor.isQuiet">
          <strong>{{ vendor.name }}</strong>&ngsp;
          <span class="last" [title]="vendor.exact">{{ vendor.last }}</span>
          @if (vendor.lag) {
            <span class="quiet">{{ vendor.lag }}</span>
          }
        </li>
      } @empty {
        <li class="quiet">{{ t('safety.vendors.never') }}</li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: flex;
      gap: 1rem;
      align-items: baseline;
      padding: 0.4rem 0.75rem;
      border-top: 1px solid var(--line);
      background: var(--surface);
      font-size: 0.8571rem;
    }
    h2 {
      flex: none;
      font-size: inherit;
      font-weight: 500;
    }
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0.2rem 1.75rem;
      max-height: 18vh;
      overflow-y: auto;
    }
    li {
      display: flex;
      gap: 0.5rem;
    }
    .silent .last {
      color: var(--warning);
      font-weight: 600;
    }
  `,
})
export class VendorStrip {
  readonly vendors = input.required<readonly VendorIntake[]>();
  /** Until when it is known what was heard: the server's time, or that of the last reading; ms since 1970. */
  readonly now = input.required<number>();
  private readonly session = inject(SessionStore);
  private readonly format = inject(Format);
  protected readonly t = inject(Words).t;

  protected readonly rows = computed(() =>
    this.vendors().map((vendor) => {
      const seen = vendor.lastReceivedAt ?? vendor.lastEventAt;
      const silentMs = seen === null ? null : Math.max(0, this.now() - Date.parse(seen));
      const isQuiet = silentMs === null || silentMs > QUIET_MS;
      const time = this.format.duration(silentMs === null ? null : Math.floor(silentMs / 1000) * 1000);
      return {
        key: vendor.vendorId ?? '',
        name: vendor.vendorId === null ? this.t('vendorNone') : this.session.vendorName(vendor.vendorId),
        isQuiet,
        last:
          silentMs === null
            ? this.t('safety.vendors.never')
            : this.t(isQuiet ? 'safety.vendors.quiet' : 'safety.vendors.last', {
                time,
                at: this.format.moment(seen, this.now()),
              }),
        exact: this.format.exact(seen),
        lag:
          vendor.lagP50Ms === null
            ? null
            : this.t('safety.vendors.lag', {
                p50: this.format.duration(vendor.lagP50Ms),
                p99: this.format.duration(vendor.lagP99Ms),
              }),
      };
    }),
  );
}
