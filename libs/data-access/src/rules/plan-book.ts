import type { Plan, PlanDefinition } from '@earshot/domain/pipeline';
import {
  commitment,
  committedPeriodKey,
  deriveBrandPeriodKey,
  derivePeriodKey,
  SelectionKey,
  type BrandPeriod,
} from '@earshot/domain/selection';
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

interface PeriodRow {
  brand_id: string;
  plan_id: string;
  period: string;
  commitment: string;
  is_revealed: boolean;
}

/** A period's key, proven to be the one that was committed to. */
interface OpenedPeriod {
  readonly commitment: string;
  readonly key: SelectionKey;
  readonly isOfBrand: boolean;
}

/** The plan key of this process is not the one with which periods were committed to: it decides nothing. */
export class PlanKeyMismatch extends Error {
  constructor(periods: readonly BrandPeriod[]) {
    const named = periods.slice(0, 5).map((it) => `${it.period} of plan ${it.planId} of brand ${it.brandId}`);
    super(
      `EARSHOT_PLAN_KEY is not the key with which these periods were committed to: ${named.join(', ')}` +
        `${periods.length > named.length ? ` and ${periods.length - named.length} more` : ''}. Decisions made with it ` +
        'could never be checked. Start with the key that was used before, in all processes; where it is lost, see ' +
        '"Keys" in docs/operations.md.',
    );
  }
}

/**
 * The plans in force, by brand, with the keys of their periods. `refresh` reads them again; call it every few
 * seconds, so that a new version or a reveal is known everywhere before it counts.
 */
export class PlanBook {
  private plans = new Map<string, Plan>();
  private revealed = new Set<string>();
  private readonly opened = new Map<string, OpenedPeriod>();
  /** Of each brand's plan, by name: whether the oldest period that was committed to has a key of the brand's own. */
  private readonly isOldestOfBrand = new Map<string, boolean>();
  /** Keys of periods that nobody has committed to: months before the plan was known here. */
  private readonly uncommitted = new Map<string, SelectionKey>();

  constructor(private readonly root: Uint8Array) {}

  /** The brand's plan; null for a brand that is not known. */
  planOf(brandId: string): Plan | null {
    return this.plans.get(brandId) ?? null;
  }

  /**
   * Reads plans and revealed periods. Brands without a plan get the baseline; the keys of this month's and the next
   * month's period are committed to. **Errors**: PlanKeyMismatch where a period that is not revealed yet was committed
   * to with another key; the plans known before stay in force.
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
    const periods = await db.query<PeriodRow>(
      `select brand_id, plan_id, period, commitment, revealed_at is not null as is_revealed
       from plan_periods order by period`,
    );
    this.open(periods);
    this.revealed = new Set(periods.filter((it) => it.is_revealed).map((it) => nameOf(periodOf(it))));
    const plans = new Map<string, Plan>();
    for (const { brand_id: brandId, plan_id: planId } of rows) {
      if (plans.has(brandId)) continue;
      const versions = rows
        .filter((row) => row.brand_id === brandId && row.plan_id === planId)
        .map(({ version, from_ms, definition }) => ({ version, fromMs: from_ms, value: definition }));
      plans.set(brandId, {
        planId,
        versions,
        keyOf: (period) => this.keyOf({ brandId, planId, period }),
        isRevealed: (period) => this.revealed.has(nameOf({ brandId, planId, period })),
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
        commitment: commitment(
          plan_id,
          deriveBrandPeriodKey(this.root, { brandId: brand_id, planId: plan_id, period }),
        ),
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

  /** Finds the key of each period, oldest first. What is committed to is what counts, whoever has written it. */
  private open(rows: readonly PeriodRow[]): void {
    const foreign: BrandPeriod[] = [];
    for (const row of rows) {
      const period = periodOf(row);
      const name = nameOf(period);
      if (this.opened.get(name)?.commitment === row.commitment) continue;
      const found = committedPeriodKey(this.root, period, row.commitment);
      if (found === null) {
        // Nothing is decided in a revealed one that its estimates would count.
        if (!row.is_revealed) foreign.push(period);
        continue;
      }
      const { bytes, isOfBrand } = found;
      this.opened.set(name, { commitment: row.commitment, key: SelectionKey.fromBytes(bytes), isOfBrand });
      const plan = planNameOf(period);
      if (!this.isOldestOfBrand.has(plan)) this.isOldestOfBrand.set(plan, isOfBrand);
    }
    if (foreign.length > 0) throw new PlanKeyMismatch(foreign);
  }

  private keyOf(period: BrandPeriod): SelectionKey {
    const name = nameOf(period);
    const known = this.opened.get(name)?.key ?? this.uncommitted.get(name);
    if (known !== undefined) return known;
    // As when the plan was new: what was decided in such a month before must be decided alike again.
    const isOfBrand = this.isOldestOfBrand.get(planNameOf(period)) ?? true;
    const bytes = isOfBrand
      ? deriveBrandPeriodKey(this.root, period)
      : derivePeriodKey(this.root, period.planId, period.period);
    const key = SelectionKey.fromBytes(bytes);
    this.uncommitted.set(name, key);
    return key;
  }
}

function periodOf({ brand_id, plan_id, period }: PeriodRow): BrandPeriod {
  return { brandId: brand_id, planId: plan_id, period };
}

function planNameOf({ brandId, planId }: BrandPeriod): string {
  return `${brandId}\0${planId}`;
}

function nameOf(period: BrandPeriod): string {
  return `${planNameOf(period)}\0${period.period}`;
}
