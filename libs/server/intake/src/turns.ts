import { setImmediate } from 'node:timers/promises';

/**
 * Longest that events are worked on at a stretch, ms. Most batches are done in less; one of long texts that are all
 * numbers takes seconds, and sockets, sweeps, acknowledgements and heartbeats do not wait for it.
 */
const TURN_MS = 25;

/** Work that takes turns with everything else in the process. */
export class Turns {
  private begun = performance.now();

  /** `onTurn`: called after each turn of the others. */
  constructor(private readonly onTurn?: () => Promise<void>) {}

  /** Whether it is time to let others have theirs. */
  get isOver(): boolean {
    return performance.now() - this.begun > TURN_MS;
  }

  /** Lets them, and begins the next. */
  async next(): Promise<void> {
    await setImmediate();
    await this.onTurn?.();
    this.begun = performance.now();
  }
}
