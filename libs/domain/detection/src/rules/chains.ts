import { type Normaliser } from '../normalise/normalise';
import { type Chain } from './lexicon';
import { type Occurrence } from './occurrences';

/** Occurrences of one term in one text that are looked at; later ones add nothing to a flag. */
const MOST_WHOLES = 64;

/** The terms in parts that stand in a text, and those that do not though their keys do. */
export interface Wholes {
  found: readonly Occurrence[];
  absent: readonly Chain[];
}

const NONE: Wholes = Object.freeze({ found: [], absent: [] });

/** Gives what `text` holds of `chains`, of which the keys have been met. Linear in the text for each chain. */
export function wholesOf(chains: readonly Chain[], text: Normaliser): Wholes {
  if (chains.length === 0) return NONE;
  const found: Occurrence[] = [];
  const absent: Chain[] = [];
  const written = text.slice(0, text.length);
  for (const chain of chains) {
    const { list, pattern } = chain;
    const before = found.length;
    pattern.lastIndex = 0;
    for (let n = 0; n < MOST_WHOLES; n++) {
      const match = pattern.exec(written);
      if (match === null) break;
      const start = match.index;
      const end = start + match[0].length;
      const lists = [list];
      const form = { written: match[0], lists, isBoundLeft: false, isBoundRight: false, disguise: null };
      found.push({ form, lists, start, end, disguise: null });
    }
    if (found.length === before) absent.push(chain);
  }
  return { found, absent };
}
