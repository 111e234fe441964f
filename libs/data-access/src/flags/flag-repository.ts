import {
  noFlags,
  type ClosingOutcome,
  type Flag,
  type FlagActs,
  type FlagCounts,
  type FlagOutcome,
  type FlagState,
  type Severity,
} from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { severityOf } from '../columns';
import { encodeCursor, type Page, type PageRequest } from '../page';
import { flagScopeSql, Values, vendorSql } from '../scope-sql';
import {
  filterJoinSql,
  filterSql,
  orders,
  unsettledSql,
  type FlagFilter,
  type FlagOrder,
} from './flag-list-sql';
import { readActs } from './flag-history';
import { flagColumns, flagJoins, showFlags, type FlagRow } from './flag-rows';

/** A flag locked for an act: what the rules of acting need to know. */
export interface LockedFlag {
  readonly id: string;
  readonly brandId: string;
  readonly vendorId: string | null;
  readonly conversationId: string;
  readonly severity: Severity;
  readonly state: FlagState;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedByName: string | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly outcome: FlagOutcome | null;
  /** Masked. */
  readonly reason: string | null;
  readonly revision: number;
}

/** What an act leaves on the flag; the rest stays. */
export interface FlagChanges {
  readonly state: FlagState;
  readonly acknowledged: { readonly at: Date; readonly by: string } | null;
  readonly closed: {
    readonly at: Date;
    readonly by: string;
    readonly outcome: ClosingOutcome;
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
  readonly act: 'acknowledged' | 'released' | 'closed' | 'reopened' | 'notified' | 'notice-failed' | 'moved';
  readonly detail: Record<string, unknown>;
  /** The original of the reason that `detail` holds masked, where a person gave one. */
  readonly sealed?: { readonly reasonSecret: Buffer; readonly keyId: string } | null;
}

/** The most flags the safety lane holds at once; what is beyond is the least grave and the newest. */
export const laneLimit = 1000;

/** A page of flags, with how many there are in all; null where they were not counted. */
export interface CountedPage extends Page<Flag> {
  readonly total: number | null;
}

/** Reads flags within a person's scope, and writes what people do about them. */
export class FlagRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * A page of flags, the gravest first where no order is asked for. With the first page of unsettled ones goes how many
   * there are, counted in the same statement: a list behind a figure never holds more or fewer than it says.
   */
  async list(
    scope: Scope,
    filter: FlagFilter & PageRequest & { readonly sort?: FlagOrder | undefined },
  ): Promise<CountedPage> {
    const values = new Values();
    const { limit, cursor } = filter;
    const order = orders[filter.sort ?? 'gravest'];
    const from = `flags f ${filterJoinSql(filter)}`;
    const where = [flagScopeSql(scope, 'f', values), ...filterSql(filter, values)].join(' and ');
    const isCounted = filter.unsettled !== undefined && cursor === undefined;
    const total = isCounted ? `(select count(*) from ${from} where ${where})` : 'null';
    const after = cursor === undefined ? 'true' : order.after(cursor, values);
    const rows = await this.database.query<FlagRow & { total: string | null }>(
      `select ${flagColumns}, ${total} as total from ${from} ${flagJoins} where ${where} and ${after}
       order by ${order.by} limit ${values.add(limit + 1)}`,
      values.list,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(order.keyOf(last)) : null;
    return {
      items: await showFlags(this.database, scope, shown),
      nextCursor,
      total: isCounted ? Number(rows[0]?.total ?? 0) : null,
    };
  }

  /** One flag, or null where there is none within the scope. */
  async find(scope: Scope, id: string): Promise<Flag | null> {
    const [flag] = await this.byIds(scope, [id]);
    return flag ?? null;
  }

  /** What was done with a flag, or null where there is none within the scope. */
  acts(scope: Scope, id: string): Promise<FlagActs | null> {
    return readActs(this.database, scope, id);
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
    return this.all(scope, values, {
      where: `${unsettledSql('f')} and ${vendorSql('f.vendor_id', vendorId, values)}`,
      order: `f.severity, f.received_at, f.id limit ${laneLimit}`,
    });
  }

  /** How many flags a lane without a limit would hold, by severity. */
  laneCounts(scope: Scope, vendorId?: string): Promise<FlagCounts> {
    return this.counts(scope, { unsettled: true, vendorId });
  }

  /** How many flags the filter means, by severity. */
  async counts(scope: Scope, filter: FlagFilter): Promise<FlagCounts> {
    const values = new Values();
    const conditions = [flagScopeSql(scope, 'f', values), ...filterSql(filter, values)];
    const rows = await this.database.query<{ severity: number; n: string }>(
      `select f.severity, count(*) as n from flags f ${filterJoinSql(filter)}
       where ${conditions.join(' and ')} group by f.severity`,
      values.list,
    );
    const counts: FlagCounts = { ...noFlags };
    for (const { severity, n } of rows) {
      counts[severityOf(severity)] += Number(n);
      counts.total += Number(n);
    }
    return counts;
  }

  /** Of these flags those that the scope covers, each locked until the transaction's end, in the order of their ids. */
  async lock(scope: Scope, ids: readonly string[]): Promise<LockedFlag[]> {
    const values = new Values();
    const rows = await this.database.query<{
      id: string;
      brand_id: string;
      vendor_id: string | null;
      conversation_id: string;
      severity: number;
      state: FlagState;
      acknowledged_at: Date | null;
      acknowledged_by: string | null;
      acknowledged_by_name: string | null;
      closed_at: Date | null;
      closed_by: string | null;
      outcome: FlagOutcome | null;
      reason: string | null;
      revision: string;
    }>(
      // No join: after a wait for the lock the flag is read anew, but a joined row stays that of before the wait.
      `select f.id, f.brand_id, f.vendor_id, f.conversation_id, f.severity, f.state, f.acknowledged_at,
         f.acknowledged_by,
         (select a.name from people a where a.id = f.acknowledged_by) as acknowledged_by_name, f.closed_at, f.closed_by,
         f.outcome, f.reason, f.revision
       from flags f
       where f.id = any(${values.add([...ids])}::uuid[]) and ${flagScopeSql(scope, 'f', values)}
       order by f.id for update of f`,
      values.list,
    );
    return rows.map((row) => ({
      id: row.id,
      brandId: row.brand_id,
      vendorId: row.vendor_id,
      conversationId: row.conversation_id,
      severity: severityOf(row.severity),
      state: row.state,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.acknowledged_by,
      acknowledgedByName: row.acknowledged_by_name,
      closedAt: row.closed_at,
      closedBy: row.closed_by,
      outcome: row.outcome,
      reason: row.reason,
      revision: Number(row.revision),
    }));
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
      `insert into flag_acts (flag_id, at, person_id, act, detail, reason_secret, key_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        act.flagId,
        act.at,
        act.personId,
        act.act,
        JSON.stringify(act.detail),
        act.sealed?.reasonSecret ?? null,
        act.sealed?.keyId ?? null,
      ],
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
