import { Injectable, inject, signal } from '@angular/core';
import { ServerClock } from '../server-clock';
import { withPatience } from './patience';

/** How often the server is looked for while it cannot be reached; a look that is not answered by then is given up. */
const LOOK_EVERY_MS = 3_000;
const LOOK_PATIENCE_MS = 2_500;

/**
 * Whether the server can be reached, by what became of the last call. While it cannot, it is looked for, as not every
 * page asks by itself.
 */
@Injectable({ providedIn: 'root' })
export class ServerReach {
  private readonly clock = inject(ServerClock);
  private readonly away = signal(false);
  private readonly back = signal<number | null>(null);
  private looking: ReturnType<typeof setTimeout> | undefined;

  readonly isAway = this.away.asReadonly();
  /** Since when it is back, ms since 1970 by its clock; null while it is away, and where it never was. */
  readonly backSince = this.back.asReadonly();

  /** Takes what became of a call: whether it came to nobody who could answer it. */
  observe(isAway: boolean): void {
    if (isAway === this.away()) return;
    this.away.set(isAway);
    this.back.set(isAway ? null : this.clock.instant());
    clearTimeout(this.looking);
    if (isAway) this.lookSoon();
  }

  private lookSoon(): void {
    this.looking = setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  /** One look at a time, each given up soon: a browser has few connections, and the desk needs them. */
  private async look(): Promise<void> {
    try {
      // Answered to everybody, from the database: what answers it can do its work again.
      const { status } = await withPatience(LOOK_PATIENCE_MS, (signal) =>
        fetch('/api/v1/session/probe', { credentials: 'same-origin', signal }),
      );
      if (status < 500) this.observe(false);
    } catch {
      // Away still; this look was the question.
    } finally {
      if (this.away()) this.lookSoon();
    }
  }
}
