import { Injectable, computed, inject, signal } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { Api } from './http/api';
import { asRequestFailed } from './http/request-failed';
import { SafetyStore } from './safety-store';

const EVERY_MS = 5_000;

/**
 * The critical flags that nobody has taken, for the frame: from the safety lane where it is held, else read every
 * five seconds, so that people who do not watch the lane see the number too without being counted as watching.
 */
@Injectable({ providedIn: 'root' })
export class OpenCriticals {
  private readonly api = inject(Api);
  private readonly safety = inject(SafetyStore);
  private readonly polled = signal<readonly Flag[] | null>(null);
  private readonly isUnknown = signal(false);

  /** Null where they are not known. */
  readonly flags = computed<readonly Flag[] | null>(() => {
    if (this.safety.data() === null) return this.isUnknown() ? null : this.polled();
    return this.safety.lane().filter((flag) => flag.severity === 'critical' && flag.state === 'open');
  });
  readonly count = computed(() => this.flags()?.length ?? null);

  /** Reads on until the returned function is called. */
  watch(): () => void {
    void this.read();
    const timer = setInterval(() => void this.read(), EVERY_MS);
    return () => clearInterval(timer);
  }

  private async read(): Promise<void> {
    if (this.safety.data() !== null) return;
    try {
      const page = await this.api.get('/flags', {
        query: { severity: 'critical', state: 'open', limit: 200 },
        answer: (c) => c.flagsPage,
      });
      this.polled.set(page.items);
      this.isUnknown.set(false);
    } catch (thrown) {
      asRequestFailed(thrown);
      // Unknown, not zero: the frame shows a dash.
      this.isUnknown.set(true);
    }
  }
}
