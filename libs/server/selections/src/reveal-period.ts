import { Injectable } from '@nestjs/common';
import { AuditLog, SelectionRepository, type PlanPeriod } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { committedPeriodKey } from '@earshot/domain/selection';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';

/** A revealed period: with its key, anybody can compute every decision again. */
export interface RevealedPeriod extends PlanPeriod {
  /** The period's key, 64 hex digits; it hashes to the commitment. */
  readonly key: string;
}

/** The root from which the keys of plans and periods are derived (EARSHOT_PLAN_KEY). Never leaves the process. */
export abstract class PlanKeyRoot {
  abstract bytes(): Uint8Array;
}

/** Reveals the key of a period that is over. A second reveal gives the same key again. */
@Injectable()
export class RevealPeriod {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly root: PlanKeyRoot,
    private readonly audit: AuditLog,
  ) {}

  /**
   * **Errors**: `conflict` before the period's end, or where the key is not the one that was committed to;
   * `not-found`; `invalid-input` where several brands have the plan and none was named.
   */
  async execute(scope: Scope, { planId, period, brandId }: PeriodName): Promise<RevealedPeriod> {
    const now = this.clock.now();
    if (now < endOf(period)) {
      throw problem(
        'conflict',
        `The period ${period} is not over: its key would tell what is going to be selected.`,
      );
    }
    return this.database.transaction(async (tx) => {
      const selections = new SelectionRepository(tx);
      const known = (await selections.periods(scope, planId)).filter(
        (one) => one.period === period && (brandId === undefined || one.brandId === brandId),
      );
      const [only, another] = known;
      if (only === undefined) throw problem('not-found', 'No such period of a plan.');
      if (another !== undefined) {
        throw problem('invalid-input', 'Several brands have this plan: name one.', {
          pointer: '/brandId',
          status: 400,
        });
      }
      const key = committedPeriodKey(this.root.bytes(), only, only.commitment);
      if (key === null) {
        throw problem('conflict', 'EARSHOT_PLAN_KEY is not the one with which this period was committed to.');
      }
      const revealed = await selections.reveal(only, new Date(now));
      if (revealed === null) throw problem('not-found', 'No such period of a plan.');
      if (only.revealedAt === null) {
        await this.audit.append(tx, {
          personId: scope.personId,
          act: 'plan-period.revealed',
          subject: `plan ${only.brandId} ${planId} ${period}`,
          detail: { commitment: only.commitment },
        });
      }
      return { ...revealed, key: Buffer.from(key.bytes).toString('hex') };
    });
  }
}

/** Which period of which plan; `brandId` where a person has several. */
export interface PeriodName {
  readonly planId: string;
  readonly period: string;
  readonly brandId?: string | undefined;
}

/** The first instant after a period `YYYY-MM` (UTC), ms. **Errors**: `not-found` for any other name. */
export function endOf(period: string): number {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period) ?? [];
  if (year === undefined || month === undefined) throw problem('not-found', 'No such period of a plan.');
  return Date.UTC(Number(year), Number(month), 1);
}
