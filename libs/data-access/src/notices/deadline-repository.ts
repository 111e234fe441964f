import { type Queryable } from '@earshot/platform/database';

/** What a deadline is about. `acknowledge-critical`: a critical flag must be acknowledged; the subject is the flag. */
export type DeadlineKind = 'acknowledge-critical';

/**
 * Deadlines. They live in PostgreSQL and count from our own clock; whoever sweeps takes rows that no other process
 * is sweeping, in a transaction that also does what follows from them.
 */
export class DeadlineRepository {
  constructor(private readonly database: Queryable) {}

  /** Locks and gives the subjects whose deadline has passed, longest due first. Use it in a transaction. */
  async takeDue(kind: DeadlineKind, now: Date, limit = 100): Promise<string[]> {
    const rows = await this.database.query<{ subject_id: string }>(
      `select subject_id from deadlines where kind = $1 and done_at is null and due_at <= $2
       order by due_at limit $3 for update skip locked`,
      [kind, now, limit],
    );
    return rows.map(({ subject_id }) => subject_id);
  }

  /** Marks deadlines as dealt with. */
  async finish(kind: DeadlineKind, outcomes: ReadonlyMap<string, string>, now: Date): Promise<void> {
    await this.database.query(
      `update deadlines d set done_at = $2, outcome = o.outcome
       from unnest($3::uuid[], $4::text[]) as o (subject_id, outcome)
       where d.kind = $1 and d.subject_id = o.subject_id and d.done_at is null`,
      [kind, now, [...outcomes.keys()], [...outcomes.values()]],
    );
  }

  /**
   * Lets a flag's deadline run again after what had met it was undone. Only a notice that a target took since it was due
   * leaves it done: that one was asked for is not enough, for it is dropped while somebody holds the flag, and one of
   * an earlier alarm says nothing of this. Use it in the transaction that has locked the flag.
   */
  async rearm(kind: DeadlineKind, flagId: string): Promise<void> {
    await this.database.query(
      `update deadlines d set done_at = null, outcome = null
       where d.kind = $1 and d.subject_id = $2 and not exists (
         select from flags f where f.id = d.subject_id and f.notified_at >= d.due_at)`,
      [kind, flagId],
    );
  }
}
