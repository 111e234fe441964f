import { type ShownMessage } from '@earshot/contracts';
import { type Masked, type MaskSpan } from '@earshot/domain/privacy';
import { type Queryable } from '@earshot/platform/database';
import { instant, speakerOf } from '../columns';

/** A span as stored: `[start, end, type]`, offsets of the original. */
export type StoredSpan = readonly [start: number, end: number, type: MaskSpan['type']];

/** A message as stored masked, with where in the original it was masked. */
export interface TranscriptMessage extends ShownMessage {
  readonly masked: Masked;
}

/** An event other than a message. */
export interface TranscriptEvent {
  readonly type: string;
  readonly at: string;
  readonly summary: Record<string, unknown>;
}

interface MessageRow {
  message_id: string;
  role: number;
  sender_id: string | null;
  masked: string;
  spans: readonly StoredSpan[] | null;
  at: Date;
  received_at: Date;
  attachments: number;
}

// Text in the order of UTF-16 code units, as compareEvents orders; within the basic plane "C" is the same.
const inOrder = `order by at, sequence, event_id collate "C", source collate "C"`;

/**
 * Reads the masked transcript of one conversation by its key. It takes no scope: the key comes from a read that
 * did (`ConversationRepository.find`, `ReviewRepository.find`), and is in no answer of ours.
 */
export class TranscriptRepository {
  constructor(private readonly database: Queryable) {}

  /** The messages in order. */
  async messages(conversationKey: string): Promise<TranscriptMessage[]> {
    const rows = await this.database.query<MessageRow>(
      `select message_id, role, sender_id, masked, spans, at, received_at,
         attachment_count as attachments
       from messages where conversation_key = $1 ${inOrder}`,
      [conversationKey],
    );
    return rows.map(showMessage);
  }

  /** The other events in order. A customer's reference is not among what is shown. */
  async events(conversationKey: string): Promise<TranscriptEvent[]> {
    const rows = await this.database.query<{ type: string; at: Date; summary: Record<string, unknown> }>(
      `select type, at, data - 'customer' - 'signals' - 'noted' as summary
       from conversation_events where conversation_key = $1 ${inOrder}`,
      [conversationKey],
    );
    return rows.map(({ type, at, summary }) => ({ type, at: instant(at), summary }));
  }
}

/** The masked text with its spans, as `toMaskedOffset` wants it. */
export function maskedOf(text: string, spans: readonly StoredSpan[] | null): Masked {
  return { text, spans: (spans ?? []).map(([start, end, type]) => ({ start, end, type })) };
}

function showMessage(row: MessageRow): TranscriptMessage {
  return {
    messageId: row.message_id,
    sender: { role: speakerOf(row.role), id: row.sender_id },
    text: row.masked,
    at: instant(row.at),
    receivedAt: instant(row.received_at),
    attachments: row.attachments,
    masked: maskedOf(row.masked, row.spans),
  };
}
