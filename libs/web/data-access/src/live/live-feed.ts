import { computed, signal, type Signal } from '@angular/core';
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

/** What a feed says to the server. */
export interface FeedCommands {
  resync: () => void;
}

/**
 * One live view: a snapshot and the changes after it, numbered. A gap in the numbers, or a change that cannot be
 * applied, asks for a new snapshot and waits for it; old and repeated changes are ignored. Writes its signal at
 * most once per animation frame.
 */
export class LiveFeed<D> {
  private readonly written = signal<D | null>(null);
  private readonly writer = new FrameWriter();
  private latest: D | null = null;
  private seq = -1;
  private isResyncing = false;

  /** Null until the first snapshot. */
  readonly data: Signal<D | null> = this.written.asReadonly();
  readonly hasData = computed(() => this.written() !== null);

  constructor(
    private readonly shape: FeedShape<D>,
    private readonly commands: FeedCommands,
  ) {}

  snapshot(message: Snapshot, contracts: Contracts): void {
    if (message.view !== this.shape.view) return;
    const data = this.shape.read(message.data, contracts);
    if (data === null) return;
    this.seq = message.seq;
    this.isResyncing = false;
    this.write(data);
  }

  change(message: Change, contracts: Contracts): void {
    if (message.view !== this.shape.view || this.latest === null || this.isResyncing) return;
    if (message.seq <= this.seq) return;
    const next = message.seq === this.seq + 1 ? this.shape.apply(this.latest, message, contracts) : null;
    if (next === null) {
      this.resync();
      return;
    }
    this.seq = message.seq;
    this.write(next);
  }

  /** Changes the data at once, ahead of the server's word (an optimistic act). */
  edit(change: (data: D) => D): void {
    if (this.latest === null) return;
    this.latest = change(this.latest);
    this.writer.cancel();
    this.written.set(this.latest);
  }

  /** Forgets everything, as when the filter changed. */
  clear(): void {
    this.writer.cancel();
    this.latest = null;
    this.seq = -1;
    this.isResyncing = false;
    this.written.set(null);
  }

  private resync(): void {
    this.isResyncing = true;
    this.commands.resync();
  }

  private write(data: D): void {
    this.latest = data;
    this.writer.schedule(() => this.written.set(this.latest));
  }
}
