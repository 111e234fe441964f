import {
  type Category,
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
import { unsettledSql } from '../flags/flag-list-sql';
import { instant, instantOrNull, severityOf } from '../columns';
import { decodeCursor, decodeRankCursor, pageOfRows, type Page, type PageRequest } from '../page';
import { flagScopeSql, scopeSql, Values, vendorSql } from '../scope-sql';
import { behindMetricSql, summedWindow, withinSql } from './behind-metric';
import { figureSql } from './figure-sql';

/** Which conversations to list; what is not given does not narrow. */
export interface ConversationFilter extends PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Empty: of no known vendor. */
  readonly vendorId?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly scenario?: string | undefined;
  readonly state?: ConversationState | undefined;
  readonly agentId?: string | undefined;
  /** The conversations that a metric counts in the window, instead of those opened in it. */
  readonly metric?: MetricId | undefined;
  /** The id; where the scope covers none that is this, the beginning of it. */
  readonly id?: string | undefined;
  /** With a flag of this category that the person may see. */
  readonly category?: Category | undefined;
  readonly ratedAtMost?: number | undefined;
  readonly waiting?: boolean;
  readonly flagged?: boolean;
}

/** A page of the conversations behind a metric, with how many there are; null on later pages. */
export interface RankedPage extends Page<ConversationRow> {
  readonly total: number | null;
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
  figure?: number | null;
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
    const where = await this.conditionsOf(scope, filter, values);
    if (filter.cursor !== undefined) {
      const [at, key] = decodeCursor(filter.cursor);
      const [atValue, keyValue] = [`${values.add(at)}::timestamptz`, `${values.add(key)}::uuid`];
      // The first condition alone can use the index.
      where.push(`c.opened_at <= ${atValue} and (c.opened_at < ${atValue} or c.key > ${keyValue})`);
    }
    const rows = await this.database.query<Row>(
      `select ${columns} from conversations c ${visible} where ${where.join(' and ')}
       order by c.opened_at desc, c.key limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    return pageOfRows(rows, filter.limit, { keyOf: (row) => [row.cursor_at, row.key], show: showRow });
  }

  /**
   * A page of the conversations behind a metric, the worst first, each with what it gives to it. What that is must be
   * read of all of them, so the window must have a start.
   */
  async worst(
    scope: Scope,
    filter: ConversationFilter & { readonly metric: MetricId; readonly from: string },
  ): Promise<RankedPage> {
    const values = new Values();
    const { metric, from, to, cursor, limit } = filter;
    const figure = figureSql(metric, { scope, values, ...summedWindow({ from, to }) });
    const where = (await this.conditionsOf(scope, filter, values)).join(' and ');
    const visible = visibleFlagsSql(scope, values);
    let after = 'true';
    if (cursor !== undefined) {
      const [rank, key] = decodeRankCursor(cursor);
      const [rankValue, keyValue] = [`${values.add(rank)}::double precision`, `${values.add(key)}::uuid`];
      after = `(w.rank < ${rankValue} or (w.rank = ${rankValue} and w.key > ${keyValue}))`;
    }
    // Where it is the same, it is computed once: it may have to be read out of the fold.
    const worst = figure.worst === figure.value ? 'figure' : 'worst';
    // Only the rows of the page are joined with what else is shown of them.
    const rows = await this.database.query<Row & { rank: string; total: string | null }>(
      `with behind as materialized (
         select b.key, b.figure, coalesce(b.${worst}, '-Infinity') as rank from (
           select c.key, ${figure.value} as figure, ${worst === 'figure' ? 'null' : figure.worst} as worst
           from conversations c where ${where} offset 0
         ) b
       ), page as (
         select w.key, w.figure, w.rank from behind w where ${after}
         order by w.rank desc, w.key limit ${values.add(limit + 1)}
       )
       select ${columns}, p.figure, p.rank::text as rank,
         ${cursor === undefined ? '(select count(*) from behind)' : 'null'} as total
       from page p join conversations c on c.key = p.key ${visible}
       order by p.rank desc, c.key`,
      values.list,
    );
    const page = pageOfRows(rows, limit, { keyOf: (row) => [row.rank, row.key], show: showRow });
    const total = rows[0]?.total ?? (cursor === undefined ? '0' : null);
    return { ...page, total: total === null ? null : Number(total) };
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

  /** What a conversation must be to be listed: within the scope, and as the filter says. */
  private async conditionsOf(scope: Scope, filter: ConversationFilter, values: Values): Promise<string[]> {
    const named = await this.named(scope, filter.id);
    return [scopeSql(scope, 'c', values), ...filterSql(scope, { ...filter, named }, values)];
  }

  /** The keys of the conversations whose whole id this is: they are found at once, the beginning of one is not. */
  private async named(scope: Scope, id: string | undefined): Promise<readonly string[]> {
    if (id === undefined) return [];
    const values = new Values();
    const keys = values.add(scope.brandIds.map((brand) => conversationKey(brand, id)));
    const rows = await this.database.query<{ key: string }>(
      `select c.key from conversations c where c.key = any(${keys}::uuid[]) and ${scopeSql(scope, 'c', values)}`,
      values.list,
    );
    return rows.map(({ key }) => key);
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

type NamedFilter = ConversationFilter & { readonly named: readonly string[] };

function filterSql(scope: Scope, filter: NamedFilter, values: Values): string[] {
  const { metric, from, to } = filter;
  const conditions: string[] = [];
  conditions.push(vendorSql('c.vendor_id', filter.vendorId, values));
  const { channel, scenario, state, agentId } = filter;
  for (const [column, value] of Object.entries({ channel, scenario, state, agent_id: agentId })) {
    if (value !== undefined) conditions.push(`c.${column} = ${values.add(value)}`);
  }
  if (filter.waiting === true) conditions.push('c.waiting_since is not null');
  if (filter.ratedAtMost !== undefined) conditions.push(`c.rating <= ${values.add(filter.ratedAtMost)}`);
  if (filter.flagged === true || filter.category !== undefined) {
    const ofCategory = filter.category === undefined ? 'true' : `h.category = ${values.add(filter.category)}`;
    conditions.push(`exists (select from flags h where h.conversation_key = c.key and h.state <> 'withdrawn'
      and ${ofCategory} and ${flagScopeSql(scope, 'h', values)})`);
  }
  if (filter.named.length > 0) conditions.push(`c.key = any(${values.add([...filter.named])}::uuid[])`);
  else if (filter.id !== undefined) {
    // No pattern: nothing in an id has a meaning of its own.
    conditions.push(`starts_with(c.conversation_id, ${values.add(filter.id)})`);
  }
  conditions.push(
    metric === undefined
      ? withinSql('c.opened_at', { values, from, to })
      : behindMetricSql(metric, { scope, values, ...summedWindow({ from, to }) }),
  );
  return conditions;
}

function visibleFlagsSql(scope: Scope, values: Values): string {
  return `left join lateral (
    select min(f.severity) filter (where f.state <> 'withdrawn') as worst_visible,
      (count(*) filter (where ${unsettledSql('f')}))::int as open_visible
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
    figure: row.figure ?? null,
  };
}
