/** The longest wait before another try, ms: as long as a person would wait before pressing F5. */
const MOST_MS = 5_000;
const FIRST_MS = 500;

/**
 * Waits that double from half a second up to five, each by chance between half of it and all: after a restart of the
 * server not all desks come at the same moment.
 */
export class Backoff {
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Acts after the next wait; what waited before does not happen. */
  again(act: () => void): void {
    clearTimeout(this.timer);
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** this.tries);
    this.tries += 1;
    this.timer = setTimeout(act, most * (0.5 + Math.random() / 2));
  }

  /** It worked, or is no longer wanted: what waits does not happen, and the next wait is short again. */
  reset(): void {
    clearTimeout(this.timer);
    this.tries = 0;
  }
}
