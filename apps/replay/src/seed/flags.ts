import type { Category } from '@earshot/contracts';
import { AuditLog } from '@earshot/data-access';
import { SystemClock } from '@earshot/platform/clock';
import type { Database, Queryable } from '@earshot/platform/database';
import type { Truth } from '../generator/conversation';
import { Rng } from '../generator/rng';
import { closingText, isForAuthority, type Ending } from './closings';
import { addressOf, demoBrand } from './people';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface PastFlag {
  readonly id: string;
  readonly conversation_id: string;
  readonly category: Category;
  readonly severity: number;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly opened_at: Date;
}

/** The flags of one conversation, oldest first: one card on the desk, handled in one go. */
type Card = readonly [PastFlag, ...PastFlag[]];

/** How long the desk takes to acknowledge (median) and then to close, by stored severity, gravest first. */
const handling = [
  { acknowledgeMs: 24_000, closeMs: 35 * minuteMs },
  { acknowledgeMs: 2.5 * minuteMs, closeMs: 50 * minuteMs },
  { acknowledgeMs: 25 * minuteMs, closeMs: 3 * hourMs },
  { acknowledgeMs: 2 * hourMs, closeMs: 5 * hourMs },
] as const;

/** Which flags are handled, and how. */
export interface Handling {
  /** A regular expression that the ids of conversations match which this seed played; others are never touched. */
  readonly ids: string;
  truthOf(conversationId: string): Truth | undefined;
  /** What would have been done after this instant (ms) is not done, and cards with a later flag are the people's. */
  readonly end: number;
  /** Factor on the times that the desk takes; 1 where not given. */
  readonly haste?: number;
  /** Whether the newest conversation with a critical flag is left to the person who looks first. */
  readonly leavesNewest?: boolean;
}

/**
 * Writes what the safety desk did about flags of the past: received when they arose, acknowledged, and closed with an
 * outcome that fits the truth, all of one conversation together. What is medium or low and younger than an hour is left
 * to be done, and so is every conversation of which a person has taken a flag. One row of the audit log says that it was
 * the demo's doing. Gives the number of flags that are taken or closed then.
 */
export async function handleFlags(database: Database, handling: Handling): Promise<number> {
  return database.transaction(async (tx) => {
    const handled = (await untouched(tx, handling)).flatMap((card) => handle(card, handling));
    const [officer] = await tx.query<{ id: string }>('select id from people where email = $1', [
      addressOf('safety'),
    ]);
    if (handled.length === 0 || officer === undefined) return 0;
    const taken = handled.filter(({ acknowledged_at }) => acknowledged_at !== null).map(({ id }) => id);
    await tx.query(writeFlags, [JSON.stringify(handled), officer.id]);
    await tx.query(writeActs, [JSON.stringify(handled), officer.id]);
    await tx.query(
      `update deadlines d set done_at = f.acknowledged_at, outcome = 'met'
       from flags f where f.id = d.subject_id and f.id = any($1::uuid[]) and d.kind = 'acknowledge-critical'`,
      [taken],
    );
    // A notice that was about to be sent of a flag that had long been taken would alarm for nothing.
    await tx.query(
      `update outbox set done_at = clock_timestamp()
       where kind = 'notify-flag' and done_at is null and payload->>'flagId' = any($1)`,
      [taken],
    );
    await new AuditLog(new SystemClock()).append(tx, {
      personId: null,
      act: 'demo.flags-handled',
      subject: `brand ${demoBrand}`,
      detail: {
        acknowledged: taken.length,
        closed: handled.filter(({ closed_at }) => closed_at !== null).length,
      },
    });
    return taken.length;
  });
}

/**
 * Gives the cards, locked, that nobody has touched and to which nothing was added after the end. Only of conversations
 * that the demo played: by their ids and by the platform that none but played ones come from.
 */
async function untouched(tx: Queryable, { ids, end, leavesNewest = false }: Handling): Promise<Card[]> {
  // No join: a flag that another transaction held is read anew after the wait, a joined row would not be.
  const flags = await tx.query<PastFlag>(
    `select f.id, f.conversation_id, f.category, f.severity, f.state, f.opened_at from flags f
     where f.brand_id = $1 and f.state <> 'withdrawn' and exists (
       select from conversations c where c.key = f.conversation_key
         and c.conversation_id ~ $2 and c.platform in ('demo', 'recorded-demo'))
     order by f.id for update of f`,
    [demoBrand, ids],
  );
  const cards = new Map<string, Card>();
  for (const flag of flags.toSorted((a, b) => a.opened_at.getTime() - b.opened_at.getTime())) {
    const card = cards.get(flag.conversation_id);
    cards.set(flag.conversation_id, card === undefined ? [flag] : [...card, flag]);
  }
  const free = [...cards.values()].filter((card) =>
    card.every(({ state, opened_at }) => state === 'open' && opened_at.getTime() < end),
  );
  if (!leavesNewest) return free;
  const newest = free
    .flat()
    .filter(({ severity }) => severity === 0)
    .reduce<PastFlag | undefined>(
      (a, b) => (a !== undefined && a.opened_at >= b.opened_at ? a : b),
      undefined,
    );
  return free.filter(([{ conversation_id }]) => conversation_id !== newest?.conversation_id);
}

