import type { Folded, Prepared, PreparedMessage } from '@earshot/domain/pipeline';
import { withSpans, type Masked, type PieceMask } from '@earshot/domain/privacy';
import type { Queryable } from '@earshot/platform/database';
import { maskedOf, type StoredSpan } from '../conversations/transcript-repository';
import type { History } from './history';

/** A stored message whose text changes: a number of which it holds a piece was completed, or turned out to be none. */
export interface Remasked {
  readonly conversationKey: string;
  readonly messageId: string;
  readonly before: Masked;
  readonly after: Masked;
  /** The conversation's first event, ms: no message is older. */
  readonly firstAt: number;
}

/** What masking across messages changes in a batch and in what is stored. */
export interface JoinedPieces {
  /** The events as they are to be written. */
  masked(events: readonly Prepared[]): readonly Prepared[];
  readonly remasked: readonly Remasked[];
}

/** One conversation of a batch, folded. */
interface FoldedEvents {
  readonly folded: Pick<Folded, 'masks' | 'fold'>;
  readonly events: readonly Prepared[];
  /** What was stored before, where everything was folded again. */
  readonly history: Pick<History, 'texts'> | null;
}

/**
 * Masks the numbers that speakers sent in pieces, in the messages of the batch and in stored ones. Each message is
 * masked for itself first, then each number in the order in which it was completed: the outcome is that of the whole
 * conversation taken in order, however it came. Reads only where a stored message holds a piece. Where some message is
 * gone or cannot be read, what it told of a number is not known any more: what is masked then stays so.
 */
export async function joinPieces(
  db: Queryable,
  conversations: ReadonlyMap<string, FoldedEvents>,
): Promise<JoinedPieces> {
  const messages = new Map<Prepared, PreparedMessage>();
  const remasked: Remasked[] = [];
  const asked: Asked[] = [];
  for (const [conversationKey, { folded, events, history }] of conversations) {
    if (folded.masks.length === 0 && history === null) continue;
    const rest = byMessage(folded.masks);
    for (const event of rest.size === 0 ? [] : events) {
      const its = takeMasks(rest, event);
      if (its !== null && event.message !== null) messages.set(event, withMasks(event.message, its));
    }
    const { firstAt } = folded.fold;
    if (history === null) {
      for (const [messageId, masks] of rest) asked.push({ conversationKey, messageId, masks, firstAt });
      continue;
    }
    const keepsStored = folded.fold.isPartial || !isReadable(history);
    for (const [messageId, { stored, alone }] of history.texts) {
      const masks = rest.get(messageId);
      // Without its key it stays as it is.
      if (alone === null || (masks === undefined && stored === alone)) continue;
      const after = withSpans(alone, [...(keepsStored ? stored.spans : []), ...(masks ?? [])]);
      if (!isSame(stored, after))
        remasked.push({ conversationKey, messageId, before: stored, after, firstAt });
    }
  }
  if (asked.length > 0) remasked.push(...(await readAsked(db, asked)));
  const masked = (events: readonly Prepared[]) =>
    messages.size === 0
      ? events
      : events.map((event) => {
          const message = messages.get(event);
          return message === undefined ? event : { ...event, message };
        });
  return { masked, remasked };
}

function isReadable({ texts }: Pick<History, 'texts'>): boolean {
  for (const { alone } of texts.values()) if (alone === null) return false;
  return true;
}

/** A stored message in which more must be masked. */
interface Asked extends Pick<Remasked, 'conversationKey' | 'messageId' | 'firstAt'> {
  readonly masks: readonly PieceMask[];
}

function byMessage(masks: readonly PieceMask[]): Map<string, PieceMask[]> {
  const groups = new Map<string, PieceMask[]>();
  for (const one of masks) {
    const group = groups.get(one.messageId);
    if (group === undefined) groups.set(one.messageId, [one]);
    else group.push(one);
  }
  return groups;
}

/** Takes out what must be masked in this event; null where that is nothing. */
function takeMasks(masks: Map<string, PieceMask[]>, { event }: Prepared): PieceMask[] | null {
  if (event.type !== 'conversation.message.v1') return null;
  const its = masks.get(event.data.messageId) ?? null;
  masks.delete(event.data.messageId);
  return its;
}

function withMasks(message: PreparedMessage, masks: readonly PieceMask[]): PreparedMessage {
  const { text, spans } = withSpans({ text: message.masked, spans: message.spans }, masks);
  return { ...message, masked: text, spans };
}

function isSame(a: Masked, b: Masked): boolean {
  return a.text === b.text && JSON.stringify(spansOf(a)) === JSON.stringify(spansOf(b));
}

/** Spans as they are stored. */
export function spansOf({ spans }: Masked): StoredSpan[] {
  return spans.map(({ start, end, type }) => [start, end, type]);
}

async function readAsked(db: Queryable, asked: readonly Asked[]): Promise<Remasked[]> {
  const rows = await db.query<{
    key: string;
    message_id: string;
    masked: string;
    spans: StoredSpan[] | null;
  }>(
    `select conversation_key as key, message_id, masked, spans from messages
     where conversation_key = any($1) and message_id = any($2) and at >= to_timestamp($3::float8 / 1000)`,
    [
      [...new Set(asked.map(({ conversationKey }) => conversationKey))],
      [...new Set(asked.map(({ messageId }) => messageId))],
      Math.min(...asked.map(({ firstAt }) => firstAt)),
    ],
  );
  const stored = new Map(
    rows.map((row) => [`${row.key} ${row.message_id}`, maskedOf(row.masked, row.spans)]),
  );
  return asked.flatMap(({ masks, ...it }) => {
    const before = stored.get(`${it.conversationKey} ${it.messageId}`);
    // Let go with its day: there is nothing left to mask.
    if (before === undefined) return [];
    return [{ ...it, before, after: withSpans(before, masks) }];
  });
}
