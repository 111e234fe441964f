/**
 * Aho-Corasick automaton over UTF-16 units, in flat typed arrays (a double array: the child of state `s` by the
 * unit of class `c` is `base[s] + c` where `check` of that slot is `s`).
 *
 * The root is left only where the next *two* units begin some pattern: nearly every position of a text fails that
 * test on one bit, so a scan costs about the same with a hundred patterns as with ten thousand.
 * Source: Aho and Corasick 1975; Aoe 1989 for the double array.
 *
 * Memory: 20 bytes a state and its share of empty slots, 128 KiB for classes, 64 KiB for the pairs.
 */
export class Automaton {
  /** Number of patterns; they are known by their place in the list that the automaton was built from. */
  readonly size: number;
  /** Bytes of the arrays. */
  readonly bytes: number;

  /** Unit to class; 0 for units that no pattern holds. */
  private readonly classes: Uint16Array;
  private readonly base: Int32Array;
  private readonly check: Int32Array;
  private readonly fail: Int32Array;
  /** State to the pattern that ends there, or -1. */
  private readonly output: Int32Array;
  /** State to the longest proper suffix state with an output, or 0. */
  private readonly shorter: Int32Array;
  /** Bit for each hashed pair of classes that begins a pattern. */
  private readonly pairs: Uint8Array;
  /** Class to 1 where a pattern is that one unit. */
  private readonly single: Uint8Array;
  private readonly lengths: Uint16Array;

  /** Builds the automaton of `patterns`: each non-empty, all different, at most 65,535 units long. */
  constructor(patterns: readonly string[]) {
    const trie = buildTrie(patterns);
    this.size = patterns.length;
    this.classes = trie.classes;
    this.lengths = Uint16Array.from(patterns, (pattern) => pattern.length);
    const packed = pack(trie);
    this.base = packed.base;
    this.check = packed.check;
    this.output = packed.output;
    const links = linkFailures(trie, packed);
    this.fail = links.fail;
    this.shorter = links.shorter;
    this.pairs = new Uint8Array(PAIR_BITS / 8);
    this.single = new Uint8Array(trie.classCount + 1);
    for (const pattern of patterns) {
      const first = trie.classes[pattern.charCodeAt(0)] as number;
      if (pattern.length === 1) this.single[first] = 1;
      else {
        const bit = pairBit(first, trie.classes[pattern.charCodeAt(1)] as number);
        (this.pairs[bit >> 3] as number) |= 1 << (bit & 7);
      }
    }
    this.bytes = [
      this.classes,
      this.base,
      this.check,
      this.fail,
      this.output,
      this.shorter,
      this.pairs,
    ].reduce((sum, array) => sum + array.byteLength, 0);
  }

  /**
   * Gives the number of occurrences of all patterns in the first `length` units, overlapping ones included, and
   * writes them to `hits` in order of their end. Linear in `length` plus the occurrences.
   */
  scan(units: Uint16Array, length: number, hits: Hits): number {
    const { classes, base, check, fail, output, shorter, pairs, single } = this;
    hits.length = 0;
    if (length === 0) return 0;
    let state = 0;
    let next = classes[units[0] as number] as number;
    for (let i = 0; i < length; i++) {
      const c = next;
      next = i + 1 < length ? (classes[units[i + 1] as number] as number) : 0;
      if (c === 0) {
        state = 0;
        continue;
      }
      while (state !== 0) {
        const slot = (base[state] as number) + c;
        if (check[slot] === state) {
          state = slot;
          break;
        }
        state = fail[state] as number;
        if (state === 0) {
          state = -1;
          break;
        }
      }
      if (state <= 0) {
        state = 0;
        const bit = ((c * 0x9e35) ^ next) & (PAIR_BITS - 1);
        if (((pairs[bit >> 3] as number) & (1 << (bit & 7))) === 0 && single[c] === 0) continue;
        const slot = (base[0] as number) + c;
        if (check[slot] !== 0) continue;
        state = slot;
      }
      for (
        let s = (output[state] as number) >= 0 ? state : (shorter[state] as number);
        s > 0;
        s = shorter[s] as number
      ) {
        const pattern = output[s] as number;
        hits.add(pattern, i + 1 - (this.lengths[pattern] as number), i + 1);
      }
    }
    return hits.length;
  }
}

/** Occurrences, as three parallel arrays that grow and are reused from scan to scan. */
export class Hits {
  patterns = new Int32Array(256);
  /** First unit of the occurrence. */
  starts = new Int32Array(256);
  /** One past its last unit. */
  ends = new Int32Array(256);
  length = 0;

  add(pattern: number, start: number, end: number): void {
    if (this.length === this.patterns.length) this.grow();
    this.patterns[this.length] = pattern;
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }

  private grow(): void {
    const larger = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const twice = new Int32Array(array.length * 2);
      twice.set(array);
      return twice;
    };
    this.patterns = larger(this.patterns);
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
  }
}

const PAIR_BITS = 1 << 19;
/** Slots tried for one node before the search for the next one starts further on. */
const CROWDED = 64;

