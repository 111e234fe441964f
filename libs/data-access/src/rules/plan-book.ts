import type { Plan, PlanDefinition } from '@earshot/domain/pipeline';
import { commitment, derivePeriodKey, SelectionKey } from '@earshot/domain/selection';
import type { Queryable } from '@earshot/platform/database';

/** The plan that every brand has until its lead sets another: nobody goes without an honest sample. */
export const baselinePlan: { readonly planId: string; readonly definition: PlanDefinition } = {
  planId: 'baseline',
  definition: {
    random: '0.05',
    randomByStratum: {},
    triggers: {
      severity: { critical: '1', high: '0.5', medium: '0.1' },
      complained: '0.25',
      worstRating: '0.25',
    },
  },
};

interface PlanRow {
  brand_id: string;
  plan_id: string;
  version: number;
  from_ms: number;
  definition: PlanDefinition;
}

/**
 * The plans in force, by brand, with the keys of their periods. `refresh` reads them again; call it every few
 * seconds, so that a new version or a reveal is known everywhere before it counts.
 */
export class PlanBook {
  private plans = new Map<string, Plan>();
  private revealed = new Set<string>();
  private readonly keys = new Map<string, SelectionKey>();

  constructor(private readonly root: Uint8Array) {}

  /** The brand's plan; null for a brand that is not known. */
  planOf(brandId: string): Plan | null {
    return this.plans.get(brandId) ?? null;
  }

  /**
   * Reads plans and revealed periods. Brands without a plan get the baseline; the keys of this month's and the next
   * month's period are committed to.
   */
  async refresh(db: Queryable, nowMs: number): Promise<void> {
    await db.query(
      `insert into plans (brand_id, plan_id, version, active_from, definition)
       select brand_id, $1, 1, '-infinity', $2 from brands b
       where not exists (select 1 from plans p where p.brand_id = b.brand_id)
       on conflict do nothing`,
      [baselinePlan.planId, JSON.stringify(baselinePlan.definition)],
    );
    const rows = await db.query<PlanRow>(
      `select brand_id, plan_id, version, definition,
         case when isfinite(active_from) then (extract(epoch from active_from) * 1000)::float8 else 0 end as from_ms
       from plans order by brand_id, plan_id, version`,
    );
    await this.commit(db, rows, nowMs);
    const periods = await db.query<{ brand_id: string; plan_id: string; period: string }>(
      'select brand_id, plan_id, period from plan_periods where revealed_at is not null',
    );
    this.revealed = new Set(periods.map((it) => `${it.brand_id}\0${it.plan_id}\0${it.period}`));
    const plans = new Map<string, Plan>();
    for (const { brand_id: brandId, plan_id: planId } of rows) {
      if (plans.has(brandId)) continue;
      const versions = rows
        .filter((row) => row.brand_id === brandId && row.plan_id === planId)
        .map(({ version, from_ms, definition }) => ({ version, fromMs: from_ms, value: definition }));
      plans.set(brandId, {
        planId,
        versions,
        keyOf: (period) => this.keyOf(planId, period),
        isRevealed: (period) => this.revealed.has(`${brandId}\0${planId}\0${period}`),
      });
    }
    this.plans = plans;
  }

  private async commit(db: Queryable, rows: readonly PlanRow[], nowMs: number): Promise<void> {
    const now = new Date(nowMs);
    const periods = [0, 1].map((ahead) =>
      new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 7),
    );
    const plans = new Map(rows.map((row) => [`${row.brand_id}\0${row.plan_id}`, row]));
    const commitments = [...plans.values()].flatMap(({ brand_id, plan_id }) =>
      periods.map((period) => ({
        brand_id,
        plan_id,
        period,
        commitment: commitment(plan_id, derivePeriodKey(this.root, plan_id, period)),
      })),
    );
    if (commitments.length === 0) return;
    await db.query(
      `insert into plan_periods (brand_id, plan_id, period, commitment)
       select brand_id, plan_id, period, commitment
       from json_to_recordset($1::json) as r (brand_id text, plan_id text, period text, commitment text)
       on conflict do nothing`,
      [JSON.stringify(commitments)],
    );
  }

  private keyOf(planId: string, period: string): SelectionKey {
    const name = `${planId}\0${period}`;
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = SelectionKey.fromBytes(derivePeriodKey(this.root, planId, period));
    this.keys.set(name, key);
    return key;
  }
}
