/** Keys to a bucket, on the average; those of a bucket are turned together until each finds a place of its own. */
const KEYS_A_BUCKET = 4;
/** Keys to a place: with fewer places left over, the last buckets would take long to settle. */
const FILLED = 0.85;
const MOST_TURNS = 0xffff;
/** Most places: a hash of 16 bits is stretched over them. */
const MOST_PLACES = 1 << 16;

/**
 * Gives each of some keys a place of its own, and every other number one of theirs or a free one, in one step without
 * a branch or a search: whoever looks something up compares the key that stands there.
 * Source: hash and displace, Belazzougui, Botelho and Dietzfelbinger 2009.
 */
export class Places {
  /** How many places there are; the last ones may be free. */
  readonly size: number;
  /** By which turn the keys of each bucket stand apart from all others. */
  private readonly turns: Int32Array;
  private readonly mask: number;

  /**
   * Finds places for `keys`, whole numbers of 31 bits at most, each given once.
   * **Errors**: throws where there are more keys than 16 bits can tell apart, or one is given twice.
   */
  constructor(keys: readonly number[]) {
    this.size = Math.max(1, Math.ceil(keys.length / FILLED));
    if (this.size > MOST_PLACES) throw new RangeError(`${keys.length} keys: at most ${MOST_PLACES * FILLED}`);
    let buckets = 1;
    while (buckets * KEYS_A_BUCKET < keys.length) buckets *= 2;
    this.mask = buckets - 1;
    this.turns = new Int32Array(buckets);
    const members: number[][] = Array.from({ length: buckets }, () => []);
    for (const key of keys) members[key & this.mask]?.push(key);
    const isTaken = new Uint8Array(this.size);
    const fullestFirst = [...members.keys()].sort(
      (a, b) => (members[b]?.length ?? 0) - (members[a]?.length ?? 0),
    );
    for (const bucket of fullestFirst) this.settle(bucket, members[bucket] ?? [], isTaken);
  }

  /** Gives the place of a key. */
  of(key: number): number {
    const hash = Math.imul(key ^ (this.turns[key & this.mask] as number), 0x9e3779b1) >>> 16;
    return (hash * this.size) >>> 16;
  }

  private settle(bucket: number, keys: readonly number[], isTaken: Uint8Array): void {
    for (let turn = 0; turn <= MOST_TURNS; turn++) {
      this.turns[bucket] = Math.imul(turn, 0x85ebca6b);
      const places = keys.map((key) => this.of(key));
      if (places.some((place, k) => isTaken[place] === 1 || places.indexOf(place) !== k)) continue;
      for (const place of places) isTaken[place] = 1;
      return;
    }
    throw new RangeError('no places of their own: is a key given twice?');
  }
}
