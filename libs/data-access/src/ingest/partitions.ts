import type { Queryable } from '@earshot/platform/database';

const tables = ['messages', 'conversation_events'] as const;
const DAY_MS = 86_400_000;

/**
 * Makes the monthly partitions of messages and events from the edge of the retention to two months ahead, and
 * drops those that lie wholly before the edge, with their receipts. Give it on start and once a day. The originals of
 * rejected events go as long ago (RejectedEventRepository.letGo).
 */
export async function keepPartitions(db: Queryable, nowMs: number, retentionDays: number): Promise<void> {
  const edge = nowMs - retentionDays * DAY_MS;
  const months = monthsBetween(edge, nowMs + 62 * DAY_MS);
  for (const table of tables) {
    for (const { name, from, to } of months) {
      await db.query(
        `create table if not exists ${table}_${name} partition of ${table} for values from ('${from}') to ('${to}')`,
      );
    }
    await leaveUnsampled(db, table);
    const old = await db.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = $1::regclass and c.relname < $2`,
      [table, `${table}_${months[0]?.name ?? ''}`],
    );
    for (const { name } of old) await db.query(`drop table if exists ${name}`);
  }
  await db.query('delete from receipts where at < $1', [letGoBefore(nowMs, retentionDays)]);
}

/** PostgreSQL gives a new partition all of its table's columns, but not that some of them are left out of statistics. */
async function leaveUnsampled(db: Queryable, table: string): Promise<void> {
  const columns = await db.query<{ partition: string; name: string }>(
    `select c.relname as partition, own.attname as name
     from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     join pg_attribute own on own.attrelid = c.oid
     join pg_attribute whole on whole.attrelid = i.inhparent and whole.attname = own.attname
     where i.inhparent = $1::regclass and whole.attstattarget = 0 and own.attstattarget is distinct from 0`,
    [table],
  );
  for (const { partition, name } of columns)
    await db.query(`alter table ${partition} alter column ${name} set statistics 0`);
}

/** The start of the oldest month that is kept: what lies before it goes. */
export function letGoBefore(nowMs: number, retentionDays: number): Date {
  const edge = new Date(nowMs - retentionDays * DAY_MS);
  return new Date(Date.UTC(edge.getUTCFullYear(), edge.getUTCMonth()));
}

/** Calendar months (UTC) that touch [fromMs, toMs]. */
export function monthsBetween(fromMs: number, toMs: number): { name: string; from: string; to: string }[] {
  const months: { name: string; from: string; to: string }[] = [];
  const first = new Date(fromMs);
  for (
    let year = first.getUTCFullYear(), month = first.getUTCMonth();
    Date.UTC(year, month) <= toMs;
    month++
  ) {
    const from = new Date(Date.UTC(year, month));
    const to = new Date(Date.UTC(year, month + 1));
    const name = `${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`;
    months.push({ name, from: from.toISOString(), to: to.toISOString() });
  }
  return months;
}
