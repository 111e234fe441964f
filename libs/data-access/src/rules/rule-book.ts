import { builtInPacks, Detector, type RulePack } from '@earshot/domain/detection';
import { versionAt, type Schedule } from '@earshot/domain/selection';
import type { Queryable } from '@earshot/platform/database';

interface PackRow {
  pack_id: string;
  version: string;
  active_from_ms: number;
  source: string;
}

/**
 * The rule packs in force by event time. The first versions count from the beginning of time; those of a newer
 * build from the instant at which it was first started. Every version stays on record with its source, so that an
 * event of last month is read with last month's rules.
 */
export class RuleBook {
  private constructor(private readonly schedule: Schedule<Edition>) {}

  /** The detector in force at an event time, ms. It is made when it is first asked for, which takes about a second. */
  detectorAt(atMs: number): Detector {
    return versionAt(this.schedule, atMs).value.detector;
  }

  /** The book of this build alone, without a database. */
  static ofBuild(): RuleBook {
    return new RuleBook([{ version: 1, fromMs: 0, value: new Edition(builtInPacks()) }]);
  }

  /** Notes the packs of this build in the database, where they are not known yet, and opens the book. */
  static async open(db: Queryable): Promise<RuleBook> {
    await db.query(note, [JSON.stringify(builtInPacks().map(rowOf))]);
    const rows = await db.query<PackRow>(
      `select pack_id, version, source,
         case when isfinite(active_from) then (extract(epoch from active_from) * 1000)::float8 else 0 end as active_from_ms
       from rule_packs order by active_from, pack_id`,
    );
    const inForce = new Map<string, RulePack>();
    const schedule: { version: number; fromMs: number; value: Edition }[] = [];
    for (const fromMs of [...new Set(rows.map((row) => row.active_from_ms))]) {
      for (const row of rows.filter((it) => it.active_from_ms === fromMs)) {
        inForce.set(row.pack_id, JSON.parse(row.source) as RulePack);
      }
      schedule.push({ version: schedule.length + 1, fromMs, value: new Edition([...inForce.values()]) });
    }
    return new RuleBook(schedule);
  }
}

/** The packs that were in force together. Most of what is known is read with the newest alone. */
class Edition {
  private compiled: Detector | null = null;

  constructor(private readonly packs: readonly RulePack[]) {}

  get detector(): Detector {
    return (this.compiled ??= Detector.compile(this.packs));
  }
}

function rowOf(pack: RulePack): { pack_id: string; version: string; source: string } {
  return { pack_id: pack.id, version: pack.version, source: JSON.stringify(pack) };
}

const note = `
  insert into rule_packs (pack_id, version, active_from, source)
  select pack_id, version,
    case when exists (select 1 from rule_packs) then date_trunc('second', now()) else '-infinity' end, source
  from json_to_recordset($1::json) as r (pack_id text, version text, source text)
  on conflict do nothing`;
