import type { Transaction } from '@earshot/platform/database';

const LOCK_CLASS = 4_207_849;
const SLOTS = 32;

/**
 * Takes a free slot of the shared writers until the end of the transaction, and gives its name. Two transactions
 * never hold the same one, so that neither waits for the other's buckets nor overwrites them; and there are never
 * more names than slots, however many processes come and go. With all taken it waits for the first.
 */
export async function takeWriter(tx: Transaction): Promise<string> {
  const [free] = await tx.query<{ slot: number }>(
    `select slot from generate_series(0, ${SLOTS - 1}) as slot
     where pg_try_advisory_xact_lock(${LOCK_CLASS}, slot) limit 1`,
  );
  if (free !== undefined) return `slot-${free.slot}`;
  await tx.query(`select pg_advisory_xact_lock(${LOCK_CLASS}, 0)`);
  return 'slot-0';
}
