import { isNearlySame, signatureOf, type Signature } from '../similarity/near-duplicates';
import { REMEMBERED, SHORT } from './replies';

/** Characters of a reply that are compared with other conversations: they bound the steps. */
export const COMPARED_CHARACTERS = 500;

/** The replies of one conversation, signed to be compared: one each, in order; null for those that are too short. */
export type SignedReplies = readonly (Signature | null)[];

/** How common the replies of a conversation are in others. */
export interface Elsewhere {
  /** Other conversations that had a reply to compare with. */
  readonly compared: number;
  /** For each reply in how many of them nearly the same one stands; null for those that were not compared. */
  readonly alsoIn: readonly (number | null)[];
}

/**
 * Signs the replies of one conversation, in order, by their first 500 characters. Replies of eight characters or
 * fewer, greetings and the like, are not compared; of very many the latest 200 are. 256 bytes each.
 */
export function signReplies(texts: readonly string[]): SignedReplies {
  return texts.map((text, place) =>
    text.length <= SHORT || place < texts.length - REMEMBERED
      ? null
      : signatureOf(text.slice(0, COMPARED_CHARACTERS)),
  );
}

/**
 * Gives in how many of `others`, each the replies of another conversation, nearly the same as each of `own` stands:
 * estimated similarity from 0.7, standard error at most 0.0625, digits counting as one digit. A function of what
 * it is given, whatever the order of `others`, of which it holds one at a time. Steps: replies × others' replies × at
 * most 64.
 */
export function saidElsewhere(own: SignedReplies, others: Iterable<SignedReplies>): Elsewhere {
  const alsoIn = own.map((signature): number | null => (signature === null ? null : 0));
  let compared = 0;
  for (const other of others) {
    if (other.length === 0) continue;
    compared++;
    for (const [place, signature] of own.entries()) {
      if (signature === null) continue;
      if (other.some((theirs) => theirs !== null && isNearlySame(signature, theirs))) {
        alsoIn[place] = (alsoIn[place] ?? 0) + 1;
      }
    }
  }
  return { compared, alsoIn };
}
