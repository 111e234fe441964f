import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Format, Words } from '@earshot/web/i18n';

/** How often the server counts anew at the latest, unless the page says otherwise. */
const PERIOD_MS = 5_000;
/** Without an event for so long, live figures say so: nothing happens, or nothing arrives. */
const SILENT_MS = 120_000;

/** The age of what is shown: "as of … ● live", or in words why it is old. */
@Component({
  selector: 'es-as-of',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (asOf(); as asOf) {
      <span [title]="format.exact(asOf)">{{ t('common.asOf', { time: format.time(asOf) }) }}</span>
    }
    @if (reason(); as reason) {
      <span class="stale">▲ {{ reason }}</span>
    } @else {
      <span class="live">● {{ t('common.live') }}</span>
      @if (silence(); as silence) {
        <span class="stale">▲ {{ silence }}</span>
      }
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      gap: 0.6rem;
      color: var(--text-2);
      white-space: nowrap;
    }
    .live {
      color: var(--good);
    }
    .stale {
      color: var(--warning);
      font-weight: 600;
    }
  `,
  host: { role: 'status' },
})
export class AsOf {
  /** Null where nothing was counted yet, or where changes are told at once and only the connection can be old. */
  readonly asOf = input.required<string | null>();
  readonly now = input.required<number>();
  /** Since when there has been no connection; null while there is one. */
  readonly lostSince = input<number | null>(null);
  /** Newest event that the figures rest on; silence is told beside "live". */
  readonly lastEventAt = input<string | null>(null);

  protected readonly format = inject(Format);
  protected readonly t = inject(Words).t;
  protected readonly reason = computed(() => {
    const stale = staleness(this.asOf(), this.now(), this.lostSince());
    if (stale === null) return null;
    return stale.why === 'lost'
      ? this.t('common.stale.lost', { time: this.format.time(stale.since) })
      : this.t('common.stale.behind', { time: this.format.duration(stale.behindMs) });
  });
  protected readonly silence = computed(() => {
    const at = this.lastEventAt();
    const silentMs = at === null ? 0 : this.now() - Date.parse(at);
    if (silentMs < SILENT_MS) return null;
    return this.t('common.stale.noEvents', {
      time: this.format.duration(Math.floor(silentMs / 60_000) * 60_000),
    });
  });
}

/** Why figures are old, or null where they are fresh. Times are ms since 1970. */
export type Staleness = { why: 'lost'; since: number } | { why: 'behind'; behindMs: number };

/** Tells fresh figures from old ones: connection lost, or older than twice the period in which the server counts. */
export function staleness(asOf: string | null, now: number, lostSince: number | null): Staleness | null {
  if (lostSince !== null) return { why: 'lost', since: lostSince };
  if (asOf === null) return null;
  const behindMs = now - Date.parse(asOf);
  return behindMs > 2 * PERIOD_MS ? { why: 'behind', behindMs: Math.floor(behindMs / 1000) * 1000 } : null;
}
