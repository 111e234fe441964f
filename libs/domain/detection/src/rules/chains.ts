import { KIND, Kind } from '../normalise/char-table';
import { type Normaliser } from '../normalise/normalise';
import { type Chain } from './lexicon';
import { type Occurrence } from './occurrences';

/** Spaces and signs that may stand between two parts: one between words, a few where somebody hides the whole. */
const WIDEST_GAP = 3;
/** Characters that an ellipsis in a term stands for, at most. */
const FARTHEST = 8;
/** Ways of joining parts that are followed from one beginning; real text has a few. */
const MOST_WAYS = 64;

/** Adds to `found` the occurrences of `chains` whose parts stand in it side by side. */
export function joinParts(found: Occurrence[], chains: readonly Chain[], text: Normaliser): void {
  if (chains.length === 0) return;
  const parts = new Map<number, Occurrence[]>();
  for (const chain of chains) for (const { list } of chain.parts) parts.set(list, []);
  for (const o of found) for (const list of o.lists) parts.get(list)?.push(o);
  for (const chain of chains) {
    if (chain.parts.every((part) => part.isOptional || parts.get(part.list)?.length !== 0)) {
      found.push(...wholesOf(chain, parts, text));
    }
  }
}

/** A stretch that the first parts of a chain fill. */
interface Way {
  start: number;
  end: number;
  disguise: string | null;
}

function wholesOf(
  { list, parts }: Chain,
  found: ReadonlyMap<number, Occurrence[]>,
  text: Normaliser,
): Occurrence[] {
  let ways: Way[] = [];
  // Whether a whole may still begin at the next part: all before it may be missing.
  let mayBegin = true;
  for (const part of parts) {
    const next: Way[] = part.isOptional ? [...ways] : [];
    for (const { start, end, disguise } of found.get(part.list) ?? []) {
      for (const way of ways) {
        if (next.length < MOST_WAYS && follows(text, way.end, start, part.isFar)) {
          next.push({ start: way.start, end, disguise: way.disguise ?? disguise });
        }
      }
      if (mayBegin && next.length < MOST_WAYS) next.push({ start, end, disguise });
    }
    ways = next;
    mayBegin &&= part.isOptional;
    if (ways.length === 0 && !mayBegin) return [];
  }
  const wholes = new Map(ways.map((way) => [way.start * (text.length + 1) + way.end, way]));
  return [...wholes.values()].map(({ start, end, disguise }) => ({
    form: {
      written: text.slice(start, end),
      lists: [list],
      isBoundLeft: false,
      isBoundRight: false,
      disguise,
    },
    lists: [list],
    start,
    end,
    disguise,
  }));
}

/** Whether what begins at `start` follows on what ends at `end`: at once, after a few spaces and signs, or `isFar`. */
function follows(text: Normaliser, end: number, start: number, isFar: boolean): boolean {
  if (start === end) return true;
  if (start < end || start > end + (isFar ? FARTHEST : WIDEST_GAP)) return false;
  const barred = isFar ? Kind.stop : ~(Kind.space | Kind.sign);
  for (let i = end; i < start; i++)
    if (((KIND[text.units[i] as number] as number) & barred) !== 0) return false;
  return true;
}
