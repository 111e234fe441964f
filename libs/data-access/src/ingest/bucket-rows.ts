import { Bucket, type BucketCell } from '@earshot/domain/metrics';
import type { Transaction } from '@earshot/platform/database';

interface StoredBucket {
  n: number;
  payload: Buffer;
}

/**
 * Adds changes to the buckets of one writer. Nobody else writes that writer's rows, so that they are read, added
 * to and written back without a lock.
 */
export async function writeBuckets(
  tx: Transaction,
  cells: readonly BucketCell[],
  writer: string,
): Promise<void> {
  if (cells.length === 0) return;
  const keys = cells.map((cell, n) => ({
    n,
    grain: cell.grain,
    start_at: new Date(cell.startMs).toISOString(),
    brand_id: cell.brandId,
    vendor_id: cell.vendorId,
    channel: cell.channel,
    scenario: cell.scenario,
  }));
  const stored = await tx.query<StoredBucket>(
    `select k.n, b.payload
     from json_to_recordset($1::json) as k (n int, ${keyColumns('text', 'timestamptz')})
     join metric_buckets b using (grain, start_at, brand_id, vendor_id, channel, scenario)
     where b.writer = $2`,
    [JSON.stringify(keys), writer],
  );
  const known = new Map(stored.map(({ n, payload }) => [n, payload]));
  const rows = keys.map((key, n) => {
    const cell = cells[n];
    const bucket = new Bucket();
    const payload = known.get(n);
    if (payload !== undefined) bucket.merge(Bucket.decode(payload));
    if (cell !== undefined) bucket.merge(cell.bucket);
    return { ...key, payload: Buffer.from(bucket.encode()).toString('hex') };
  });
  await tx.query(
    `insert into metric_buckets (grain, start_at, brand_id, vendor_id, channel, scenario, writer, payload)
     select grain, start_at, brand_id, vendor_id, channel, scenario, $2, decode(payload, 'hex')
     from json_to_recordset($1::json) as k (${keyColumns('text', 'timestamptz')}, payload text)
     on conflict (grain, brand_id, start_at, vendor_id, channel, scenario, writer)
     do update set payload = excluded.payload`,
    [JSON.stringify(rows), writer],
  );
}

function keyColumns(text: string, instant: string): string {
  return `grain ${text}, start_at ${instant}, brand_id ${text}, vendor_id ${text}, channel ${text}, scenario ${text}`;
}
