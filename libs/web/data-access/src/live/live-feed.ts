import { signal, type Signal } from '@angular/core';
import { type Change, type LiveView, type Snapshot } from '@earshot/contracts';
import { type Contracts } from '../http/contracts';
import { FrameWriter } from './frame-writer';

/** How a view's data is read and changed. */
export interface FeedShape<D> {
  view: LiveView;
  /** Reads a snapshot's data; null where it is not what the contract says. */
  read: (data: unknown, contracts: Contracts) => D | null;
  /** Gives the data after a change; null where the change cannot be applied, which asks for a new snapshot. */
  apply: (data: D, change: Change, contracts: Contracts) => D | null;
}

/**
 * Why what is on screen is not live: the connection is `lost`, the server or a gap in its messages has it `waiting`
 * for a new snapshot, or the snapshot is `unreadable` to this page, which only loading the page anew can mend.
 */
export interface Stale {
  why: 'lost' | 'waiting' | 'unreadable';
  /** Since when, ms since 1970 by the server's clock. */
  since: number;
}

/** What a feed says to the server, and the clock it goes by. */
export interface FeedCommands {
  resync: () => void;
  /** The server's time, ms since 1970. */
  instant: () => number;
}

/**
 * One live view: a snapshot and the changes after it, numbered. A gap in the numbers, or a change that cannot be
 * applied, asks for a new snapshot and waits for it; old and repeated changes are ignored. Whatever stopped it, the
 * data stays and is `stale` until a snapshot has come that can be read. Writes its signals at most once per animation
 * frame.
 */
export class LiveFeed<D> {
  private readonly written = signal<D | null>(null);
  private readonly writtenStale = signal<Stale | null>(null);
  private readonly writer = new FrameWriter();
  private latest: D | null = null;
  private latestStale: Stale | null = null;
  private seq = -1;
  private isResyncing = false;
  /** How often what is known here has changed. */
  private generation = 0;

  /** Null until the first snapshot. */
  readonly data: Signal<D | null> = this.written.asReadonly();
  /** Null while the data is live, and before the first snapshot while nothing is wrong. */
  readonly stale: Signal<Stale | null> = this.writtenStale.asReadonly();

  constructor(
    private readonly shape: FeedShape<D>,
    private readonly commands: FeedCommands,
  ) {}

  /** Takes a snapshot; false where it cannot be read. */
  snapshot(message: Snapshot, contracts: Contracts): boolean {
    const data = this.shape.read(message.data, contracts);
    if (data === null) {
      // Changes to what is not known here would change something else.
      this.isResyncing = true;
      this.outdate('unreadable');
      return false;
    }
    this.seq = message.seq;
    this.isResyncing = false;
    this.latestStale = null;
    this.write(data);
    return true;
  }

  change(message: Change, contracts: Contracts): void {
    if (this.latest === null || this.isResyncing) return;
    if (message.seq <= this.seq) return;
    const next = message.seq === this.seq + 1 ? this.shape.apply(this.latest, message, contracts) : null;
    if (next === null) {
      this.resync();
      return;
    }
    this.seq = message.seq;
    this.write(next, message.kind === 'as-of' ? 'the hour' : 'the data');
  }

  /** Says that the data is old, from now on or still, until the next snapshot. */
  outdate(why: Stale['why']): void {
    this.latestStale = { why, since: this.latestStale?.since ?? this.commands.instant() };
    this.writtenStale.set(this.latestStale);
  }

  /** Changes the data at once, ahead of the server's word (an optimistic act). */
  edit(change: (data: D) => D): void {
    if (this.latest === null) return;
    this.latest = change(this.latest);
    this.generation += 1;
    this.flush();
  }

  /**
   * To be called before data is asked for apart from the live view; what it returns takes the answer: as the first data
   * where none has come yet, else as a change of what there is. What is `stale` stays so. It is false, and nothing is
   * taken, where anything came or was done here after the question, as the answer may be older than that.
   */
  filling(): (first: D, change: (data: D) => D) => boolean {
    const asked = this.generation;
    return (first, change) => {
      if (this.generation !== asked) return false;
      this.latest = this.latest === null ? first : change(this.latest);
      this.generation += 1;
      this.flush();
      return true;
    };
  }

  /** Forgets the data, as when the filter changed. */
  clear(): void {
    this.latest = null;
    this.seq = -1;
    this.isResyncing = false;
    this.generation += 1;
    this.flush();
  }

  private resync(): void {
    this.isResyncing = true;
    this.outdate('waiting');
    this.commands.resync();
  }

  /** Counted at once, not with the frame: an answer may come before it. The hour alone makes no answer older. */
  private write(data: D, changed: 'the data' | 'the hour' = 'the data'): void {
    this.latest = data;
    if (changed === 'the data') this.generation += 1;
    this.writer.schedule(() => this.flush());
  }

  private flush(): void {
    this.writer.cancel();
    this.written.set(this.latest);
    this.writtenStale.set(this.latestStale);
  }
}
