import {
  type Channel,
  type ConversationRow,
  type ConversationState,
  type MetricId,
  type Outcome,
} from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { unpackFold, type Fold } from '@earshot/domain/conversation';
import { conversationKey } from '@earshot/domain/pipeline';
import { type Queryable } from '@earshot/platform/database';
import { instant, instantOrNull, severityOf } from '../columns';
import { decodeCursor, pageOfRows, type Page, type PageRequest } from '../page';
import { flagScopeSql, scopeSql, Values } from '../scope-sql';
import { behindMetricSql, withinSql } from './behind-metric';

/** Which conversations to list; what is not given does not narrow. */
export interface ConversationFilter extends PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly scenario?: string | undefined;
  readonly state?: ConversationState | undefined;
  readonly agentId?: string | undefined;
  /** The conversations that a metric counts in the window, instead of those opened in it. */
  readonly metric?: MetricId | undefined;
  readonly waiting?: boolean;
  readonly flagged?: boolean;
}

/** One conversation as known: the row of the lists, its key, and what was folded. */
export interface KnownConversation {
  readonly key: string;
  readonly row: ConversationRow;
  readonly version: number;
  readonly fold: Fold;
}

interface Row {
  key: string;
  brand_id: string;
  conversation_id: string;
  vendor_id: string | null;
  channel: Channel | null;
  platform: string | null;
  scenario: string | null;
  language: string | null;
  segments: string[];
  agent_id: string | null;
  state: ConversationState;
  outcome: Outcome | null;
  derived_close: boolean;
  opened_at: Date;
  closed_at: Date | null;
  last_event_at: Date;
  messages: number;
  waiting_since: Date | null;
  rating: number | null;
  complained: boolean;
  worst_visible: number | null;
  open_visible: number;
  cursor_at: string;
}

const columns = `c.key, c.brand_id, c.conversation_id, c.vendor_id, c.channel, c.platform, c.scenario, c.language,
  c.segments, c.agent_id, c.state, c.outcome, c.derived_close, c.opened_at, c.closed_at, c.last_event_at, c.messages,
  c.waiting_since, c.rating, c.complained, v.worst_visible, v.open_visible, c.opened_at::text as cursor_at`;

/** Reads conversations within a person's scope. */
export class ConversationRepository {
  constructor(private readonly database: Queryable) {}

  /** A page of conversations, newest opening first. */
  async list(scope: Scope, filter: ConversationFilter): Promise<Page<ConversationRow>> {
    const values = new Values();
    const visible = visibleFlagsSql(scope, values);
    const where = [scopeSql(scope, 'c', values), ...conditionsOf(scope, filter, values)].join(' and ');
    const rows = await this.database.query<Row>(
      `select ${columns} from conversations c ${visible} where ${where}
       order by c.opened_at desc, c.key limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    return pageOfRows(rows, filter.limit, { keyOf: (row) => [row.cursor_at, row.key], show: showRow });
  }

  /**
   * The conversations of this id that the scope covers: none, one, or one for each of several brands.
   * `brandId` narrows to one brand.
   */
  async find(scope: Scope, id: string, brandId?: string): Promise<KnownConversation[]> {
    const brands = scope.brandIds.filter((brand) => brandId === undefined || brand === brandId);
    const values = new Values();
    const visible = visibleFlagsSql(scope, values);
    const keys = values.add(brands.map((brand) => conversationKey(brand, id)));
    const rows = await this.database.query<Row & { version: string; fold: string }>(
      `select ${columns}, c.version, c.fold from conversations c ${visible}
       where c.key = any(${keys}::uuid[]) and ${scopeSql(scope, 'c', values)} order by c.brand_id`,
      values.list,
    );
    return rows.map((row) => ({
      key: row.key,
      row: showRow(row),
      version: Number(row.version),
      fold: unpackFold(row.fold),
    }));
  }

  /** Whether the person is reviewing this conversation blind at the moment, so that its page is closed to them. */
  async isUnderBlindReviewBy(scope: Scope, key: string): Promise<boolean> {
    const rows = await this.database.query(
      `select from reviews r join review_items i on i.id = r.item_id
       where i.conversation_key = $1 and r.reviewer_id = $2 and r.state = 'draft'`,
      [key, scope.personId],
    );
    return rows.length > 0;
  }
}

function conditionsOf(scope: Scope, filter: ConversationFilter, values: Values): string[] {
  const { metric, from, to, cursor } = filter;
  const conditions: string[] = [];
  const equal = { vendor_id: filter.vendorId, channel: filter.channel, scenario: filter.scenario } as const;
  const more = { ...equal, state: filter.state, agent_id: filter.agentId };
  for (const [column, value] of Object.entries(more)) {
    if (value !== undefined) conditions.push(`c.${column} = ${values.add(value)}`);
  }
  if (filter.waiting === true) conditions.push('c.waiting_since is not null');
  if (filter.flagged === true) conditions.push('v.worst_visible is not null');
  const behind = { scope, values, from, to };
  conditions.push(metric === undefined ? withinSql('c.opened_at', behind) : behindMetricSql(metric, behind));
  if (cursor !== undefined) {
    const [at, key] = decodeCursor(cursor);
    const [atValue, keyValue] = [`${values.add(at)}::timestamptz`, `${values.add(key)}::uuid`];
    // The first condition alone can use the index.
    conditions.push(`c.opened_at <= ${atValue} and (c.opened_at < ${atValue} or c.key > ${keyValue})`);
  }
  return conditions;
}

function visibleFlagsSql(scope: Scope, values: Values): string {
  return `left join lateral (
    select min(f.severity) filter (where f.state <> 'withdrawn') as worst_visible,
      (count(*) filter (where f.state in ('open', 'acknowledged')))::int as open_visible
    from flags f where f.conversation_key = c.key and ${flagScopeSql(scope, 'f', values)}) v on true`;
}

function showRow(row: Row): ConversationRow {
  return {
    id: row.conversation_id,
    brandId: row.brand_id,
    vendorId: row.vendor_id,
    channel: row.channel,
    platform: row.platform,
    scenario: row.scenario,
    language: row.language,
    segments: row.segments,
    agentId: row.agent_id,
    state: row.state,
    outcome: row.outcome,
    derivedClose: row.derived_close,
    openedAt: instant(row.opened_at),
    closedAt: instantOrNull(row.closed_at),
    lastEventAt: instant(row.last_event_at),
    messages: row.messages,
    waitingSince: instantOrNull(row.waiting_since),
    worstSeverity: row.worst_visible === null ? null : severityOf(row.worst_visible),
    openFlags: row.open_visible,
    ratingOutOf5: row.rating,
    complained: row.complained,
  };
}
