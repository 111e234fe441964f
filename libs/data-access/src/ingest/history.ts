import { compareEvents, type FoldEvent } from '@earshot/domain/conversation';
import { readCustomerSignals, type Signal } from '@earshot/domain/detection';
import { storedFact } from '@earshot/domain/pipeline';
import { mask, traceOf, WALL, type Masked, type PieceTrace } from '@earshot/domain/privacy';
import type { SpeakerRole } from '@earshot/contracts';
import type { DataKeys } from '@earshot/platform/crypto';
import type { Queryable } from '@earshot/platform/database';
import { maskedOf, type StoredSpan } from '../conversations/transcript-repository';
import { roleCodes, sealContext } from './message-rows';

const roleOf = new Map<number, SpeakerRole>(
  (Object.entries(roleCodes) as [SpeakerRole, number][]).map(([role, code]) => [code, role]),
);

/** A message's text as it stands in its row, and as it would if it were the only message: null where its key is gone. */
export interface StoredText {
  readonly stored: Masked;
  readonly alone: Masked | null;
}

/** What is stored of a conversation. */
export interface History {
  /** Its events as folding sees them, in order. */
  readonly events: FoldEvent[];
  /** Event time and receipt of each, ms. */
  readonly arrivals: { readonly at: number; readonly receivedAt: number }[];
  /** The texts of its messages, by message id. */
  readonly texts: Map<string, StoredText>;
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
  masked: string;
  spans: readonly StoredSpan[] | null;
  /** null where nothing is masked: the text is the original then. */
  secret: Buffer | null;
  key_id: string;
}
interface FactRow extends OrderRow {
  type: string;
  data: Record<string, unknown>;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
const order = `conversation_key, ${ms('at')} as at, ${ms('received_at')} as received, sequence, source, event_id`;

/**
 * All stored events of these conversations. What may belong to a number in pieces is read from the original where
 * something is masked, and that is masked anew; where its key is gone, the message stays as it is.
 */
export async function readHistory(
  db: Queryable,
  keys: readonly string[],
  dataKeys: DataKeys,
): Promise<Map<string, History>> {
  const history = new Map<string, History>(
    keys.map((key) => [key, { events: [], arrivals: [], texts: new Map() }]),
  );
  const add = (row: OrderRow, event: FoldEvent | null) => {
    const its = history.get(row.conversation_key);
    its?.arrivals.push({ at: Math.round(row.at), receivedAt: Math.round(row.received) });
    if (event !== null) its?.events.push(event);
  };
  if (keys.length === 0) return history;
  const messages = await db.query<MessageRow>(
    `select ${order}, message_id, role, sender_id, signals, masked, spans,
       case when spans is not null then secret end as secret, key_id
     from messages where conversation_key = any($1)`,
    [keys],
  );
  for (const row of messages) {
    const { text, trace } = textOf(row, dataKeys);
    history.get(row.conversation_key)?.texts.set(row.message_id, text);
    add(row, messageOf(row, trace));
  }
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

function textOf(row: MessageRow, dataKeys: DataKeys): { text: StoredText; trace: PieceTrace | null } {
  const stored = maskedOf(row.masked, row.spans);
  const asItIs = { stored, alone: stored };
  if (row.role !== roleCodes.customer && row.role !== roleCodes.agent) return { text: asItIs, trace: null };
  if (row.secret === null) return { text: asItIs, trace: traceOf(row.masked, stored) };
  if (!dataKeys.has(row.key_id)) return { text: { stored, alone: null }, trace: WALL };
  const context = sealContext(row.conversation_key, row.event_id);
  const original = dataKeys.open({ secret: row.secret, keyId: row.key_id }, context);
  const alone = mask(original);
  return { text: { stored, alone }, trace: traceOf(original, alone) };
}

function messageOf(row: MessageRow, trace: PieceTrace | null): FoldEvent {
  const role = roleOf.get(row.role) ?? 'system';
  const signals = row.signals?.signals ?? [];
  return {
    ...orderOf(row),
    kind: 'message',
    messageId: row.message_id,
    role,
    senderId: row.sender_id,
    signals: role === 'customer' ? readCustomerSignals(signals) : signals,
    announcement: row.signals?.announcement ?? false,
    ...(row.signals?.noted && { noted: true }),
    trace,
  };
}
