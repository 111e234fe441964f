import { type Normaliser } from '../normalise/normalise';
import { type Chain } from './lexicon';
import { type Occurrence } from './occurrences';

/** Occurrences of one term in one text that are looked at; later ones add nothing to a flag. */
const MOST_WHOLES = 64;

/** Gives the occurrences of `chains` in `text`, of which the keys have been met. Linear in the text for each chain. */
export function wholesOf(chains: readonly Chain[], text: Normaliser): Occurrence[] {
  if (chains.length === 0) return [];
  const found: Occurrence[] = [];
  const written = text.slice(0, text.length);
  for (const { list, pattern } of chains) {
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
  }
  return found;
}
