import { Injectable, inject, signal } from '@angular/core';
import { ServerClock } from '../server-clock';

/** How often the server is looked for while it cannot be reached. */
const LOOK_EVERY_MS = 3_000;
/** Of a proxy before a server that is away, or of a server that is not ready. */
const awayStatuses: readonly number[] = [502, 503, 504];

/**
 * Whether the server can be reached, by what became of the last call. While it cannot, it is looked for, as not every
 * page asks by itself.
 */
@Injectable({ providedIn: 'root' })
export class ServerReach {
  private readonly clock = inject(ServerClock);
  private readonly away = signal(false);
  private readonly back = signal<number | null>(null);
  private looking: ReturnType<typeof setInterval> | undefined;

  readonly isAway = this.away.asReadonly();
  /** Since when it is back, ms since 1970 by its clock; null while it is away, and where it never was. */
  readonly backSince = this.back.asReadonly();

  /** Takes the status of an answer; null where none came. */
  observe(status: number | null): void {
    const isAway = status === null || awayStatuses.includes(status);
    if (isAway === this.away()) return;
    this.away.set(isAway);
    this.back.set(isAway ? null : this.clock.instant());
    clearInterval(this.looking);
    if (isAway) this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  private async look(): Promise<void> {
    try {
      // Answered to everybody, from the database: what answers it can do its work again.
      this.observe((await fetch('/api/v1/session/probe', { credentials: 'same-origin' })).status);
    } catch {
      // Away still; this look was the question.
      this.observe(null);
    }
  }
}
