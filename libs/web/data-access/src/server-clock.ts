import { Injectable, signal } from '@angular/core';

/** Differences below this are the resolution of the `Date` header and the way of the answer, not a wrong clock. */
const TOLERATED_MS = 2_000;

/**
 * The time by the server, moved on once a second. Running clocks and ages are counted from it, so that a wrong
 * clock on a desk neither hides nor invents a deadline.
 */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  private readonly current = signal(Date.now());
  private offsetMs = 0;

  /** Milliseconds since 1970, by the server's clock; changes every second. */
  readonly now = this.current.asReadonly();

  constructor() {
    setInterval(() => this.tick(), 1_000);
  }

  /** Takes the `Date` header of an answer that has just arrived. */
  observe(dateHeader: string | null): void {
    const server = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
    if (Number.isNaN(server)) return;
    // The header is cut to the second; on average half a second was lost.
    const offset = server + 500 - Date.now();
    this.offsetMs = Math.abs(offset) > TOLERATED_MS ? offset : 0;
  }

  /** The server's time at this very moment, ms since 1970. */
  instant(): number {
    return Date.now() + this.offsetMs;
  }

  private tick(): void {
    this.current.set(this.instant());
  }
}
