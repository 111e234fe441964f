import { type Change } from '@earshot/contracts';
import { type Clock } from '@earshot/platform/clock';
import { type Subscriber } from './subscriber';

/** A change of a view's data, as it is sent. */
export type FeedChange = Pick<Change, 'kind' | 'data'>;

/** How often a feed is read. */
export interface FeedPace {
  /** The least time between two reads when something changed, ms; longer where reads themselves take long. */
  readonly leastMs: number;
  /** The most time between two reads, for what the clock changes and for messages that were lost, ms. */
  readonly mostMs: number;
}

/** A feed rests this many times as long as its last read took, so that a heavy one never fills the database. */
const restFactor = 4;

/**
 * What several sockets with the same eyes and the same filter look at: read once for all of them. Reads of one feed
 * follow one another, so that an older one never overtakes a newer.
 */
export abstract class Feed<Data> {
  private readonly subscribers = new Set<Subscriber>();
  private latest: Data | undefined;
  private changed = false;
  private reading = 0;
  private lastReadAt = Number.NEGATIVE_INFINITY;
  private lastReadTook = 0;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly pace: FeedPace,
    private readonly world: { readonly clock: Clock; readonly onError: (error: unknown) => void },
  ) {}

  /** Reads the view's data in the feed's eyes. */
  protected abstract read(): Promise<Data>;

  /** What to send when the data went from `previous` to `next`; null: everything again. */
  protected abstract changes(previous: Data, next: Data): FeedChange[] | null;

  get isUnused(): boolean {
    return this.subscribers.size === 0;
  }

  /** Gives the subscriber a snapshot, and changes from then on. Rejects where the first read fails. */
  async join(subscriber: Subscriber): Promise<void> {
    this.subscribers.add(subscriber);
    // After the reads under way: of several that come at once only the first one reads.
    try {
      await this.run(async () => {
        if (this.latest === undefined || this.isDue(this.world.clock.now())) await this.refresh(subscriber);
        else if (this.subscribers.has(subscriber)) subscriber.snapshot(this.latest);
      });
    } catch (error) {
      // It was given nothing to change: it is told so, and asks again.
      this.subscribers.delete(subscriber);
      throw error;
    }
  }

  leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
  }

  /** Sends the subscriber everything again. */
  resync(subscriber: Subscriber): void {
    if (this.latest !== undefined) subscriber.snapshot(this.latest);
  }

  /** Says that the data may have changed; it is read at the next tick that the pace allows. */
  touch(): void {
    this.changed = true;
  }

  /** Called often: reads if it is time to, and lets slow clients catch up. */
  tick(nowMs: number): void {
    const { latest } = this;
    if (latest !== undefined) {
      for (const subscriber of this.subscribers)
        if (subscriber.isReadyToCatchUp()) subscriber.snapshot(latest);
    }
    if (!this.isDue(nowMs) || this.isUnused || this.reading > 0) return;
    this.run(() => this.refresh()).catch(this.world.onError);
  }

  /** Runs `change` on what was last read, after the reads under way, and sends what it gives. */
  protected async amend(
    change: (latest: Data) => Promise<{ data: Data; changes: FeedChange[] | null }>,
  ): Promise<void> {
    await this.run(async () => {
      if (this.latest === undefined) return;
      const { data, changes } = await change(this.latest);
      this.latest = data;
      this.send(data, changes);
    });
  }

  private isDue(nowMs: number): boolean {
    const age = nowMs - this.lastReadAt;
    const rest = restFactor * this.lastReadTook;
    return age >= Math.max(this.changed ? this.pace.leastMs : this.pace.mostMs, rest);
  }

  private async refresh(newcomer?: Subscriber): Promise<void> {
    const { latest: previous } = this;
    this.changed = false;
    this.lastReadAt = this.world.clock.now();
    const start = performance.now();
    try {
      const next = await this.read();
      this.lastReadTook = performance.now() - start;
      this.latest = next;
      if (newcomer !== undefined && this.subscribers.has(newcomer)) newcomer.snapshot(next);
      this.send(next, previous === undefined ? [] : this.changes(previous, next), newcomer);
    } catch (error) {
      this.changed = true;
      throw error;
    }
  }

  private send(data: Data, changes: readonly FeedChange[] | null, except?: Subscriber): void {
    for (const subscriber of this.subscribers) {
      if (subscriber === except) continue;
      if (changes === null) subscriber.snapshot(data);
      else for (const change of changes) subscriber.change(change);
    }
  }

  private run(task: () => Promise<void>): Promise<void> {
    this.reading += 1;
    const done = this.work.then(task).finally(() => (this.reading -= 1));
    // The chain goes on after a failure, which is the caller's to tell.
    this.work = done.catch(() => undefined);
    return done;
  }
}
