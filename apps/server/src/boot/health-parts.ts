import { createHash } from 'node:crypto';
import { SessionStore } from '@earshot/data-access';
import { type HealthPart } from '@earshot/platform/health';
import { type IntakeThreads } from './intake-threads';
import { type Parts } from './parts';

/**
 * What `/health/ready` looks at. `api` null: a process that answers no people. The schema needs no part of its own:
 * nothing listens before it is up to date.
 */
export function addHealthParts(
  parts: Parts,
  api: { dashboardFolder: string | null } | null,
  threads: IntakeThreads | null,
): void {
  const { database, clock, config, bus, jobs, topic, health } = parts;
  const well = (detail: string) => ({ ok: true, detail });
  health.add({
    name: 'database',
    required: true,
    check: async () => {
      await database.query('select 1');
      return well(config.database.embedded ? 'embedded' : 'connected');
    },
  });
  if (api !== null) {
    health.add(logins(new SessionStore(database), () => clock.now()));
    health.add({
      name: 'dashboard',
      required: true,
      check: () =>
        api.dashboardFolder === null
          ? { ok: false, detail: 'not built: run "npm run build"' }
          : well('served'),
    });
  }
  health.add({
    name: 'kafka',
    required: false,
    check: async () => {
      const { state, detail } = await topic.look();
      return { ok: state === 'not-configured' || state === 'consuming', detail: detail ?? state };
    },
  });
  if (threads !== null) {
    health.add({
      name: 'intake threads',
      required: false,
      check: () => {
        const { reading, of, failures } = threads.state;
        const failing = failures > 1 ? `; one failed ${failures} times in a row, see the log` : '';
        return { ok: reading === of && failures <= 1, detail: `${reading} of ${of} reading${failing}` };
      },
    });
  }
  health.add({
    name: 'redis',
    required: false,
    check: () => {
      if (bus.state === 'in-process') return well('not-configured');
      const isAway = bus.state === 'away' || jobs.state === 'away';
      const unheard = bus.unheard === 0 ? '' : `; ${bus.unheard} live messages did not reach other processes`;
      return { ok: !isAway, detail: `${isAway ? 'away' : 'connected'}${unheard}` };
    },
  });
}

/** Logins work where a session can be looked up: the tables are there and readable. */
function logins(sessions: SessionStore, now: () => number): HealthPart {
  const nobody = createHash('sha256').update('nobody').digest();
  return {
    name: 'logins',
    required: true,
    check: async () => {
      await sessions.read(nobody, new Date(now()));
      return { ok: true, detail: 'work' };
    },
  };
}
