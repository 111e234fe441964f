import type { TimedEvent } from '../generator/conversation';

/** What became of a batch. */
export interface Delivered {
  readonly accepted: number;
  readonly duplicates: number;
  /** How many were rejected, by code. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Where events go. `send` is fulfilled when the batch is safe with the receiver, and tries until it is. */
export interface Sink {
  /** What to show a person: where the events go. */
  readonly name: string;
  send(batch: readonly TimedEvent[]): Promise<Delivered>;
  close(): Promise<void>;
}

/** Thrown by `send` when trying again cannot help: a wrong key, a wrong address. */
export class SinkRefused extends Error {}