function pairBit(first: number, second: number): number {
  return ((first * 0x9e35) ^ second) & (PAIR_BITS - 1);
}

interface Trie {
  classes: Uint16Array;
  classCount: number;
  /** For each node its children as (class, node), in order of class. Node 0 is the root. */
  children: (Map<number, number> | undefined)[];
  /** For each node the pattern that ends there, or -1. */
  ends: number[];
}

function buildTrie(patterns: readonly string[]): Trie {
  const counts = new Map<number, number>();
  for (const pattern of patterns) {
    for (let i = 0; i < pattern.length; i++) {
      const unit = pattern.charCodeAt(i);
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
  }
  // Frequent units get small classes, which packs the double array tighter.
  const byFrequency = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const classes = new Uint16Array(65536);
  byFrequency.forEach(([unit], place) => (classes[unit] = place + 1));
  const children: Trie['children'] = [new Map()];
  const ends = [-1];
  patterns.forEach((pattern, place) => {
    if (pattern.length === 0) throw new RangeError('A pattern must not be empty.');
    let node = 0;
    for (let i = 0; i < pattern.length; i++) {
      const c = classes[pattern.charCodeAt(i)] as number;
      const edges = (children[node] ??= new Map());
      let child = edges.get(c);
      if (child === undefined) {
        child = ends.push(-1) - 1;
        edges.set(c, child);
      }
      node = child;
    }
    if (ends[node] !== -1) throw new RangeError(`The pattern "${pattern}" is given twice.`);
    ends[node] = place;
  });
  return { classes, classCount: byFrequency.length, children, ends };
}

interface Packed {
  base: Int32Array;
  /** Slot to its parent's slot, or -1 where the slot is empty. */
  check: Int32Array;
  output: Int32Array;
  /** Trie node to its slot. */
  slots: Int32Array;
  /** Trie nodes in breadth-first order. */
  order: number[];
}

function pack(trie: Trie): Packed {
  const nodes = trie.ends.length;
  let capacity = nodes * 2 + trie.classCount + 2;
  let base = new Int32Array(capacity);
  let check = new Int32Array(capacity).fill(-1);
  const slots = new Int32Array(nodes);
  const order = [0];
  let cursor = 1;
  let used = 1;
  for (let head = 0; head < order.length; head++) {
    const node = order[head] as number;
    const edges = trie.children[node];
    if (edges === undefined) continue;
    const cs = [...edges.keys()].sort((a, b) => a - b);
    const first = cs[0] as number;
    const last = cs[cs.length - 1] as number;
    let slot = Math.max(cursor, first + 1);
    let at = 0;
    for (let tries = 0; ; slot++, tries++) {
      if (slot - first + last + 1 >= capacity) {
        const more = capacity * 2;
        const wider = new Int32Array(more);
        wider.set(base);
        base = wider;
        const widerCheck = new Int32Array(more).fill(-1);
        widerCheck.set(check);
        check = widerCheck;
        capacity = more;
      }
      if (check[slot] !== -1) continue;
      at = slot - first;
      if (cs.every((c) => check[at + c] === -1)) break;
      // A crowded stretch is given up rather than searched again for every node: some slots stay empty.
      if (tries > CROWDED) cursor = slot;
    }
    base[slots[node] as number] = at;
    for (const c of cs) {
      const child = edges.get(c) as number;
      check[at + c] = slots[node] as number;
      slots[child] = at + c;
      order.push(child);
      used = Math.max(used, at + c + 1);
    }
    while (cursor < capacity && check[cursor] !== -1) cursor++;
  }
  const size = used + trie.classCount + 1;
  const output = new Int32Array(size).fill(-1);
  slots.forEach((slot, node) => (output[slot] = trie.ends[node] as number));
  return { base: fit(base, size, 0), check: fit(check, size, -1), output, slots, order };
}

/** Gives `array` cut or widened to `size`, so that `base[s] + c` never leaves it. */
function fit(array: Int32Array, size: number, filler: number): Int32Array {
  const fitted = new Int32Array(size).fill(filler);
  fitted.set(array.subarray(0, Math.min(size, array.length)));
  return fitted;
}

function linkFailures(trie: Trie, packed: Packed): { fail: Int32Array; shorter: Int32Array } {
  const { base, check, output, slots, order } = packed;
  const fail = new Int32Array(check.length);
  const shorter = new Int32Array(check.length);
  for (const node of order) {
    const state = slots[node] as number;
    for (const [c, child] of trie.children[node] ?? []) {
      const slot = slots[child] as number;
      let link = 0;
      for (let s = state; s !== 0;) {
        s = fail[s] as number;
        const candidate = (base[s] as number) + c;
        if (check[candidate] === s && candidate !== slot) {
          link = candidate;
          break;
        }
      }
      fail[slot] = link;
      shorter[slot] = (output[link] as number) >= 0 && link !== 0 ? link : (shorter[link] as number);
    }
  }
  return { fail, shorter };
}
