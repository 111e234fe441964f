import { otherReplies, type KnownConversation, type TranscriptMessage } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { saidElsewhere, signReplies, type Elsewhere } from '@earshot/domain/detection';
import { isTooSlow, type Database } from '@earshot/platform/database';

/** How long others may be read, in ms: nobody waits longer for a page because of a fact beside it. */
const readWithinMs = 1_000;

/** How common the replies are in other conversations. */
export interface ComparedReplies extends Pick<Elsewhere, 'alsoIn'> {
  /** With how many others; null where reading them took too long. */
  readonly compared: number | null;
}

/**
 * Compares the replies of a conversation with those of other recent ones of its vendor, in the eyes of the person:
 * one figure for each reply, in order. Nothing is read where there is nothing to compare: no reply of more than a few
 * characters, or an unknown vendor.
 */
export async function compareReplies(
  database: Database,
  scope: Scope,
  { key, row: { brandId, vendorId } }: Pick<KnownConversation, 'key' | 'row'>,
  messages: readonly Pick<TranscriptMessage, 'sender' | 'text' | 'at'>[],
): Promise<ComparedReplies> {
  const own = signReplies(messages.filter(({ sender }) => sender.role === 'agent').map(({ text }) => text));
  const until = messages.at(-1)?.at;
  if (vendorId === null || until === undefined || own.every((reply) => reply === null)) {
    return saidElsewhere(own, []);
  }
  try {
    const others = await database.bounded(readWithinMs, (tx) =>
      otherReplies(tx, scope, { key, brandId, vendorId, until }),
    );
    return saidElsewhere(own, others.map(signReplies));
  } catch (error) {
    if (isTooSlow(error)) return { compared: null, alsoIn: own.map(() => null) };
    throw error;
  }
}
