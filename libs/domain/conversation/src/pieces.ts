import { followPieces, type PieceMask, type PieceMemory } from '@earshot/domain/privacy';
import type { MessageEvent } from './event';

/**
 * What is remembered of numbers that are sent in pieces, by speaker, the one heard last at the end: only of those in
 * the middle of one.
 */
export type Pieces = Readonly<Record<string, PieceMemory>>;

/**
 * Agents of one conversation whose numbers are followed at once; of more, the one heard longest ago is given up. What
 * is remembered is copied for every piece and stored with every batch: it must not grow with whoever speaks.
 */
export const MOST_AGENTS = 8;

const CUSTOMER = 'customer';
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
  const speaker = role === 'customer' ? CUSTOMER : `agent ${senderId ?? ''}`;
  const known = pieces?.[speaker] ?? null;
  if (known === null && trace === null) return { pieces, masks: noMasks };
  const { memory, masks } = followPieces(known, messageId, trace);
  if (memory === null && known === null) return { pieces, masks };
  const others = Object.entries(pieces ?? {}).filter(([name]) => name !== speaker);
  const all: Entry[] = memory === null ? others : [...others, [speaker, memory]];
  return { pieces: all.length === 0 ? null : Object.fromEntries(latest(all)), masks };
}

type Entry = readonly [speaker: string, memory: PieceMemory];

/** Without those that are too many: the agents heard longest ago. The customer is always followed. */
function latest(all: readonly Entry[]): Entry[] {
  let over = all.filter(([speaker]) => speaker !== CUSTOMER).length - MOST_AGENTS;
  return all.filter(([speaker]) => speaker === CUSTOMER || over-- <= 0);
}
