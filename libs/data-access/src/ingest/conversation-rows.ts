import { gravity, packFold, unpackFold, type Fold } from '@earshot/domain/conversation';
import type { Folded } from '@earshot/domain/pipeline';
import type { Transaction } from '@earshot/platform/database';
import type { StoredConversation } from './admission';
import { plainArray } from './arrays';
import { ConcurrentChange } from './types';

/** A conversation of the batch with all that was found out about it. */
export interface Concluded {
  readonly key: string;
  readonly brandId: string;
  readonly conversationId: string;
  readonly version: number;
  readonly folded: Folded;
  readonly decided: string | null;
  readonly receivedAt: number;
}

interface ConversationRow {
  key: string;
  version: string;
  fold: Partial<Fold>;
  decided: string | null;
}

/**
 * Reads the conversations with these keys and locks them until the end of the transaction, in the order of their
 * keys, so that two processes wait for each other in turn.
 */
export async function lockConversations(
  tx: Transaction,
  keys: readonly string[],
): Promise<Map<string, StoredConversation>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<ConversationRow>(
    'select key, version, fold, decided from conversations where key = any($1::uuid[]) order by key for update',
    [plainArray(keys, (key) => key)],
  );
  return new Map(
    rows.map(({ key, version, fold, decided }) => [
      key,
      { version: Number(version), fold: unpackFold(fold), decided },
    ]),
  );
}

/** Writes conversations as they now stand. Throws ConcurrentChange where one has moved since it was read. */
export async function writeConversations(
  tx: Transaction,
  concluded: readonly Concluded[],
  idleMs: number,
): Promise<void> {
  const sorted = [...concluded].sort((a, b) => (a.key < b.key ? -1 : 1));
  // Who a conversation is with changes only where it is new or folded again; most writes are of the other kind.
  const whole = sorted.filter(({ folded }) => folded.before === null || folded.isRefolded);
  const moved = sorted.filter(({ folded }) => folded.before !== null && !folded.isRefolded);
  if (whole.length > 0) {
    const rows = whole.map((it) => ({ ...identityRow(it), ...movingRow(it, idleMs) }));
    await expectAll(tx, upsertWhole, rows);
  }
  if (moved.length > 0) {
    await expectAll(
      tx,
      updateMoved,
      moved.map((it) => ({ key: it.key, ...movingRow(it, idleMs) })),
    );
  }
}

async function expectAll(tx: Transaction, statement: string, rows: readonly object[]): Promise<void> {
  const [written] = await tx.query<{ n: string }>(statement, [JSON.stringify(rows)]);
  if (Number(written?.n) !== rows.length) throw new ConcurrentChange();
}

function identityRow({ key, brandId, conversationId, folded: { fold } }: Concluded) {
  const { identity } = fold;
  return {
    key,
    brand_id: brandId,
    conversation_id: conversationId,
    vendor_id: identity?.vendorId,
    channel: identity?.channel,
    platform: identity?.platform,
    scenario: identity?.scenario,
    language: identity?.language,
    segments: identity?.segments ?? [],
    customer_hash: identity?.customerHash,
    opened_at: iso(identity?.openedAt ?? fold.firstAt),
  };
}

function movingRow({ version, folded: { fold }, decided, receivedAt }: Concluded, idleMs: number) {
  const { close } = fold;
  return {
    agent_id: fold.agentId,
    team_id: fold.teamId,
    state: fold.state,
    outcome: close?.outcome,
    derived_close: close?.derived ?? false,
    closed_at: fold.state === 'closed' && close !== null ? iso(close.at) : null,
    first_closed_at: fold.firstCloseAt === null ? null : iso(fold.firstCloseAt),
    last_event_at: iso(fold.newest.at),
    last_received_at: iso(receivedAt),
    waiting_since: fold.runSince === null ? null : iso(fold.runSince),
    messages: fold.messages,
    rating: fold.rating?.outOf5,
    complained: fold.complainedAt !== null,
    worst_severity: worst(fold),
    fold: packFold(fold),
    decided,
    version,
    idle_check_at: iso(fold.newest.at + idleMs),
  };
}

function worst({ danger }: Fold): number | null {
  const codes = Object.values(danger).map((severity) => gravity[severity]);
  return codes.length === 0 ? null : Math.min(...codes);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

const identityColumns = {
  brand_id: 'text',
  conversation_id: 'text',
  vendor_id: 'text',
  channel: 'text',
  platform: 'text',
  scenario: 'text',
  language: 'text',
  segments: 'text[]',
  customer_hash: 'text',
  opened_at: 'timestamptz',
} as const;
const movingColumns = {
  agent_id: 'text',
  team_id: 'text',
  state: 'text',
  outcome: 'text',
  derived_close: 'boolean',
  closed_at: 'timestamptz',
  first_closed_at: 'timestamptz',
  last_event_at: 'timestamptz',
  last_received_at: 'timestamptz',
  waiting_since: 'timestamptz',
  messages: 'integer',
  rating: 'real',
  complained: 'boolean',
  worst_severity: 'smallint',
  fold: 'text',
  decided: 'text',
  version: 'bigint',
} as const;
const allColumns = ['key', ...Object.keys(identityColumns), ...Object.keys(movingColumns), 'idle_check_at'];

// An index holds it, so it moves only when an open conversation is looked at, or is open again.
const nextCheck = (newState: string, newCheck: string) =>
  `idle_check_at = case when c.state = 'closed' and ${newState} = 'open' then ${newCheck} else c.idle_check_at end`;
const recordOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ');
const readOf = (column: string) => {
  if (column === 'customer_hash') return `decode(r.customer_hash, 'hex')`;
  return column === 'fold' ? 'r.fold::json' : `r.${column}`;
};

const upsertWhole = `
  with written as (
    insert into conversations as c (${allColumns.join(', ')})
    select ${allColumns.map(readOf).join(', ')}
    from json_to_recordset($1::json) as r
      (key uuid, ${recordOf(identityColumns)}, ${recordOf(movingColumns)}, idle_check_at timestamptz)
    on conflict (key) do update set
      ${[...Object.keys(identityColumns), ...Object.keys(movingColumns)]
        .map((column) => `${column} = excluded.${column}`)
        .join(', ')},
      ${nextCheck('excluded.state', 'excluded.idle_check_at')}
    where c.version = excluded.version - 1
    returning 1
  ) select count(*) as n from written`;

const updateMoved = `
  with written as (
    update conversations c set
      ${Object.keys(movingColumns)
        .map((column) => `${column} = ${readOf(column)}`)
        .join(', ')},
      ${nextCheck('r.state', 'r.idle_check_at')}
    from json_to_recordset($1::json) as r (key uuid, ${recordOf(movingColumns)}, idle_check_at timestamptz)
    where c.key = r.key and c.version = r.version - 1
    returning 1
  ) select count(*) as n from written`;
