import type { Fault, RejectedEvent, RejectionCode } from '@earshot/contracts';
import type { Scope } from '@earshot/domain/access';
import type { DataKeys } from '@earshot/platform/crypto';
import type { Queryable } from '@earshot/platform/database';
import { instant, instantOrNull } from '../columns';
import { rejectionContext } from '../ingest/rejected-rows';
import { decodeCursor, pageOfRows, type Page, type PageRequest } from '../page';
import { scopeSql, Values } from '../scope-sql';

interface Row {
  id: string;
  cursor_at: string;
  received_at: Date;
  via: 'http' | 'kafka';
  topic: string | null;
  partition: number | null;
  record_offset: string | null;
  item_index: number | null;
  event_id: string | null;
  code: RejectionCode;
  detail: string;
  fault: Fault | null;
  pointer: string;
  excerpt: string;
  state: RejectedEvent['state'];
  resolved_at: Date | null;
  resolved_by: string | null;
}

/** A rejected event with its original, for mending it. */
export interface RejectedOriginal {
  readonly event: RejectedEvent;
  readonly brandId: string | null;
  /** The vendor that the intake key was bound to; else the one that the event names; else null. */
  readonly vendorId: string | null;
  /** Of the event's `subject`, where that could be made out. */
  readonly conversationId: string | null;
  readonly raw: string;
}

export interface RejectedFilter extends PageRequest {
  readonly code?: RejectionCode | undefined;
  readonly state?: RejectedEvent['state'] | undefined;
}

const columns = `r.id, r.received_at::text as cursor_at, r.received_at, r.via, r.topic, r.partition, r.record_offset,
  r.item_index, r.event_id, r.code, r.detail, r.fault, r.pointer, r.excerpt, r.state, r.resolved_at,
  (select name from people p where p.id = r.resolved_by) as resolved_by`;

/** Events that could not be taken, within a person's scope. */
export class RejectedEventRepository {
  constructor(private readonly database: Queryable) {}

  /** A page, newest first. */
  async list(scope: Scope, filter: RejectedFilter): Promise<Page<RejectedEvent>> {
    const values = new Values();
    const conditions = [scopeSql(scope, 'r', values)];
    if (filter.code !== undefined) conditions.push(`r.code = ${values.add(filter.code)}`);
    if (filter.state !== undefined) conditions.push(`r.state = ${values.add(filter.state)}`);
    if (filter.cursor !== undefined) {
      const [at, id] = decodeCursor(filter.cursor);
      const [atValue, idValue] = [`${values.add(at)}::timestamptz`, `${values.add(id)}::uuid`];
      conditions.push(`r.received_at <= ${atValue} and (r.received_at < ${atValue} or r.id > ${idValue})`);
    }
    const rows = await this.database.query<Row>(
      `select ${columns} from rejected_events r where ${conditions.join(' and ')}
       order by r.received_at desc, r.id limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    return pageOfRows(rows, filter.limit, { keyOf: (row) => [row.cursor_at, row.id], show });
  }

  /** One with its original, decrypted; null where there is none within the scope. */
  async find(scope: Scope, id: string, keys: DataKeys): Promise<RejectedOriginal | null> {
    const values = new Values();
    const scoped = scopeSql(scope, 'r', values);
    const [row] = await this.database.query<
      Row & {
        brand_id: string | null;
        vendor_id: string | null;
        conversation_id: string | null;
        secret: Buffer;
        key_id: string;
      }
    >(
      `select ${columns}, r.brand_id, r.vendor_id, r.conversation_id, r.secret, r.key_id from rejected_events r
       where ${scoped} and r.id = ${values.add(id)}`,
      values.list,
    );
    if (row === undefined) return null;
    const raw = keys.open({ secret: row.secret, keyId: row.key_id }, rejectionContext(id));
    const { brand_id: brandId, vendor_id: vendorId, conversation_id: conversationId } = row;
    return { event: show(row), brandId, vendorId, conversationId, raw };
  }

  /** Marks one as dealt with; false where that was done before. */
  async resolve(id: string, state: 'resubmitted' | 'dismissed', personId: string): Promise<boolean> {
    const rows = await this.database.query(
      `update rejected_events set state = $2, resolved_at = clock_timestamp(), resolved_by = $3
       where id = $1 and state = 'open' returning id`,
      [id, state, personId],
    );
    return rows.length === 1;
  }

  /**
   * Lets go those received before, with their originals: no original outlives the messages of its month, also where
   * nobody has dealt with it. How many went, and how many of them were still open.
   */
  async letGo(before: Date): Promise<{ readonly all: number; readonly open: number }> {
    const [row] = await this.database.query<{ total: number; open: number }>(
      `with gone as (delete from rejected_events where received_at < $1 returning state)
       select count(*)::int as total, (count(*) filter (where state = 'open'))::int as open from gone`,
      [before],
    );
    return { all: row?.total ?? 0, open: row?.open ?? 0 };
  }

  /** Takes up again what was put aside; false where it was not. */
  async reopen(id: string): Promise<boolean> {
    const rows = await this.database.query(
      `update rejected_events set state = 'open', resolved_at = null, resolved_by = null
       where id = $1 and state = 'dismissed' returning id`,
      [id],
    );
    return rows.length === 1;
  }

  /** By code: how many open ones are kept, and how many requests were refused whole in the last 30 days. */
  async counts(scope: Scope): Promise<{ kept: Record<string, number>; refused: Record<string, number> }> {
    const values = new Values();
    const rows = await this.database.query<{ code: string; n: string; is_kept: boolean }>(
      `select code, count(*) as n, true as is_kept from rejected_events r
       where ${scopeSql(scope, 'r', values)} and state = 'open' group by code
       union all
       select code, sum(n), false from refused_counts where day > current_date - 30 group by code`,
      values.list,
    );
    const countsOf = (isKept: boolean) =>
      Object.fromEntries(
        rows.filter((row) => row.is_kept === isKept).map(({ code, n }) => [code, Number(n)]),
      );
    return { kept: countsOf(true), refused: countsOf(false) };
  }

  /** Adds to today's counts of what was refused whole. */
  async addRefusals(counts: ReadonlyMap<string, number>): Promise<void> {
    if (counts.size === 0) return;
    await this.database.query(
      `insert into refused_counts (day, code, n)
       select current_date, code, n from json_to_recordset($1::json) as r (code text, n bigint)
       on conflict (day, code) do update set n = refused_counts.n + excluded.n`,
      [JSON.stringify([...counts].sort().map(([code, n]) => ({ code, n })))],
    );
  }

  /** When our own code last failed on an event that nobody has looked at yet. */
  async openDefects(scope: Scope): Promise<{ n: number; since: string } | null> {
    const values = new Values();
    const [row] = await this.database.query<{ n: string; since: Date | null }>(
      `select count(*) as n, min(received_at) as since from rejected_events r
       where ${scopeSql(scope, 'r', values)} and code = 'internal-error' and state = 'open'`,
      values.list,
    );
    return row?.since == null ? null : { n: Number(row.n), since: instant(row.since) };
  }
}

function show(row: Row): RejectedEvent {
  return {
    id: row.id,
    receivedAt: instant(row.received_at),
    via: row.via,
    topic: row.topic,
    partition: row.partition,
    offset: row.record_offset,
    index: row.item_index,
    eventId: row.event_id,
    code: row.code,
    detail: row.detail,
    fault: row.fault,
    pointer: row.pointer,
    excerpt: row.excerpt,
    state: row.state,
    resolvedAt: instantOrNull(row.resolved_at),
    resolvedBy: row.resolved_by,
  };
}
