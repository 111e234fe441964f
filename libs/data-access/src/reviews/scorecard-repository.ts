import { type Scorecard } from '@earshot/contracts';
import { type Queryable } from '@earshot/platform/database';

/** Published scorecards. A published version is never changed. */
export class ScorecardRepository {
  constructor(private readonly database: Queryable) {}

  /** Gives `scorecard` to every brand that has none; how many got it. */
  async publishWhereNone(scorecard: Scorecard): Promise<number> {
    const rows = await this.database.query(
      `insert into scorecards (brand_id, scorecard_id, version, definition)
       select b.brand_id, $1, $2, $3 from brands b
       where not exists (select from scorecards s where s.brand_id = b.brand_id)
       on conflict do nothing returning brand_id`,
      [scorecard.id, scorecard.version, JSON.stringify(scorecard)],
    );
    return rows.length;
  }
}
