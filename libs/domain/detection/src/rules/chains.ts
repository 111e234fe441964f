import { KIND, Kind } from '../normalise/char-table';
import { type Normaliser } from '../normalise/normalise';
import { type Chain } from './lexicon';
import { type Occurrence } from './occurrences';

/** Spaces and signs that may stand between two parts: one between words, a few where somebody hides the whole. */
const WIDEST_GAP = 3;
/** Ways of joining parts that are followed from one beginning; real text has a few. */
const MOST_WAYS = 64;

/** Joins the occurrences of parts into those of whole terms. */
export class Chains {
  private readonly byList = new Map<number, Chain[]>();

  constructor(chains: readonly Chain[]) {
    for (const chain of chains) {
      const known = this.byList.get(chain.list);
      if (known === undefined) this.byList.set(chain.list, [chain]);
      else known.push(chain);
    }
  }

  /** Adds to `found` the wanted wholes whose parts stand in it side by side. */
  join(found: Occurrence[], text: Normaliser, isWanted: (lists: readonly number[]) => boolean): void {
    if (this.byList.size === 0 || found.length === 0) return;
    const parts = new Map<number, Occurrence[]>();
    for (const o of found) {
      for (const list of o.lists) {
        const known = parts.get(list);
        if (known === undefined) parts.set(list, [o]);
        else known.push(o);
      }
    }
    for (const [list, chains] of this.byList) {
      if (!isWanted([list])) continue;
      for (const chain of chains) {
        if (!chain.parts.every((part) => part.isOptional || parts.has(part.list))) continue;
        for (const o of wholesOf(chain, parts, text)) found.push(o);
      }
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
        if (next.length < MOST_WAYS && follows(text, way.end, start)) {
          next.push({ start: way.start, end, disguise: way.disguise ?? disguise });
        }
      }
      if (mayBegin && next.length < MOST_WAYS) next.push({ start, end, disguise });
    }
    ways = next;
    mayBegin &&= part.isOptional;
    if (ways.length === 0 && !mayBegin) return [];
  }
  const longest = new Map<number, Way>();
  for (const way of ways) if ((longest.get(way.start)?.end ?? 0) < way.end) longest.set(way.start, way);
  return [...longest.values()].map(({ start, end, disguise }) => ({
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

/** Whether what begins at `start` follows on what ends at `end`: at once, or after a few spaces and signs. */
function follows(text: Normaliser, end: number, start: number): boolean {
  if (start === end) return true;
  if (start < end || start > end + WIDEST_GAP) return false;
  for (let i = end; i < start; i++) {
    if (((KIND[text.units[i] as number] as number) & (Kind.space | Kind.sign)) === 0) return false;
  }
  return true;
}
