import { flagActsSchema, mostFlagActs, type FlagActs, type FlagOutcome } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { instant } from '../columns';
import { flagScopeSql, Values } from '../scope-sql';
import { brandsOwn } from './flag-rows';

type Act = FlagActs['acts'][number];

interface ActRow {
  at: Date;
  /** Null on the only row of a flag that nothing was done with. */
  act: Act['act'] | null;
  by_name: string | null;
  outcome: FlagOutcome | null;
  reason: string | null;
  total: string;
}

/** Notices are no such act: the flag's own way tells of them. */
const told: readonly string[] = flagActsSchema.shape.acts.element.shape.act.options;

/**
 * What was done with a flag, oldest first, the newest `mostFlagActs` of it; null where there is no such flag within the
 * scope. A vendor learns what was done and when: not by which person of the brand, nor what that person wrote.
 */
export async function readActs(database: Queryable, scope: Scope, flagId: string): Promise<FlagActs | null> {
  const values = new Values();
  const rows = await database.query<ActRow>(
    `select t.at, t.act, p.name as by_name, count(*) over () as total,
       case t.act when 'moved' then 'moved' else t.detail ->> 'outcome' end as outcome,
       -- The last close of a flag is on the flag too: of demo data seeded before acts kept it, only there.
       coalesce(t.detail ->> 'reason', case when t.act = 'closed' and t.at = f.closed_at then f.reason end) as reason
     from flags f
     left join flag_acts t on t.flag_id = f.id and t.act = any(${values.add(told)}::text[])
     left join people p on p.id = t.person_id
     where f.id = ${values.add(flagId)} and ${flagScopeSql(scope, 'f', values)}
     order by t.id desc limit ${mostFlagActs}`,
    values.list,
  );
  const [newest] = rows;
  if (newest === undefined) return null;
  const acts = rows.flatMap((row) => showAct(scope, row)).reverse();
  return { acts, earlier: Math.max(0, Number(newest.total) - rows.length) };
}

function showAct(scope: Scope, { act, at, by_name: name, outcome, reason }: ActRow): Act[] {
  if (act === null) return [];
  const own = brandsOwn(scope);
  return [{ at: instant(at), act, by: own(name), outcome, reason: own(reason) }];
}
