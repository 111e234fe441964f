import type { CloudEvent } from '@earshot/contracts';
import type { TimedEvent } from './conversation';
import { vendors } from './roster';

const dayMs = 24 * 3600_000;

/** Gives an `agent.updated.v1` for every agent of every vendor, a second before `start`. */
export function agentEvents(seed: string, start: number): TimedEvent[] {
  const at = start - 1000;
  return vendors.flatMap((vendor) =>
    vendor.agents.map((agent) => {
      const event: CloudEvent = {
        specversion: '1.0',
        id: `${agent.id}.${seed}`,
        source: `urn:earshot:demo:${vendor.id}`,
        type: 'agent.updated.v1',
        subject: agent.id,
        time: new Date(at).toISOString(),
        datacontenttype: 'application/json',
        data: {
          vendorId: vendor.id,
          teamId: agent.teamId,
          name: agent.name,
          hiredOn: new Date(start - agent.tenureDays * dayMs).toISOString().slice(0, 10),
          languages: [...agent.languages],
        },
      };
      return { at, key: agent.id, event };
    }),
  );
}
