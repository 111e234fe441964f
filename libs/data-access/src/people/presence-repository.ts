import { type Queryable } from '@earshot/platform/database';

/** A row that was not renewed for so long belongs to a process that is gone. */
const believedSeconds = 30;

/**
 * Who looks at the safety lane, over all processes: a row for each open window and brand, renewed while it is open.
 * Nothing of a person's session is in it.
 */
export class PresenceRepository {
  constructor(private readonly database: Queryable) {}

  /** A person's window opened on these brands' lane. */
  async came(windowId: string, personId: string, brandIds: readonly string[]): Promise<void> {
    await this.database.query(
      `insert into officers_looking (window_id, brand_id, person_id)
       select $1, brand_id, $2 from unnest($3::text[]) as b (brand_id)
       on conflict (window_id, brand_id) do update set person_id = excluded.person_id, seen_at = clock_timestamp()`,
      [windowId, personId, brandIds],
    );
  }

  /** Windows that are open still. Those that nobody renewed for ten times as long as is believed are removed. */
  async stay(windowIds: readonly string[]): Promise<void> {
    await this.database.query(
      'update officers_looking set seen_at = clock_timestamp() where window_id = any($1)',
      [windowIds],
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
