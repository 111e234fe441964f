import type { ClosingOutcome } from '@earshot/contracts';
import { AuditLog } from '@earshot/data-access';
import { SystemClock } from '@earshot/platform/clock';
import type { Database } from '@earshot/platform/database';
import type { Truth } from '../generator/conversation';
import { Rng } from '../generator/rng';
import { addressOf, demoBrand } from './people';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

interface PastFlag {
  readonly id: string;
  readonly conversation_id: string;
  readonly category: string;
  readonly severity: number;
  readonly opened_at: Date;
  /** When the demo's officer took it in an earlier run; null where nobody has. */
  readonly acknowledged_at: Date | null;
}

/** How long the desk takes to acknowledge (median) and then to close, by stored severity, gravest first. */
const handling = [
  { acknowledgeMs: 24_000, closeMs: 35 * minuteMs },
  { acknowledgeMs: 2.5 * minuteMs, closeMs: 50 * minuteMs },
  { acknowledgeMs: 25 * minuteMs, closeMs: 3 * hourMs },
  { acknowledgeMs: 2 * hourMs, closeMs: 5 * hourMs },
] as const;

const reasons: Record<ClosingOutcome, readonly string[]> = {
  acted: [
    '已联系当事人并确认安全，供应商已整改话术',
    '已停止涉事人员接单，专员回访完成',
    '已冻结账户并协助报案',
  ],
  'passed-to-authority': ['已报警，行程与录音已移交警方', '已转心理援助热线并通知家属'],
  'no-danger': ['已回访，客户表示只是气话', '核实后无人身风险，转投诉处理'],
  'false-alarm': ['口语或商品名，非风险', '玩笑语气，规则误报，已反馈规则组'],
  duplicate: ['与同一会话的另一条重复'],
};

/** Which flags are handled, and how. */
export interface Handling {
  /** A regular expression that their conversations' ids match. */
  readonly ids: string;
  truthOf(conversationId: string): Truth | undefined;
  /** What would have been done after this instant (ms) is not done. */
  readonly end: number;
  /** Factor on the times that the desk takes; 1 where not given. */
  readonly haste?: number;
  /** Whether the newest conversation with a critical flag is left to the person who looks first. */
  readonly leavesNewest?: boolean;
}

/**
 * Writes what the safety desk did about flags of the past: received when they arose, acknowledged, and closed with an
 * outcome that fits the truth. What is medium or low and younger than an hour is left to be done; what the officer
 * took in an earlier run is gone on with. One row of the audit log says that it was the demo's doing. Gives the number of
 * flags that are taken or closed then.
 */
export async function handleFlags(database: Database, handling: Handling): Promise<number> {
  const flags = await database.query<PastFlag>(
    `select id, conversation_id, category, severity, opened_at, acknowledged_at from flags
     where brand_id = $1 and conversation_id ~ $2 and (state = 'open' or state = 'acknowledged' and demo)
     order by opened_at, id`,
    [demoBrand, handling.ids],
  );
  const { leavesNewest = false } = handling;
  const newest = flags.findLast(
    ({ severity, acknowledged_at }) => severity === 0 && acknowledged_at === null,
  )?.conversation_id;
  const handled = flags
    .filter(({ conversation_id }) => !leavesNewest || conversation_id !== newest)
    .map((flag) => handle(flag, handling));
  const [officer] = await database.query<{ id: string }>('select id from people where email = $1', [
    addressOf('safety'),
  ]);
  if (handled.length === 0 || officer === undefined) return 0;
  const acknowledged = handled.filter(({ acknowledged_at }) => acknowledged_at !== null).length;
  await database.transaction(async (tx) => {
    await tx.query(writeFlags, [JSON.stringify(handled), officer.id]);
    await tx.query(writeActs, [JSON.stringify(handled), officer.id]);
    await tx.query(
      `update deadlines d set done_at = f.acknowledged_at, outcome = 'met'
       from flags f where f.id = d.subject_id and f.demo and f.acknowledged_at is not null
         and f.brand_id = $1 and d.kind = 'acknowledge-critical'`,
      [demoBrand],
    );
    // A notice that was about to be sent of a flag that had long been taken would alarm for nothing.
    await tx.query(
      `update outbox set done_at = clock_timestamp()
       where kind = 'notify-flag' and done_at is null and payload->>'flagId' = any($1)`,
      [handled.filter(({ acknowledged_at }) => acknowledged_at !== null).map(({ id }) => id)],
    );
    await new AuditLog(new SystemClock()).append(tx, {
      personId: null,
      act: 'demo.flags-handled',
      subject: `brand ${demoBrand}`,
      detail: { acknowledged, closed: handled.filter(({ closed_at }) => closed_at !== null).length },
    });
  });
  return acknowledged;
}

interface HandledFlag {
  readonly id: string;
  readonly received_at: string;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly acknowledged_at: string | null;
  /** Whether it is taken only now. */
  readonly is_taken: boolean;
  readonly closed_at: string | null;
  readonly outcome: ClosingOutcome | null;
  readonly reason: string | null;
}

function handle(flag: PastFlag, { truthOf, end, haste = 1 }: Handling): HandledFlag {
  const rng = new Rng(`flag ${flag.id}`);
  const times = handling[flag.severity] ?? handling[3];
  const receivedAt = flag.opened_at.getTime() + rng.int(150, 1800);
  const drawnAt = Math.round(
    receivedAt + rng.logNormal(flag.severity < 2 ? times.acknowledgeMs : haste * times.acknowledgeMs, 0.6),
  );
  const acknowledgedAt = flag.acknowledged_at?.getTime() ?? drawnAt;
  const closedAt = Math.round(acknowledgedAt + rng.logNormal(haste * times.closeMs, 0.5));
  const isLeft = flag.severity >= 2 && receivedAt > end - haste * hourMs;
  const isAcknowledged = flag.acknowledged_at !== null || (!isLeft && acknowledgedAt < end);
  const isClosed = isAcknowledged && closedAt < end;
  const outcome = isClosed ? outcomeOf(flag, truthOf(flag.conversation_id), rng) : null;
  return {
    id: flag.id,
    received_at: iso(receivedAt),
    state: isClosed ? 'closed' : isAcknowledged ? 'acknowledged' : 'open',
    acknowledged_at: isAcknowledged ? iso(acknowledgedAt) : null,
    is_taken: isAcknowledged && flag.acknowledged_at === null,
    closed_at: isClosed ? iso(closedAt) : null,
    outcome,
    reason: outcome === null ? null : rng.pick(reasons[outcome]),
  };
}

function outcomeOf(flag: PastFlag, truth: Truth | undefined, rng: Rng): ClosingOutcome {
  const meant = truth?.dangers.some(({ category }) => category === flag.category) ?? false;
  const grave =
    truth?.dangers.some(({ severity }) => severity === 'critical' || severity === 'high') ?? false;
  if (!meant) return grave ? 'duplicate' : rng.chance(0.7) ? 'false-alarm' : 'no-danger';
  if (flag.severity === 0 && rng.chance(0.3)) return 'passed-to-authority';
  return rng.chance(0.85) ? 'acted' : 'no-danger';
}

const iso = (at: number): string => new Date(at).toISOString();

const rows = `json_to_recordset($1::json) as h (id uuid, received_at timestamptz, is_taken boolean, state text,
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
    where is_taken
  union all
  select id, closed_at, $2::uuid, 'closed', jsonb_build_object('demo', true, 'outcome', outcome) from ${rows}
    where closed_at is not null
  order by 2`;
