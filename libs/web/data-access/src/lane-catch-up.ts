import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { Api } from './http/api';
import { withPatience } from './http/patience';
import { type RequestFailed, asRequestFailed } from './http/request-failed';
import { OpenCriticals, countedAtMost } from './open-criticals';
import { SafetyStore } from './safety-store';
import { ServerClock } from './server-clock';

/** How often the lane is read over HTTP where the count of critical flags has not moved: lesser ones come too. */
const EVERY_MS = 15_000;
/** A question that is not answered within this time is given up, and asked again. */
const PATIENCE_MS = 10_000;
/** How long the live view may take to come at first; until then nothing is lost. */
const COMES_WITHIN_MS = 3_000;
/** The wait after a first failure: over before the next count of critical flags. It doubles up to the most. */
const FIRST_REST_MS = 4_000;
const MOST_REST_MS = 60_000;
/** A question that failed so short a time ago would be answered the same, whatever it is for. */
const JUST_NOW_MS = 2_000;

/**
 * Keeps the safety lane true while its live connection is lost: whenever the critical flags that are counted over HTTP
 * are not those of the lane, it is read over HTTP too. Who hears an alarm must see what it rings for. What one answer
 * could not mend (of more critical flags than a lane holds) is not asked for with every count; a server that fails is
 * asked ever more rarely, but for each change of a critical flag at once.
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
  /** In what the lane differed from the count when it was last asked for. */
  private askedFor: ReadonlySet<string> = new Set();
  private failures = 0;
  private failedAt = Number.NEGATIVE_INFINITY;
  private restsUntil = Number.NEGATIVE_INFINITY;

  /** Why the lane could not be read over HTTP; null while it can, and while nobody has to. */
  readonly failure = computed(() => (this.criticals.read() === null ? null : this.failed()));
  /** How many critical flags that nobody has taken are counted, and stand in no lane. */
  readonly missing = computed(() => this.notListed(this.criticals.read() ?? []).length);

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
    this.askedFor = new Set(this.differences(this.criticals.read() ?? []));
    const take = this.safety.filling();
    try {
      const lane = await withPatience(PATIENCE_MS, (signal) =>
        this.api.get('/live/safety', { answer: (c) => c.safetyDataSchema, signal }),
      );
      this.failed.set(null);
      this.failures = 0;
      this.restsUntil = Number.NEGATIVE_INFINITY;
      // Live again meanwhile: what came that way is newer.
      if (this.criticals.read() === null) return;
      // Something came after the question, of which the answer may not know: asked anew with the next count.
      if (!take(lane)) {
        this.readAt = Number.NEGATIVE_INFINITY;
        this.askedFor = new Set();
      }
    } catch (thrown) {
      this.failed.set(asRequestFailed(thrown));
      this.rest();
    } finally {
      this.reading = false;
    }
  }

  private isDue(counted: readonly Flag[]): boolean {
    const now = this.clock.instant();
    const isComing = this.safety.data() === null && this.safety.stale() === null;
    if (isComing && now - this.watchedSince < COMES_WITHIN_MS) return false;
    const isNews = this.differences(counted).some((difference) => !this.askedFor.has(difference));
    if (now < this.restsUntil) return isNews && now - this.failedAt >= JUST_NOW_MS;
    return isNews || this.failed() !== null || now - this.readAt >= EVERY_MS;
  }

  /**
   * In what the lane is not what is counted: flags that it has not, or not as they are now, and, where all of them are
   * counted, those that are none of them any more.
   */
  private differences(counted: readonly Flag[]): string[] {
    const own = new Map(
      this.safety
        .lane()
        .filter(({ severity, state }) => severity === 'critical' && state === 'open')
        .map(({ id, revision }) => [id, revision]),
    );
    const lacking = counted.filter(({ id, revision }) => own.get(id) !== revision);
    const known = new Set(counted.map(({ id }) => id));
    const gone = counted.length >= countedAtMost ? [] : [...own.keys()].filter((id) => !known.has(id));
    return [...lacking.map(({ id, revision }) => `${id} ${revision}`), ...gone];
  }

  private notListed(counted: readonly Flag[]): Flag[] {
    const lane = new Set(this.safety.lane().map(({ id }) => id));
    return counted.filter(({ id }) => !lane.has(id));
  }

  /** Waits by chance between half of the time and all of it: not all desks come back at the same moment. */
  private rest(): void {
    const most = Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** this.failures);
    this.failures += 1;
    this.failedAt = this.clock.instant();
    this.restsUntil = this.failedAt + most * (0.5 + Math.random() / 2);
  }
}