interface HandledFlag {
  readonly id: string;
  readonly received_at: string;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly acknowledged_at: string | null;
  readonly closed_at: string | null;
  readonly outcome: Ending | null;
  readonly reason: string | null;
}

/** Handles a card as its gravest flag asks; what came after that was taken is taken as it comes. */
function handle(card: Card, { truthOf, end, haste = 1 }: Handling): HandledFlag[] {
  const [{ conversation_id }] = card;
  const rng = new Rng(`card ${conversation_id}`);
  const truth = truthOf(conversation_id);
  const received = card.map((flag) => ({
    flag,
    at: Math.min(end, flag.opened_at.getTime() + rng.int(150, 1800)),
  }));
  const severity = Math.min(...card.map((flag) => flag.severity));
  const presentedAt = Math.min(
    ...received.filter(({ flag }) => flag.severity === severity).map(({ at }) => at),
  );
  const times = handling[severity] ?? handling[3];
  const takenAt = Math.round(
    presentedAt + rng.logNormal(severity < 2 ? times.acknowledgeMs : haste * times.acknowledgeMs, 0.6),
  );
  const lastAt = Math.max(takenAt, ...received.map(({ at }) => at));
  const closedAt = Math.round(lastAt + rng.logNormal(haste * times.closeMs, 0.5));
  const isLeft = severity >= 2 && presentedAt > end - haste * hourMs;
  const isTaken = !isLeft && takenAt < end;
  // Nobody knows the truth about recorded conversations: they are taken, and a person must say what came of them.
  const outcome = isTaken && closedAt < end && truth !== undefined ? outcomeOf(card, truth, rng) : null;
  const reason = outcome === null ? null : closingText(outcome, mattersOf(card), rng);
  return received.map(({ flag: { id }, at }) => ({
    id,
    received_at: iso(at),
    state: outcome !== null ? 'closed' : isTaken ? 'acknowledged' : 'open',
    acknowledged_at: isTaken ? iso(Math.max(takenAt, at)) : null,
    closed_at: outcome !== null ? iso(closedAt) : null,
    outcome,
    reason,
  }));
}

function outcomeOf(card: Card, { dangers }: Truth, rng: Rng): Ending {
  const isMeant = dangers.some((danger) => card.some(({ category }) => category === danger.category));
  // A grave danger that was heard as another one is one all the same.
  const isGrave = dangers.some(({ severity }) => severity === 'critical' || severity === 'high');
  if (!isMeant) return isGrave ? 'acted' : rng.chance(0.7) ? 'false-alarm' : 'no-danger';
  const isCritical = card.some(({ severity }) => severity === 0);
  if (isCritical && isForAuthority(mattersOf(card)) && rng.chance(0.3)) return 'passed-to-authority';
  return rng.chance(0.85) ? 'acted' : 'no-danger';
}

/** What a card is about: the categories of its gravest flags. */
function mattersOf(card: Card): Category[] {
  const gravest = Math.min(...card.map(({ severity }) => severity));
  return card.filter(({ severity }) => severity === gravest).map(({ category }) => category);
}

const iso = (at: number): string => new Date(at).toISOString();

const rows = `json_to_recordset($1::json) as h (id uuid, received_at timestamptz, state text,
  acknowledged_at timestamptz, closed_at timestamptz, outcome text, reason text)`;

const writeFlags = `update flags f set demo = true, received_at = h.received_at, detected_at = h.received_at,
    deadline_at = f.deadline_at - (f.received_at - h.received_at), state = h.state,
    acknowledged_at = h.acknowledged_at,
    acknowledged_by = case when h.acknowledged_at is null then null else $2::uuid end,
    closed_at = h.closed_at, closed_by = case when h.closed_at is null then null else $2::uuid end,
    outcome = h.outcome, reason = h.reason, revision = f.revision + 1
  from ${rows} where f.id = h.id`;

const writeActs = `insert into flag_acts (flag_id, at, person_id, act, detail)
  select id, acknowledged_at, $2::uuid, 'acknowledged', '{"demo":true}'::jsonb from ${rows}
    where acknowledged_at is not null
  union all
  select id, closed_at, $2::uuid, 'closed', jsonb_build_object('demo', true, 'outcome', outcome, 'reason', reason)
    from ${rows}
    where closed_at is not null
  order by 2`;
