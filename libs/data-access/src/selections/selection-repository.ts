import { type Selection } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { instant } from '../columns';
import { withinSql } from '../conversations/behind-metric';
import { decodeCursor, pageOfRows, type Page, type PageRequest } from '../page';
import { scopeSql, Values } from '../scope-sql';

/** Which decisions to list; what is not given does not narrow. */
export interface SelectionFilter extends PageRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly planId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly purpose?: Selection['purpose'] | undefined;
  readonly kept?: boolean | undefined;
}

/** One period of a plan: what was committed to before it, and when its key was revealed. */
export interface PlanPeriod {
  readonly brandId: string;
  readonly planId: string;
  readonly period: string;
  readonly commitment: string;
  readonly committedAt: string;
  readonly revealedAt: string | null;
}

interface Row {
  id: string;
  conversation_id: string;
  vendor_id: string | null;
  plan_id: string;
  plan_version: number;
  purpose: Selection['purpose'];
  kept: boolean;
  p: string;
  inclusion_probability: string;
  stratum: string;
  reason: string;
  decided_at: Date;
  superseded_at: Date | null;
  cursor_at: string;
}

interface PeriodRow {
  brand_id: string;
  plan_id: string;
  period: string;
  commitment: string;
  committed_at: Date;
  revealed_at: Date | null;
}

const columns = `s.id, s.conversation_id, s.vendor_id, s.plan_id, s.plan_version, s.purpose, s.kept, s.p,
  s.inclusion_probability, s.stratum, s.reason, s.decided_at, s.superseded_at, s.decided_at::text as cursor_at`;

/** Reads selection decisions and plan periods within a person's scope. */
export class SelectionRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * A page of decisions, newest first. A vendor person sees those of the random stream in periods whose key was
   * revealed, and can check them. The trigger stream is the brand's: its rates, and that it decided anew, would tell
   * that something was flagged which the brand has not acknowledged.
   */
  async list(scope: Scope, filter: SelectionFilter): Promise<Page<Selection>> {
    const values = new Values();
    const conditions = [selectionScopeSql(scope, values)];
    const equal = {
      plan_id: filter.planId,
      vendor_id: filter.vendorId,
      conversation_id: filter.conversationId,
      purpose: filter.purpose,
      kept: filter.kept,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value !== undefined) conditions.push(`s.${column} = ${values.add(value)}`);
    }
    conditions.push(withinSql('s.decided_at', { from: filter.from, to: filter.to, values }));
    if (filter.cursor !== undefined) {
      const [at, id] = decodeCursor(filter.cursor);
      const [atValue, idValue] = [`${values.add(at)}::timestamptz`, `${values.add(id)}::uuid`];
      conditions.push(`s.decided_at <= ${atValue} and (s.decided_at < ${atValue} or s.id > ${idValue})`);
    }
    const rows = await this.database.query<Row>(
      `select ${columns} from selections s where ${conditions.join(' and ')}
       order by s.decided_at desc, s.id limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    return pageOfRows(rows, filter.limit, {
      keyOf: (row) => [row.cursor_at, row.id],
      show: (row) => showSelection(scope, row),
    });
  }

  /** All decisions about one conversation, those that stand first. */
  async ofConversation(scope: Scope, conversationKey: string): Promise<Selection[]> {
    const values = new Values();
    const rows = await this.database.query<Row>(
      `select ${columns} from selections s
       where s.conversation_key = ${values.add(conversationKey)} and ${selectionScopeSql(scope, values)}
       order by s.superseded_at desc nulls first, s.purpose, s.id`,
      values.list,
    );
    return rows.map((row) => showSelection(scope, row));
  }

  /** The periods of the brands' plans, newest first. Commitments may be seen by everybody who sees selections. */
  async periods(scope: Scope, planId: string): Promise<PlanPeriod[]> {
    const rows = await this.database.query<PeriodRow>(
      `select * from plan_periods where brand_id = any($1::text[]) and plan_id = $2 order by period desc, brand_id`,
      [scope.brandIds, planId],
    );
    return rows.map(showPeriod);
  }

  /** Marks a period's key as revealed and gives the period; an earlier reveal stands. null: no such period. */
  async reveal(
    period: Pick<PlanPeriod, 'brandId' | 'planId' | 'period'>,
    at: Date,
  ): Promise<PlanPeriod | null> {
    const [row] = await this.database.query<PeriodRow>(
      `update plan_periods set revealed_at = coalesce(revealed_at, $4)
       where brand_id = $1 and plan_id = $2 and period = $3 returning *`,
      [period.brandId, period.planId, period.period, at],
    );
    return row === undefined ? null : showPeriod(row);
  }
}

function selectionScopeSql(scope: Scope, values: Values): string {
  const rows = scopeSql(scope, 's', values);
  if (scope.vendorIds === null) return rows;
  return `${rows} and s.purpose = 'random' and s.superseded_at is null and exists (select from plan_periods p where p.brand_id = s.brand_id and p.plan_id = s.plan_id
    and p.period = s.period and p.revealed_at is not null)`;
}

function showSelection(scope: Scope, row: Row): Selection {
  return {
    conversationId: row.conversation_id,
    vendorId: row.vendor_id,
    planId: row.plan_id,
    planVersion: row.plan_version,
    purpose: row.purpose,
    kept: row.kept,
    p: row.p,
    // To a vendor that of the random stream alone: the combined one holds the trigger's rate.
    inclusionProbability: scope.vendorIds === null ? row.inclusion_probability : row.p,
    stratum: row.stratum,
    reason: row.reason,
    decidedAt: instant(row.decided_at),
    superseded: row.superseded_at !== null,
  };
}

function showPeriod(row: PeriodRow): PlanPeriod {
  return {
    brandId: row.brand_id,
    planId: row.plan_id,
    period: row.period,
    commitment: row.commitment,
    committedAt: instant(row.committed_at),
    revealedAt: row.revealed_at === null ? null : instant(row.revealed_at),
  };
}
