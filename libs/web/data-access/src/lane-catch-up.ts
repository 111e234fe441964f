import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { Api } from './http/api';
import { type RequestFailed, asRequestFailed } from './http/request-failed';
import { OpenCriticals } from './open-criticals';
import { SafetyStore } from './safety-store';
import { ServerClock } from './server-clock';

/** How often the lane is read over HTTP where the count of critical flags has not moved: lesser ones come too. */
const EVERY_MS = 15_000;
/** A question that is not answered within this time is given up, and asked again. */
const PATIENCE_MS = 10_000;
/** How long the live view may take to come at first; until then nothing is lost. */
const COMES_WITHIN_MS = 3_000;

/**
 * Keeps the safety lane true while its live connection is lost: whenever the critical flags that are counted over HTTP
 * are not those of the lane, it is read over HTTP too. Who hears an alarm must see what it rings for.
 */
@Injectable({ providedIn: 'root' })
export class LaneCatchUp {
  /** A lane that was read by this is old after twice its period, ms. */
  static readonly oldAfterMs = 2 * EVERY_MS;
  private readonly api = inject(Api);
  private readonly criticals = inject(OpenCriticals);
  private readonly safety = inject(SafetyStore);
  private readonly clock = inject(ServerClock);
  private readonly watchers = signal(0);
  private readonly failed = signal<RequestFailed | null>(null);
  private reading = false;
  private readAt = Number.NEGATIVE_INFINITY;
  private watchedSince = 0;

  /** Why the lane could not be read over HTTP; null while it can, and while nobody has to. */
  readonly failure = computed(() => (this.criticals.read() === null ? null : this.failed()));
  /** How many critical flags that nobody has taken are counted, and stand in no lane. */
  readonly missing = computed(() => {
    const lane = new Set(this.safety.lane().map(({ id }) => id));
    return this.criticals.read()?.filter(({ id }) => !lane.has(id)).length ?? 0;
  });

  constructor() {
    effect(() => {
      const counted = this.criticals.read();
      if (counted === null || this.watchers() === 0) return;
      untracked(() => {
        if (this.isDue(counted)) void this.read();
      });
    });
  }

  /** Catches up, whenever it has to, until the returned function is called. */
  watch(): () => void {
    const stop = this.criticals.watch();
    if (this.watchers() === 0) this.watchedSince = this.clock.instant();
    this.watchers.update((n) => n + 1);
    return () => {
      this.watchers.update((n) => n - 1);
      stop();
    };
  }

  /** Reads the lane now. */
  async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    this.readAt = this.clock.instant();
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const lane = await this.api.get('/live/safety', {
        answer: (c) => c.safetyDataSchema,
        signal: patience.signal,
      });
      this.failed.set(null);
      // Live again meanwhile: what came that way is newer.
      if (this.criticals.read() !== null) this.safety.fill(lane);
    } catch (thrown) {
      this.failed.set(asRequestFailed(thrown));
    } finally {
      clearTimeout(timer);
      this.reading = false;
    }
  }

  private isDue(counted: readonly Flag[]): boolean {
    const isComing = this.safety.data() === null && this.safety.stale() === null;
    if (isComing && this.clock.instant() - this.watchedSince < COMES_WITHIN_MS) return false;
    const own = this.safety
      .lane()
      .filter(({ severity, state }) => severity === 'critical' && state === 'open');
    return revisions(counted) !== revisions(own) || this.clock.instant() - this.readAt >= EVERY_MS;
  }
}

function revisions(flags: readonly Flag[]): string {
  return flags
    .map(({ id, revision }) => `${id} ${revision}`)
    .sort()
    .join('\n');
}
