import {
  type Category,
  type Flag,
  type FlagOutcome,
  type FlagState,
  type Severity,
} from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { storedSeverity } from '../columns';
import { decodeCursor, encodeCursor, type Page, type PageRequest } from '../page';
import { flagScopeSql, Values } from '../scope-sql';
import { flagColumns, flagJoins, showFlags, type FlagRow } from './flag-rows';

/** Which flags to list; what is not given does not narrow. */
export interface FlagFilter extends PageRequest {
  readonly severity?: Severity | undefined;
  readonly category?: Category | undefined;
  readonly state?: FlagState | undefined;
  readonly vendorId?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** A flag locked for an act: what the rules of acting need to know. */
export interface LockedFlag {
  readonly id: string;
  readonly brandId: string;
  readonly vendorId: string | null;
  readonly conversationId: string;
  readonly state: FlagState;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

/** What an act leaves on the flag; the rest stays. */
export interface FlagChanges {
  readonly state: FlagState;
  readonly acknowledged: { readonly at: Date; readonly by: string } | null;
  readonly closed: {
    readonly at: Date;
    readonly by: string;
    readonly outcome: FlagOutcome;
    /** Masked. */
    readonly reason: string;
    readonly reasonSecret: Buffer;
    readonly keyId: string;
  } | null;
}

/** What was done to a flag, for its history. */
export interface FlagAct {
  readonly flagId: string;
  readonly at: Date;
  /** null: done by the product itself. */
  readonly personId: string | null;
  readonly act: 'acknowledged' | 'released' | 'closed' | 'reopened' | 'notified' | 'notice-failed';
  readonly detail: Record<string, unknown>;
}

/** The most flags the safety lane holds at once; what is beyond is the least grave and the newest. */
export const laneLimit = 1000;

/** Reads flags within a person's scope, and writes what people do about them. */
export class FlagRepository {
  constructor(private readonly database: Queryable) {}

