import type { Plan, Prepared, Rejection, Rules, Salvaged } from '@earshot/domain/pipeline';

/** One event of a batch that is well formed in itself. */
export interface BatchItem {
  readonly prepared: Prepared;
  /** Its place in the body that brought it. */
  readonly itemIndex: number;
  /** The vendor that the intake key is bound to; null for none. */
  readonly boundVendorId: string | null;
  readonly position: RecordPosition | null;
  /** The event as it came, for keeping it where it is rejected after all. */
  raw(): string;
}

/** Where a record stood in the log; null over HTTP. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** An event that is not taken, as it is kept. */
export interface KeptRejection {
  /** Its place in the batch. */
  readonly index: number;
  /** Its place in the body that brought it; means nothing of a record. */
  readonly itemIndex: number;
  readonly brandId: string | null;
  readonly position: RecordPosition | null;
  readonly receivedAt: number;
  readonly rejection: Rejection;
  readonly raw: string;
  /** What could be made out of it. */
  readonly salvage: Salvaged;
}

/** The move of a partition's offset that is part of the batch's transaction. */
export interface OffsetMove {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
  /** Where the database stood when the batch was begun. */
  readonly from: string;
  /** The offset after the last record of the batch. */
  readonly to: string;
}

export interface IngestBatch {
  readonly items: readonly BatchItem[];
  readonly rejected: readonly KeptRejection[];
  /** Whose buckets are written: a partition's own name, or null to take a free slot of the shared ones. */
  readonly writer: string | null;
  readonly offset: OffsetMove | null;
  readonly receivedAt: number;
}

/** What is in force while a batch is written. */
export interface IngestContext {
  readonly rules: Rules;
  planOf(brandId: string): Plan | null;
  salvage(item: BatchItem): Salvaged;
}

export interface IngestOutcome {
  readonly accepted: number;
  /** Indexes of the duplicates. */
  readonly duplicates: readonly number[];
  /** All rejections of the batch, in its order. */
  readonly rejected: readonly { index: number; id: string | null; rejection: Rejection }[];
  readonly brandIds: readonly string[];
  readonly vendorIds: readonly (string | null)[];
  readonly conversationKeys: readonly string[];
  readonly flagIds: readonly string[];
  readonly reviewItems: number;
}

/** Another process moved the partition's offset: this one has lost the partition and must not write. */
export class StaleOffset extends Error {
  constructor({ topic, partition, from }: OffsetMove) {
    super(`partition ${partition} of ${topic} is no longer at offset ${from}: another process has moved it`);
  }
}

/** A conversation was created or changed by another process between reading and writing: do it again. */
export class ConcurrentChange extends Error {
  constructor() {
    super('a conversation of the batch was changed by another process');
  }
}

/** A batch for which more events would have to be read again than fit into memory: write it in parts. */
export class TooMuchAtOnce extends Error {
  constructor(events: number) {
    super(`${events} stored events would have to be read again at once`);
  }
}
