import type { Queryable, Transaction } from '@earshot/platform/database';
import { StaleOffset, type OffsetMove } from './types';

/** Identity of a partition: offsets of one cluster mean nothing in another. */
export interface PartitionId {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
}

/** Where a partition stands. */
export interface StoredOffset {
  /** The next offset to read, as a decimal string. */
  readonly next: string;
  /** It was found outside the log: nothing is read until an operator has reset it. */
  readonly isHalted: boolean;
}

/** Where a partition stands; null where nothing was ever read. */
export async function readOffset(db: Queryable, id: PartitionId): Promise<StoredOffset | null> {
  const [row] = await db.query<{ next_offset: string; is_halted: boolean }>(
    `select next_offset, outside_since is not null as is_halted from kafka_offsets
     where cluster_id = $1 and topic = $2 and partition = $3`,
    [id.clusterId, id.topic, id.partition],
  );
  return row === undefined ? null : { next: row.next_offset, isHalted: row.is_halted };
}

/**
 * Has a partition stand still at `offset`, which lies outside its log, until it is reset. A log that has grown to that
 * offset since is another log: to go on there would skip what it begins with. Nothing where it was reset meanwhile.
 */
export async function haltPartition(db: Queryable, id: PartitionId, offset: string): Promise<void> {
  await db.query(
    `update kafka_offsets set outside_since = coalesce(outside_since, clock_timestamp())
     where cluster_id = $1 and topic = $2 and partition = $3 and next_offset = $4`,
    [id.clusterId, id.topic, id.partition, offset],
  );
}

/** Makes a partition known at `start`, unless it is known. */
export async function beginOffset(db: Queryable, id: PartitionId, start: string): Promise<void> {
  await db.query(
    `insert into kafka_offsets (cluster_id, topic, partition, next_offset) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [id.clusterId, id.topic, id.partition, start],
  );
}

/** Puts a partition to an offset, whatever it was, and lets it go on: what an operator does after an alarm. */
export async function resetOffset(db: Queryable, id: PartitionId, offset: string): Promise<void> {
  await db.query(
    `insert into kafka_offsets (cluster_id, topic, partition, next_offset) values ($1, $2, $3, $4)
     on conflict (cluster_id, topic, partition) do update
     set next_offset = excluded.next_offset, outside_since = null, updated_at = clock_timestamp()`,
    [id.clusterId, id.topic, id.partition, offset],
  );
}

/** All known partitions. */
export async function listOffsets(db: Queryable): Promise<OffsetRow[]> {
  return db.query(
    'select cluster_id, topic, partition, next_offset, outside_since from kafka_offsets order by topic, partition',
  );
}

/** A partition as it is stored; `outside_since`: it stands still since its offset was found outside its log. */
export interface OffsetRow {
  readonly cluster_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly next_offset: string;
  readonly outside_since: Date | null;
}

/**
 * Moves the partition's offset by compare-and-set, as the first statement of a batch's transaction. Throws
 * StaleOffset where another process has moved it, or has had it stand still: this one writes nothing.
 */
export async function moveOffset(tx: Transaction, move: OffsetMove): Promise<void> {
  const moved = await tx.query<{ partition: number }>(
    `update kafka_offsets set next_offset = $5, updated_at = clock_timestamp()
     where cluster_id = $1 and topic = $2 and partition = $3 and next_offset = $4 and outside_since is null
     returning partition`,
    [move.clusterId, move.topic, move.partition, move.from, move.to],
  );
  if (moved.length === 0) throw new StaleOffset(move);
}