  /** A page of flags, newest first. */
  async list(scope: Scope, filter: FlagFilter): Promise<Page<Flag>> {
    const values = new Values();
    const conditions = [flagScopeSql(scope, 'f', values)];
    const equal = {
      severity: filter.severity === undefined ? undefined : storedSeverity(filter.severity),
      category: filter.category,
      state: filter.state,
      vendor_id: filter.vendorId,
      conversation_id: filter.conversationId,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value !== undefined) conditions.push(`f.${column} = ${values.add(value)}`);
    }
    if (filter.cursor !== undefined) {
      const [at, id] = decodeCursor(filter.cursor);
      const [atValue, idValue] = [`${values.add(at)}::timestamptz`, `${values.add(id)}::uuid`];
      conditions.push(`f.opened_at <= ${atValue} and (f.opened_at < ${atValue} or f.id > ${idValue})`);
    }
    const rows = await this.database.query<FlagRow>(
      `select ${flagColumns} from flags f ${flagJoins} where ${conditions.join(' and ')}
       order by f.opened_at desc, f.id limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    const shown = rows.slice(0, filter.limit);
    const last = shown.at(-1);
    const nextCursor =
      rows.length > filter.limit && last !== undefined ? encodeCursor([last.cursor_at, last.id]) : null;
    return { items: await showFlags(this.database, scope, shown), nextCursor };
  }

  /** One flag, or null where there is none within the scope. */
  async find(scope: Scope, id: string): Promise<Flag | null> {
    const [flag] = await this.byIds(scope, [id]);
    return flag ?? null;
  }

  /** The flags of these ids that the scope covers. */
  async byIds(scope: Scope, ids: readonly string[]): Promise<Flag[]> {
    const values = new Values();
    return this.all(scope, values, {
      where: `f.id = any(${values.add([...ids])}::uuid[])`,
      order: 'f.opened_at, f.id',
    });
  }

  /** The flags of a conversation, oldest first. */
  async ofConversation(scope: Scope, conversationKey: string): Promise<Flag[]> {
    const values = new Values();
    return this.all(scope, values, {
      where: `f.conversation_key = ${values.add(conversationKey)}`,
      order: 'f.opened_at, f.id',
    });
  }

  /** The safety lane: open and acknowledged flags, gravest first, then longest known; at most `laneLimit`. */
  async lane(scope: Scope, vendorId?: string): Promise<Flag[]> {
    const values = new Values();
    const narrowed = vendorId === undefined ? '' : ` and f.vendor_id = ${values.add(vendorId)}`;
    return this.all(scope, values, {
      where: `f.state in ('open', 'acknowledged')${narrowed}`,
      order: `f.severity, f.received_at, f.id limit ${laneLimit}`,
    });
  }

  /** How many flags a lane without a limit would hold. */
  async laneSize(scope: Scope, vendorId?: string): Promise<number> {
    const values = new Values();
    const narrowed = vendorId === undefined ? '' : ` and f.vendor_id = ${values.add(vendorId)}`;
    const [row] = await this.database.query<{ n: string }>(
      `select count(*) as n from flags f
       where ${flagScopeSql(scope, 'f', values)} and f.state in ('open', 'acknowledged')${narrowed}`,
      values.list,
    );
    return Number(row?.n ?? 0);
  }

  /** The flag, locked until the transaction's end, or null where there is none within the scope. */
  async lock(scope: Scope, id: string): Promise<LockedFlag | null> {
    const values = new Values();
    const [row] = await this.database.query<{
      id: string;
      brand_id: string;
      vendor_id: string | null;
      conversation_id: string;
      state: FlagState;
      acknowledged_at: Date | null;
      acknowledged_by: string | null;
      acknowledged_by_name: string | null;
      closed_at: Date | null;
      closed_by: string | null;
    }>(
      // No join: after a wait for the lock the flag is read anew, but a joined row stays that of before the wait.
      `select f.id, f.brand_id, f.vendor_id, f.conversation_id, f.state, f.acknowledged_at, f.acknowledged_by,
         (select a.name from people a where a.id = f.acknowledged_by) as acknowledged_by_name, f.closed_at, f.closed_by
       from flags f
       where f.id = ${values.add(id)} and ${flagScopeSql(scope, 'f', values)} for update of f`,
      values.list,
    );
    if (row === undefined) return null;
    return {
      id: row.id,
      brandId: row.brand_id,
      vendorId: row.vendor_id,
      conversationId: row.conversation_id,
      state: row.state,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.acknowledged_by,
      acknowledgedByName: row.acknowledged_by_name,
      closedAt: row.closed_at,
      closedBy: row.closed_by,
    };
  }

  /** Writes what an act leaves on a locked flag, and the act itself. */
  async change(changes: FlagChanges, act: FlagAct): Promise<void> {
    const { acknowledged, closed } = changes;
    await this.database.query(
      `update flags set state = $2, acknowledged_at = $3, acknowledged_by = $4, closed_at = $5, closed_by = $6,
         outcome = $7, reason = $8, reason_secret = $9, key_id = $10, revision = revision + 1
       where id = $1`,
      [
        act.flagId,
        changes.state,
        acknowledged?.at ?? null,
        acknowledged?.by ?? null,
        closed?.at ?? null,
        closed?.by ?? null,
        closed?.outcome ?? null,
        closed?.reason ?? null,
        closed?.reasonSecret ?? null,
        closed?.keyId ?? null,
      ],
    );
    await this.record(act);
  }

  /** Of these flags those that are still open, with their brand; for the sweep of deadlines, which is nobody's read. */
  async stillOpen(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; brand_id: string }>(
      `select id, brand_id from flags where id = any($1::uuid[]) and state = 'open'`,
      [ids],
    );
    return new Map(rows.map(({ id, brand_id }) => [id, brand_id]));
  }

  /** Marks a flag as notified: the target has taken the notice. */
  async notified(id: string, at: Date, channel: string): Promise<void> {
    await this.database.query('update flags set notified_at = $2, revision = revision + 1 where id = $1', [
      id,
      at,
    ]);
    await this.record({ flagId: id, at, personId: null, act: 'notified', detail: { channel } });
  }

  /** Adds to a flag's history. */
  async record(act: FlagAct): Promise<void> {
    await this.database.query(
      'insert into flag_acts (flag_id, at, person_id, act, detail) values ($1, $2, $3, $4, $5)',
      [act.flagId, act.at, act.personId, act.act, JSON.stringify(act.detail)],
    );
  }

  private async all(
    scope: Scope,
    values: Values,
    { where, order }: { where: string; order: string },
  ): Promise<Flag[]> {
    const rows = await this.database.query<FlagRow>(
      `select ${flagColumns} from flags f ${flagJoins}
       where ${where} and ${flagScopeSql(scope, 'f', values)} order by ${order}`,
      values.list,
    );
    return showFlags(this.database, scope, rows);
  }
}
