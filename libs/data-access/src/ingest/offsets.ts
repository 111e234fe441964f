import type { Queryable, Transaction } from '@earshot/platform/database';
import { StaleOffset, type OffsetMove } from './types';

/** Identity of a partition: offsets of one cluster mean nothing in another. */
export interface PartitionId {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
}

/** The next offset to read, as a decimal string; null where nothing was ever read. */
export async function readOffset(db: Queryable, id: PartitionId): Promise<string | null> {
  const [row] = await db.query<{ next_offset: string }>(
    'select next_offset from kafka_offsets where cluster_id = $1 and topic = $2 and partition = $3',
    [id.clusterId, id.topic, id.partition],
  );
  return row?.next_offset ?? null;
}

/** Makes a partition known at `start`, unless it is known. */
export async function beginOffset(db: Queryable, id: PartitionId, start: string): Promise<void> {
  await db.query(
    `insert into kafka_offsets (cluster_id, topic, partition, next_offset) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [id.clusterId, id.topic, id.partition, start],
  );
}

/** Puts a partition to an offset, whatever it was: what an operator does after an alarm. */
export async function resetOffset(db: Queryable, id: PartitionId, offset: string): Promise<void> {
  await db.query(
    `insert into kafka_offsets (cluster_id, topic, partition, next_offset) values ($1, $2, $3, $4)
     on conflict (cluster_id, topic, partition) do update
     set next_offset = excluded.next_offset, updated_at = clock_timestamp()`,
    [id.clusterId, id.topic, id.partition, offset],
  );
}

/** All known partitions. */
export async function listOffsets(
  db: Queryable,
): Promise<{ cluster_id: string; topic: string; partition: number; next_offset: string }[]> {
  return db.query(
    'select cluster_id, topic, partition, next_offset from kafka_offsets order by topic, partition',
  );
}

/**
 * Moves the partition's offset by compare-and-set, as the first statement of a batch's transaction. Throws
 * StaleOffset where another process has moved it: this one has lost the partition and writes nothing.
 */
export async function moveOffset(tx: Transaction, move: OffsetMove): Promise<void> {
  const moved = await tx.query<{ partition: number }>(
    `update kafka_offsets set next_offset = $5, updated_at = clock_timestamp()
     where cluster_id = $1 and topic = $2 and partition = $3 and next_offset = $4 returning partition`,
    [move.clusterId, move.topic, move.partition, move.from, move.to],
  );
  if (moved.length === 0) throw new StaleOffset(move);
}
