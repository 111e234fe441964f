import { gravity, type Fold } from '@earshot/domain/conversation';
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
  fold: Fold;
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
    rows.map(({ key, version, fold, decided }) => [key, { version: Number(version), fold, decided }]),
  );
}

/** Writes conversations as they now stand. Throws ConcurrentChange where one has moved since it was read. */
export async function writeConversations(
  tx: Transaction,
  concluded: readonly Concluded[],
  idleMs: number,
): Promise<void> {
  if (concluded.length === 0) return;
  const rows = [...concluded].sort((a, b) => (a.key < b.key ? -1 : 1)).map((it) => rowOf(it, idleMs));
  const written = await tx.query<{ key: string }>(upsert, [JSON.stringify(rows)]);
  if (written.length !== rows.length) throw new ConcurrentChange();
}

function rowOf(
  { key, brandId, conversationId, version, folded, decided, receivedAt }: Concluded,
  idleMs: number,
) {
  const { fold } = folded;
  const { identity, close } = fold;
  return {
    key,
    brand_id: brandId,
    conversation_id: conversationId,
    vendor_id: identity?.vendorId ?? null,
    channel: identity?.channel ?? null,
    platform: identity?.platform ?? null,
    scenario: identity?.scenario ?? null,
    language: identity?.language ?? null,
    segments: identity?.segments ?? [],
    customer_hash: identity?.customerHash ?? null,
    agent_id: fold.agentId,
    team_id: fold.teamId,
    state: fold.state,
    outcome: close?.outcome ?? null,
    derived_close: close?.derived ?? false,
    opened_at: iso(identity?.openedAt ?? fold.firstAt),
    closed_at: fold.state === 'closed' && close !== null ? iso(close.at) : null,
    first_closed_at: fold.firstCloseAt === null ? null : iso(fold.firstCloseAt),
    last_event_at: iso(fold.newest.at),
    last_received_at: iso(receivedAt),
    waiting_since: fold.runSince === null ? null : iso(fold.runSince),
    messages: fold.messages,
    rating: fold.rating?.outOf5 ?? null,
    complained: fold.complainedAt !== null,
    worst_severity: worst(fold),
    fold,
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

const types: Readonly<Record<string, string>> = {
  key: 'uuid',
  segments: 'text[]',
  derived_close: 'boolean',
  opened_at: 'timestamptz',
  closed_at: 'timestamptz',
  first_closed_at: 'timestamptz',
  last_event_at: 'timestamptz',
  last_received_at: 'timestamptz',
  waiting_since: 'timestamptz',
  messages: 'integer',
  rating: 'real',
  complained: 'boolean',
  worst_severity: 'smallint',
  fold: 'json',
  version: 'bigint',
  idle_check_at: 'timestamptz',
};
const columns = [
  'key', 'brand_id', 'conversation_id', 'vendor_id', 'channel', 'platform', 'scenario', 'language', 'segments',
  'customer_hash', 'agent_id', 'team_id', 'state', 'outcome', 'derived_close', 'opened_at', 'closed_at',
  'first_closed_at', 'last_event_at', 'last_received_at', 'waiting_since', 'messages', 'rating', 'complained',
  'worst_severity', 'fold', 'decided', 'version', 'idle_check_at',
] as const; // prettier-ignore
const read = columns.map((column) => (column === 'customer_hash' ? `decode(customer_hash, 'hex')` : column));
const fixed = new Set(['key', 'brand_id', 'conversation_id', 'idle_check_at']);

const upsert = `
  insert into conversations (${columns.join(', ')})
  select ${read.join(', ')}
  from json_to_recordset($1::json) as r (${columns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ')})
  on conflict (key) do update set
    ${columns
      .filter((column) => !fixed.has(column))
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')},
    -- an index holds it: it moves only when an open conversation is looked at, or is open again
    idle_check_at = case when conversations.state = 'closed' and excluded.state = 'open'
      then excluded.idle_check_at else conversations.idle_check_at end
  where conversations.version = excluded.version - 1
  returning key`;
