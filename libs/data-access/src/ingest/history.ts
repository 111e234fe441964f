import { compareEvents, type FoldEvent } from '@earshot/domain/conversation';
import type { Signal } from '@earshot/domain/detection';
import { storedFact } from '@earshot/domain/pipeline';
import type { SpeakerRole } from '@earshot/contracts';
import type { Queryable } from '@earshot/platform/database';
import { roleCodes } from './message-rows';

const roleOf = new Map<number, SpeakerRole>(
  (Object.entries(roleCodes) as [SpeakerRole, number][]).map(([role, code]) => [code, role]),
);

/** What is stored of a conversation. */
export interface History {
  /** Its events as folding sees them, in order. */
  readonly events: FoldEvent[];
  /** Event time and receipt of each, ms. */
  readonly arrivals: { readonly at: number; readonly receivedAt: number }[];
}

interface OrderRow {
  conversation_key: string;
  at: number;
  received: number;
  sequence: string;
  source: string;
  event_id: string;
}
interface MessageRow extends OrderRow {
  message_id: string;
  role: number;
  sender_id: string | null;
  signals: { signals: Signal[]; announcement: boolean; noted?: true } | null;
}
interface FactRow extends OrderRow {
  type: string;
  data: Record<string, unknown>;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const order = `conversation_key, ${ms('at')} as at, ${ms('received_at')} as received, sequence, source, event_id`;

/** All stored events of these conversations. */
export async function readHistory(db: Queryable, keys: readonly string[]): Promise<Map<string, History>> {
  const history = new Map<string, History>(keys.map((key) => [key, { events: [], arrivals: [] }]));
  const add = (row: OrderRow, event: FoldEvent | null) => {
    const its = history.get(row.conversation_key);
    its?.arrivals.push({ at: Math.round(row.at), receivedAt: Math.round(row.received) });
    if (event !== null) its?.events.push(event);
  };
  if (keys.length === 0) return history;
  const messages = await db.query<MessageRow>(
    `select ${order}, message_id, role, sender_id, signals from messages where conversation_key = any($1)`,
    [keys],
  );
  for (const row of messages) add(row, messageOf(row));
  const facts = await db.query<FactRow>(
    `select ${order}, type, data from conversation_events where conversation_key = any($1)`,
    [keys],
  );
  for (const row of facts) add(row, storedFact(orderOf(row), row.type, row.data));
  for (const { events } of history.values()) events.sort(compareEvents);
  return history;
}

function orderOf(row: OrderRow): { id: string; source: string; at: number; sequence: number } {
  return { id: row.event_id, source: row.source, at: Math.round(row.at), sequence: Number(row.sequence) };
}

function messageOf(row: MessageRow): FoldEvent {
  return {
    ...orderOf(row),
    kind: 'message',
    messageId: row.message_id,
    role: roleOf.get(row.role) ?? 'system',
    senderId: row.sender_id,
    signals: row.signals?.signals ?? [],
    announcement: row.signals?.announcement ?? false,
    ...(row.signals?.noted && { noted: true }),
  };
}
