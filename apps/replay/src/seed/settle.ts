import type { Database } from '@earshot/platform/database';
import { ConversationWriter, type Truth } from '../generator/conversation';
import { generated } from '../generator/generated';
import type { Sink } from '../sinks/sink';
import { handleFlags } from './flags';
import { demoBrand } from './people';
import { forgetReceipts, receiveInTime } from './receipts';

/** Traffic that began as if it had run for a while has caught up when its newest event is younger than this. */
const caughtUpMs = 5_000;
const patienceMs = 60_000;
/** The traffic may have begun so long before this was called. */
const startUpMs = 10_000;
/** How fast a busy desk is, beside that of the three weeks past: it has looked at most of the last half hour. */
const haste = 0.12;

/** What was done about the beginning of this run, and about the ends of earlier ones. */
export interface Settled {
  /** Conversations of earlier runs that were ended. */
  readonly ended: number;
  /** Flags that the desk had handled by the time people look. */
  readonly flags: number;
}

/**
 * Makes the demo's desk look as one does that was at work until a minute ago: conversations that an earlier run left
 * in the middle are ended, as by the desk's system, and the flags of the half hour with which this run's traffic (ids
 * `c-RUNNING-…`) begins are handled, but for the newest report. What came live, in this run or an earlier one, is the
 * people's: the desk does nothing about it in their name.
 */
export async function settle(options: {
  readonly database: Database;
  readonly sink: Sink;
  readonly running: string;
  /** When this run began (ms): a report that came later, or that a person has taken, is the people's. */
  readonly until: number;
  readonly stopping: AbortSignal;
}): Promise<Settled> {
  const { database, running, until, stopping } = options;
  const began = Date.now();
  const ended = await endLeftovers(options);
  if (!(await hasCaughtUp(database, running, stopping))) return { ended, flags: 0 };
  // The half hour came in seconds: its lag says nothing of the vendors.
  await forgetReceipts(database, began - startUpMs, Date.now());
  const ids = `^[cr]-${running}-[0-9]+$`;
  await receiveInTime(database, ids);
  const flags = await handleFlags(database, {
    ids,
    truthOf,
    end: until,
    haste,
    leavesNewest: true,
  });
  return { ended, flags };
}

/** Ends conversations of earlier runs that nobody will go on with: by their last word, a minute after it. */
async function endLeftovers({
  database,
  sink,
  running,
}: {
  database: Database;
  sink: Sink;
  running: string;
}): Promise<number> {
  const left = await database.query<{ id: string; last_event_at: Date; is_waiting: boolean }>(
    `select conversation_id as id, last_event_at, waiting_since is not null as is_waiting from conversations
     where brand_id = $1 and state = 'open' and platform in ('demo', 'recorded-demo')
       and conversation_id not like $2`,
    [demoBrand, `_-${running}-%`],
  );
  const now = Date.now();
  const events = left.map(({ id, last_event_at, is_waiting }) => {
    const at = Math.min(now, last_event_at.getTime() + 60_000);
    const writer = new ConversationWriter(id, 'urn:earshot:demo:end-of-shift', at - 1);
    const outcome = is_waiting ? 'abandoned' : 'unresolved';
    writer.add('conversation.closed.v1', { outcome, closedBy: 'system' }, 1);
    return writer.events;
  });
  for (let from = 0; from < events.length; from += 500)
    await sink.send(events.slice(from, from + 500).flat());
  return left.length;
}

/** Waits until the traffic of this run is that of now; false where it does not get there. */
async function hasCaughtUp(database: Database, running: string, stopping: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!stopping.aborted && Date.now() < deadline) {
    const [row] = await database.query<{ newest: Date | null }>(
      'select max(last_event_at) as newest from conversations where brand_id = $1 and conversation_id like $2',
      [demoBrand, `_-${running}-%`],
    );
    if (row?.newest != null && Date.now() - row.newest.getTime() < caughtUpMs) return true;
    await new Promise((done) => setTimeout(done, 500));
  }
  return false;
}

/** The truth about a generated conversation by its id: it can be made again. Nobody knows it of recorded ones. */
function truthOf(conversationId: string): Truth | undefined {
  const [, seed, index] = /^c-([a-z0-9]+)-(\d+)$/.exec(conversationId) ?? [];
  return seed === undefined ? undefined : generated(seed)(Number(index), 0).truth;
}
