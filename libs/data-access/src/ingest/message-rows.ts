import { senderIdOf, type Prepared } from '@earshot/domain/pipeline';
import type { DataKeys } from '@earshot/platform/crypto';
import type { Transaction } from '@earshot/platform/database';
import { BinaryCopy } from './binary-copy';

/** messages.role */
export const roleCodes = { customer: 0, agent: 1, bot: 2, system: 3 } as const;

const messageColumns = [
  'conversation_key',
  'at',
  'sequence',
  'source',
  'event_id',
  'message_id',
  'role',
  'sender_id',
  'masked',
  'spans',
  'secret',
  'key_id',
  'signals',
  'attachment_count',
  'attachments_secret',
  'start_ms',
  'end_ms',
  'received_at',
] as const;

const factColumns = [
  'conversation_key',
  'at',
  'sequence',
  'source',
  'event_id',
  'type',
  'data',
  'secret',
  'key_id',
  'received_at',
] as const;

/** Most rows are smaller; the buffer grows where they are not. */
const MESSAGE_BYTES = 768;

/** What is authenticated with an encrypted original, so that it opens in its own row only. */
export function sealContext(conversationKey: string, eventId: string): string {
  return `${conversationKey}\n${eventId}`;
}

/** As sealContext, for what was said of a message's attachments; they are sealed with the message's key. */
export function attachmentsContext(conversationKey: string, eventId: string): string {
  return `${sealContext(conversationKey, eventId)}\nattachments`;
}

/** Writes messages and other events, in the order given: masked text, with the original encrypted beside it. */
export async function writeEvents(
  tx: Transaction,
  events: readonly Prepared[],
  keys: DataKeys,
): Promise<void> {
  const messages = new BinaryCopy(MESSAGE_BYTES * events.length);
  const facts = new BinaryCopy(MESSAGE_BYTES * 64);
  for (const event of events) {
    if (event.message !== null) addMessage(messages, event, keys);
    else if (event.conversationKey !== null) addFact(facts, event, keys);
  }
  await messages.into(tx, `messages (${messageColumns.join(', ')})`);
  await facts.into(tx, `conversation_events (${factColumns.join(', ')})`);
}

function addMessage(rows: BinaryCopy, prepared: Prepared, keys: DataKeys): void {
  const { event, message, conversationKey, receivedAt } = prepared;
  if (message === null || conversationKey === null || event.type !== 'conversation.message.v1') return;
  const { data } = event;
  const sealed = keys.seal(message.original, sealContext(conversationKey, event.id));
  rows.row(messageColumns.length);
  rows.uuid(conversationKey);
  rows.instant(event.at);
  rows.int64(event.sequence);
  rows.text(event.source);
  rows.text(event.id);
  rows.text(data.messageId);
  rows.int16(roleCodes[data.sender.role]);
  // A customer is known by the hash of their reference alone; their id in a message is often a telephone number.
  rows.text(senderIdOf(event));
  rows.text(message.masked);
  rows.jsonb(
    message.spans.length === 0 ? null : message.spans.map(({ start, end, type }) => [start, end, type]),
  );
  rows.blob(sealed.secret);
  rows.text(sealed.keyId);
  rows.jsonb(
    message.signals.length === 0 && !message.announcement && !message.noted
      ? null
      : {
          signals: message.signals,
          announcement: message.announcement,
          ...(message.noted && { noted: true }),
        },
  );
  const attachments = data.attachments ?? [];
  rows.int16(attachments.length);
  rows.blob(
    attachments.length === 0
      ? null
      : keys.seal(JSON.stringify(attachments), attachmentsContext(conversationKey, event.id)).secret,
  );
  rows.double(data.startMs ?? null);
  rows.double(data.endMs ?? null);
  rows.instant(receivedAt);
}

function addFact(rows: BinaryCopy, prepared: Prepared, keys: DataKeys): void {
  const { event, fact, conversationKey, receivedAt } = prepared;
  if (fact === null || conversationKey === null) return;
  const context = sealContext(conversationKey, event.id);
  const sealed = fact.original === null ? null : keys.seal(JSON.stringify(fact.original), context);
  rows.row(factColumns.length);
  rows.uuid(conversationKey);
  rows.instant(event.at);
  rows.int64(event.sequence);
  rows.text(event.source);
  rows.text(event.id);
  rows.text(event.type);
  rows.jsonb(fact.data);
  rows.blob(sealed?.secret ?? null);
  rows.text(sealed?.keyId ?? null);
  rows.instant(receivedAt);
}
