import { type Queryable } from '@earshot/platform/database';

/** A row that was not renewed for so long belongs to a process that is gone. */
const believedSeconds = 30;

/** A window on the lane of these brands, and whose it is. */
export interface OpenWindow {
  readonly windowId: string;
  readonly personId: string;
  readonly brandIds: readonly string[];
}

/**
 * Who looks at the safety lane, over all processes: a row for each open window and brand, renewed while it is open.
 * Nothing of a person's session is in it.
 */
export class PresenceRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * Windows that are open still, whether their rows are there or were lost with a crash of the database. Those that
   * nobody renewed for ten times as long as is believed are removed.
   */
  async stay(windows: readonly OpenWindow[]): Promise<void> {
    const rows = windows.flatMap(({ windowId, personId, brandIds }) =>
      brandIds.map((brandId) => ({ window_id: windowId, brand_id: brandId, person_id: personId })),
    );
    await this.database.query(
      `insert into officers_looking (window_id, brand_id, person_id)
       select window_id, brand_id, person_id
       from json_to_recordset($1::json) as r (window_id text, brand_id text, person_id uuid)
       on conflict (window_id, brand_id) do update set person_id = excluded.person_id, seen_at = clock_timestamp()`,
      [JSON.stringify(rows)],
    );
    await this.database.query(
      'delete from officers_looking where seen_at < clock_timestamp() - make_interval(secs => $1)',
      [10 * believedSeconds],
    );
  }

  /** Windows that closed. */
  async left(windowIds: readonly string[]): Promise<void> {
    await this.database.query('delete from officers_looking where window_id = any($1)', [windowIds]);
  }

  /** How many people look at the lane of any of these brands. */
  async count(brandIds: readonly string[]): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      `select count(distinct person_id) as n from officers_looking
       where brand_id = any($1) and seen_at > clock_timestamp() - make_interval(secs => $2)`,
      [brandIds, believedSeconds],
    );
    return Number(row?.n ?? 0);
  }
}
