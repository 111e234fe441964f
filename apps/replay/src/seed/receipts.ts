import { Bucket } from '@earshot/domain/metrics';
import { type Database } from '@earshot/platform/database';
import { demoBrand } from './people';

/** A receipt later than this is the demo's doing, ms. */
const lateMs = 30_000;

/**
 * Receives what the demo told late as if it had come when it was said: the past arrives in seconds, and would stand as
 * "received three weeks later" beside each message. `ids`: a regular expression of their conversations' ids.
 */
export async function receiveInTime(database: Database, ids: string): Promise<void> {
  await database.transaction(async (tx) => {
    for (const table of ['messages', 'conversation_events']) {
      // Between a tenth of a second and two, and the same in every run.
      await tx.query(
        `update ${table} m set received_at = m.at + make_interval(secs => 0.1 + 1.9 * (abs(hashtext(m.event_id)) % 1000) / 1000.0)
         from conversations c
         where c.key = m.conversation_key and c.brand_id = $1 and c.conversation_id ~ $2
           and m.received_at > m.at + make_interval(secs => $3)`,
        [demoBrand, ids, lateMs / 1000],
      );
    }
  });
}

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
    // A conversation whose opening came in the next batch stood for an instant under no vendor. Where one stands so still
    // (sent to a demo that ran before), its silence must go on being told.
    await tx.query(
      `delete from intake_clock where brand_id = $1 and vendor_id = '' and not exists (
         select from conversations where brand_id = $1 and vendor_id is null)`,
      [demoBrand],
    );
  });
}
