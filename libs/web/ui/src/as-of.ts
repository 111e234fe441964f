import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Format, Words } from '@earshot/web/i18n';

/** Twice the contract's `livePeriodMs`, which is not imported: its schemas come after the first view (the spec compares). */
const BEHIND_MS = 10_000;
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
    } @else if (asOf() === null) {
      <span>{{ t('common.loading') }}</span>
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
  /** Null where nothing was counted yet. */
  readonly asOf = input.required<string | null>();
  readonly now = input.required<number>();
  /** Why nothing live is behind the figures; null while there is. */
  readonly stale = input<Stale | null>(null);
  /** Newest event that the figures rest on; silence is told beside "live". */
  readonly lastEventAt = input<string | null>(null);

  protected readonly format = inject(Format);
  protected readonly t = inject(Words).t;
  protected readonly reason = computed(() => {
    const stale = staleness(this.asOf(), this.now(), this.stale());
    if (stale === null) return null;
    if (stale.why === 'behind') {
      return this.t('common.stale.behind', { time: this.format.duration(stale.behindMs) });
    }
    const why = isReadSince(this.asOf(), stale) ? 'readSince' : stale.why;
    return this.t(`common.stale.${why}`, { time: this.format.time(stale.since) });
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

/**
 * Why nothing live is behind the figures, as the feeds of the web's data access say it: the connection is `lost`, a new
 * reading is `waiting` to come, or what came is `unreadable` to this page. `since` is ms since 1970.
 */
export interface Stale {
  why: 'lost' | 'waiting' | 'unreadable';
  since: number;
}

/** Whether what is shown was read in another way after nothing live came any more. */
export function isReadSince(asOf: string | null, stale: Stale | null): boolean {
  if (asOf === null || stale === null || stale.why === 'unreadable') return false;
  return Date.parse(asOf) > stale.since;
}

/** Why figures are old, or null where they are fresh. */
export type Staleness = Stale | { why: 'behind'; behindMs: number };

/** Tells fresh figures from old ones: nothing live behind them, or older than twice the period of the server's. */
export function staleness(asOf: string | null, now: number, stale: Stale | null): Staleness | null {
  if (stale !== null) return stale;
  if (asOf === null) return null;
  const behindMs = now - Date.parse(asOf);
  return behindMs > BEHIND_MS ? { why: 'behind', behindMs: Math.floor(behindMs / 1000) * 1000 } : null;
}
