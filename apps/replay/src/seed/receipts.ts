import { Bucket } from '@earshot/domain/metrics';
import { type Database } from '@earshot/platform/database';
import { demoBrand } from './people';

/** The lock class and number of the shared writers' slots (data-access, ingest/writers). */
const slotLocks = 'select pg_advisory_xact_lock(4207849, slot) from generate_series(0, 31) as slot';

/**
 * Takes the receipts of the demo past out of the figures: a past of three weeks that arrives in ten seconds would
 * show for an hour as events that came weeks late. `from` and `to` are when it arrived, ms.
 */
export async function forgetReceipts(database: Database, from: number, to: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(slotLocks);
    const rows = await tx.query<{ ctid: string; payload: Buffer }>(
      `select ctid::text, payload from metric_buckets
       where brand_id = $1 and start_at <= $3 and start_at >= date_trunc(grain, $2::timestamptz, 'UTC')`,
      [demoBrand, new Date(from).toISOString(), new Date(to).toISOString()],
    );
    for (const { ctid, payload } of rows) {
      const bucket = Bucket.decode(payload);
      bucket.forget(['events', 'back-dated', 'lag']);
      await tx.query('update metric_buckets set payload = $2 where ctid = $1::tid', [
        ctid,
        Buffer.from(bucket.encode()),
      ]);
    }
    // A conversation whose opening came in the next batch stood for an instant under no vendor.
    await tx.query(`delete from intake_clock where brand_id = $1 and vendor_id = ''`, [demoBrand]);
  });
}
