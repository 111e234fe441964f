import { followPieces, type PieceMask, type PieceMemory } from '@earshot/domain/privacy';
import type { MessageEvent } from './event';

/** What is remembered of numbers that are sent in pieces, by speaker: only of those in the middle of one. */
export type Pieces = Readonly<Record<string, PieceMemory>>;

const noMasks: readonly PieceMask[] = [];

/**
 * Takes one more message, in order, into what is remembered of numbers in pieces. All customers of a conversation are
 * one speaker, since their ids are not kept; agents are told apart. Bots and systems send no number in pieces.
 */
export function hearPieces(
  pieces: Pieces | null,
  { role, senderId, messageId, trace }: MessageEvent,
): { readonly pieces: Pieces | null; readonly masks: readonly PieceMask[] } {
  // Nearly always: nobody is in the middle of a number, and this begins none.
  if (pieces === null && trace === null) return { pieces, masks: noMasks };
  if (role !== 'customer' && role !== 'agent') return { pieces, masks: noMasks };
  const speaker = role === 'customer' ? role : `agent ${senderId ?? ''}`;
  const known = pieces?.[speaker] ?? null;
  if (known === null && trace === null) return { pieces, masks: noMasks };
  const { memory, masks } = followPieces(known, messageId, trace);
  if (memory !== null) return { pieces: { ...pieces, [speaker]: memory }, masks };
  if (known === null || pieces === null) return { pieces, masks };
  const { [speaker]: _, ...others } = pieces;
  return { pieces: Object.keys(others).length === 0 ? null : others, masks };
}
