import type { Prepared } from '@earshot/domain/pipeline';
import type { Transaction } from '@earshot/platform/database';

/** Writes what is known of service agents: the newest update by event time, sequence and ids stands. */
export async function writeAgents(tx: Transaction, events: readonly Prepared[]): Promise<void> {
  const newest = new Map<string, { order: string; row: Record<string, unknown> }>();
  for (const { event, brandId } of events) {
    if (event.type !== 'agent.updated.v1') continue;
    const order = orderOf(event.at, event.sequence, event.id, event.source);
    const key = `${brandId}\0${event.subject}`;
    const known = newest.get(key);
    if (known !== undefined && known.order >= order) continue;
    const { vendorId, teamId, name, hiredOn, leftOn, languages } = event.data;
    const row = {
      brand_id: brandId,
      agent_id: event.subject,
      vendor_id: vendorId,
      team_id: teamId ?? null,
      name: name ?? null,
      hired_on: hiredOn ?? null,
      left_on: leftOn ?? null,
      languages: languages ?? [],
      updated_at: new Date(event.at).toISOString(),
      updated_order: order,
    };
    newest.set(key, { order, row });
  }
  if (newest.size === 0) return;
  const rows = [...newest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { row }]) => row);
  await tx.query(upsert, [JSON.stringify(rows)]);
}

/** Sorts as text as compareEvents sorts events. */
function orderOf(at: number, sequence: number, id: string, source: string): string {
  return `${String(at).padStart(16, '0')} ${String(sequence).padStart(16, '0')} ${id} ${source}`;
}

const columns = `brand_id, agent_id, vendor_id, team_id, name, hired_on, left_on, languages, updated_at, updated_order`;

const upsert = `
  insert into service_agents (${columns})
  select ${columns} from json_to_recordset($1::json) as r (brand_id text, agent_id text, vendor_id text, team_id text,
    name text, hired_on date, left_on date, languages text[], updated_at timestamptz, updated_order text)
  on conflict (brand_id, agent_id) do update set vendor_id = excluded.vendor_id, team_id = excluded.team_id,
    name = excluded.name, hired_on = excluded.hired_on, left_on = excluded.left_on, languages = excluded.languages,
    updated_at = excluded.updated_at, updated_order = excluded.updated_order
  where service_agents.updated_order < excluded.updated_order`;
