import { type Queryable } from '@earshot/platform/database';

/** What an outbox row asks for. `notify-flag`: tell the configured target of an unacknowledged critical flag. */
export type OutboxKind = 'notify-flag';

/** An outbox row taken for delivery. */
export interface OutboxRow {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly payload: { readonly flagId: string; readonly brandId: string };
  /** This attempt included. */
  readonly attempts: number;
}

/** The error of a notice that has nowhere to go: no target is configured. */
export const noticeTargetMissing =
  'no target is configured: set EARSHOT_ALERT_WEBHOOK_URL or EARSHOT_ALERT_MAIL';

/** What could not be delivered yet, for the administrator's page. */
export interface OverdueNotices {
  readonly count: number;
  readonly since: Date;
  readonly lastError: string;
}

/**
 * What must happen after a commit. A row is written in the transaction that wants it and stays until it is done, so
 * that a crash, or the loss of everything but the database, loses nothing. Delivery is at least once.
 */
export class OutboxRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * Writes rows that are due at once, and gives their ids. One that asks for the same and is still to be delivered
   * becomes due in place of a second one.
   */
  async add(kind: OutboxKind, payloads: readonly OutboxRow['payload'][], now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `with asked as (
         select p from unnest($2::jsonb[]) as p
       ), hastened as (
         update outbox o set due_at = least(o.due_at, $3) from asked
         where o.kind = $1 and o.done_at is null and o.payload = asked.p
         returning o.id
       ), added as (
         insert into outbox (kind, payload, created_at, due_at)
         select $1, p, $3, $3 from asked
         where not exists (
           select from outbox o where o.kind = $1 and o.done_at is null and o.payload = asked.p)
         returning id
       )
       select id from hastened union all select id from added`,
      [kind, payloads.map((payload) => JSON.stringify(payload)), now],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Takes rows that are due. They are hidden from other processes until `hiddenUntil`: if this one dies on the
   * way, they come back by themselves.
   */
  async take(
    kind: OutboxKind,
    now: Date,
    { hiddenUntil, limit }: { hiddenUntil: Date; limit: number },
  ): Promise<OutboxRow[]> {
    return this.database.query<OutboxRow>(takeSql('kind = $1', 'order by due_at limit $4'), [
      kind,
      now,
      hiddenUntil,
      limit,
    ]);
  }

  /** As `take`, of one row; null where it is not due, or another process has it. */
  async takeOne(id: string, now: Date, { hiddenUntil }: { hiddenUntil: Date }): Promise<OutboxRow | null> {
    const [row] = await this.database.query<OutboxRow>(takeSql('id = $1'), [id, now, hiddenUntil]);
    return row ?? null;
  }

  async done(id: string, now: Date): Promise<void> {
    await this.database.query('update outbox set done_at = $2, last_error = null where id = $1', [id, now]);
  }

  async failed(id: string, error: string, retryAt: Date): Promise<void> {
    await this.database.query('update outbox set last_error = $2, due_at = $3 where id = $1', [
      id,
      error,
      retryAt,
    ]);
  }

  /** Notices that failed at least once and are still to be delivered; null where there are none. */
  async overdue(kind: OutboxKind): Promise<OverdueNotices | null> {
    const [row] = await this.database.query<{ count: number; since: Date | null; last_error: string | null }>(
      `select count(*)::int as count, min(created_at) as since,
         (array_agg(last_error order by dispatched_at desc))[1] as last_error
       from outbox where kind = $1 and done_at is null and last_error is not null`,
      [kind],
    );
    if (row === undefined || row.since === null) return null;
    return { count: row.count, since: row.since, lastError: row.last_error ?? '' };
  }
}

/** Takes the rows that are `which` and due at $2 and hides them until $3. */
function takeSql(which: string, limit = ''): string {
  return `update outbox set due_at = $3, dispatched_at = $2, attempts = attempts + 1
    where id in (select id from outbox where ${which} and done_at is null and due_at <= $2
      ${limit} for update skip locked)
    returning id, kind, payload, attempts`;
}
