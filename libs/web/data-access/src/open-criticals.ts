import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { Api } from './http/api';
import { withPatience } from './http/patience';
import { asRequestFailed, isAborted } from './http/request-failed';
import { SafetyStore } from './safety-store';
import { ServerClock } from './server-clock';

const EVERY_MS = 5_000;
/** Where so many were read there may be more, which are not known. */
export const countedAtMost = 200;
/** Twice the contract's `livePeriodMs`, which is not imported: its schemas come after the first view (the spec compares). */
const BEHIND_MS = 10_000;
/** A question that is not answered within this time is given up: an old number would pass for a new one. */
const PATIENCE_MS = 10_000;

/**
 * The critical flags that nobody has taken, for the frame: from the safety lane while it is held and live, else read
 * every five seconds, so that people who do not watch the lane see the number too without being counted as watching,
 * and those who watch it still hear of a new one when its connection is gone.
 */
@Injectable({ providedIn: 'root' })
export class OpenCriticals {
  private readonly api = inject(Api);
  private readonly safety = inject(SafetyStore);
  private readonly clock = inject(ServerClock);
  /** Null where they were not read, or could not be. */
  private readonly polled = signal<readonly Flag[] | null>(null);
  private readonly watchers = signal(0);
  private reading: AbortController | null = null;

  private readonly isLaneLive = computed(() => {
    const data = this.safety.data();
    if (data === null || this.safety.stale() !== null) return false;
    return this.clock.now() - Date.parse(data.asOf) <= BEHIND_MS;
  });
  /** As last asked for over HTTP; null while the lane tells of them, and where they could not be read. */
  readonly read = this.polled.asReadonly();
  /** Null where they are not known. */
  readonly flags = computed<readonly Flag[] | null>(() => {
    if (!this.isLaneLive()) return this.polled();
    return this.safety.lane().filter((flag) => flag.severity === 'critical' && flag.state === 'open');
  });
  readonly count = computed(() => this.flags()?.length ?? null);

  private readonly isAsked = computed(() => this.watchers() > 0 && !this.isLaneLive());

  constructor() {
    effect((onCleanup) => {
      if (!this.isAsked()) return;
      untracked(() => void this.ask());
      const timer = setInterval(() => void this.ask(), EVERY_MS);
      onCleanup(() => {
        clearInterval(timer);
        this.reading?.abort();
        this.reading = null;
        // What was read before must not be shown as the present when the lane is lost again.
        this.polled.set(null);
      });
    });
  }

  /** Reads on until the returned function is called. */
  watch(): () => void {
    this.watchers.update((n) => n + 1);
    return () => this.watchers.update((n) => n - 1);
  }

  /** One question at a time, so that an older answer never replaces a newer. */
  private async ask(): Promise<void> {
    if (this.reading) return;
    const reading = new AbortController();
    this.reading = reading;
    try {
      const query = { severity: 'critical', state: 'open', limit: countedAtMost };
      const page = await withPatience(
        PATIENCE_MS,
        (signal) => this.api.get('/flags', { query, answer: (c) => c.flagsPage, signal }),
        reading,
      );
      if (this.reading === reading) this.polled.set(page.items);
    } catch (thrown) {
      if (!isAborted(thrown)) asRequestFailed(thrown);
      // Unknown, not zero: the frame shows a dash.
      if (this.reading === reading) this.polled.set(null);
    } finally {
      if (this.reading === reading) this.reading = null;
    }
  }
}
