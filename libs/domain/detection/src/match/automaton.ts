import { type Hits } from './hits';

/**
 * Aho-Corasick automaton over UTF-16 units, in flat typed arrays (a double array: the child of state `s` by the
 * unit of class `c` is `base[s] + c` where `check` of that slot is `s`).
 *
 * The root is left only where the next *two* units begin some pattern: most positions of a text fail that test on one
 * bit, so a scan costs about the same with a hundred patterns as with ten thousand.
 * Source: Aho and Corasick 1975; Aoe 1989 for the double array.
 *
 * Memory: 16 bytes a state and its share of empty slots, 8 bytes a pattern, 128 KiB for classes, at most 64 KiB for the
 * pairs. What a scan touches at one place lies side by side: each place is likely a miss of the processor's cache.
 */
export class Automaton {
  /** Number of patterns; they are known by their place in the list that the automaton was built from. */
  readonly size: number;
  /** Bytes of the arrays. */
  readonly bytes: number;

  /** Unit to class; 0 for units that no pattern holds. */
  private readonly classes: Uint16Array;
  /**
   * Four numbers a state: the parent's state (or -1), the base, the state to fall back to, and the longest pattern that
   * ends there (or -1).
   */
  private readonly cells: Int32Array;
  /** Two numbers a pattern: its length, and the next shorter pattern that ends where it does (or -1). */
  private readonly tails: Int32Array;
  /** Bit for each hashed pair of classes that begins a pattern. */
  private readonly pairs: Uint8Array;
  private readonly pairMask: number;
  /** Class to the pattern that is that one unit, or -1. */
  private readonly single: Int32Array;

  /** Builds the automaton of `patterns`: each non-empty, all different, at most 65,535 units long. */
  constructor(patterns: readonly string[]) {
    const trie = buildTrie(patterns);
    this.size = patterns.length;
    this.classes = trie.classes;
    const packed = pack(trie);
    const links = linkFailures(trie, packed);
    this.cells = cellsOf(packed, links);
    this.tails = tailsOf(patterns, packed, links);
    const pairBits = pairBitsFor(patterns.length);
    this.pairMask = pairBits - 1;
    this.pairs = new Uint8Array(pairBits / 8);
    this.single = new Int32Array(trie.classCount + 1).fill(-1);
    patterns.forEach((pattern, place) => {
      const first = trie.classes[pattern.charCodeAt(0)] as number;
      if (pattern.length === 1) this.single[first] = place;
      else {
        const second = trie.classes[pattern.charCodeAt(1)] as number;
        const bit = pairHash(first, second) & this.pairMask;
        (this.pairs[bit >> 3] as number) |= 1 << (bit & 7);
      }
    });
    const arrays = [this.classes, this.cells, this.tails, this.pairs, this.single];
    this.bytes = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }

  /**
   * Gives the number of occurrences of all patterns in the first `length` units, overlapping ones included, and
   * writes them to `hits` in order of their end. Linear in `length` plus the occurrences; `hits.steps` counts the
   * states looked at, at most two a unit, and one for each occurrence.
   */
  scan(units: Uint16Array, length: number, hits: Hits): number {
    const { classes, cells, tails, pairs, pairMask, single } = this;
    let { patterns, starts, ends } = hits;
    let found = 0;
    let steps = 0;
    let state = 0;
    let next = length === 0 ? 0 : (classes[units[0] as number] as number);
    for (let i = 0; i < length; i++) {
      const c = next;
      next = i + 1 < length ? (classes[units[i + 1] as number] as number) : 0;
      steps++;
      if (c === 0) {
        state = 0;
        continue;
      }
      let slot = -1;
      while (state !== 0) {
        slot = (cells[state * 4 + 1] as number) + c;
        if (cells[slot * 4] === state) break;
        steps++;
        state = cells[state * 4 + 2] as number;
      }
      let pattern: number;
      if (state !== 0) {
        state = slot;
        pattern = cells[state * 4 + 3] as number;
      } else {
        const bit = pairHash(c, next) & pairMask;
        if (((pairs[bit >> 3] as number) & (1 << (bit & 7))) === 0) pattern = single[c] as number;
        else {
          slot = (cells[1] as number) + c;
          if (cells[slot * 4] !== 0) continue;
          state = slot;
          pattern = cells[state * 4 + 3] as number;
        }
      }
      for (; pattern >= 0; pattern = tails[pattern * 2 + 1] as number) {
        if (found === patterns.length) {
          hits.grow();
          ({ patterns, starts, ends } = hits);
        }
        patterns[found] = pattern;
        starts[found] = i + 1 - (tails[pattern * 2] as number);
        ends[found++] = i + 1;
      }
    }
    hits.length = found;
    hits.steps = steps + found;
    return found;
  }
}

function cellsOf({ base, check, output }: Packed, { fail, shorter }: Links): Int32Array {
  const cells = new Int32Array(check.length * 4);
  for (let state = 0; state < check.length; state++) {
    const longest = (output[state] as number) >= 0 ? state : (shorter[state] as number);
    cells[state * 4] = check[state] as number;
    cells[state * 4 + 1] = base[state] as number;
    cells[state * 4 + 2] = fail[state] as number;
    cells[state * 4 + 3] = output[longest] as number;
  }
  return cells;
}

function tailsOf(patterns: readonly string[], { output }: Packed, { shorter }: Links): Int32Array {
  const tails = new Int32Array(patterns.length * 2);
  for (let state = 0; state < output.length; state++) {
    const pattern = output[state] as number;
    if (pattern < 0) continue;
    tails[pattern * 2] = (patterns[pattern] as string).length;
    tails[pattern * 2 + 1] = output[shorter[state] as number] as number;
  }
  return tails;
}

/** Bounds of the table of pairs, in bits: small ones stay in the cache, large ones are seldom wrong. */
const FEWEST_PAIR_BITS = 1 << 14;
const MOST_PAIR_BITS = 1 << 19;
/** Slots tried for one node before the search for the next one starts further on. */
const CROWDED = 64;

function pairHash(first: number, second: number): number {
  return Math.imul(first, 0x9e35) ^ Math.imul(second, 0x61c9);
}

/** Gives a power of two that is about twice the number of patterns, within bounds. */
function pairBitsFor(patterns: number): number {
  const wanted = 1 << Math.ceil(Math.log2(patterns * 2 + 1));
  return Math.min(MOST_PAIR_BITS, Math.max(FEWEST_PAIR_BITS, wanted));
}

/** A trie in parallel arrays: no object a node, so that a hundred thousand terms are built in well under a second. */
interface Trie {
  classes: Uint16Array;
  classCount: number;
  /** Number of nodes; node 0 is the root. */
  size: number;
  /** Node to the first of its children, or 0. */
  firstChild: Int32Array;
  /** Node to the next child of its parent, or 0. */
  nextSibling: Int32Array;
  /** Node to the class of the unit that leads to it. */
  via: Uint16Array;
  /** Node to the pattern that ends there, or -1. */
  ends: Int32Array;
}

function buildTrie(patterns: readonly string[]): Trie {
  const { classes, classCount, units } = classify(patterns);
  const most = units + 1;
  const trie: Trie = {
    classes,
    classCount,
    size: 1,
    firstChild: new Int32Array(most),
    nextSibling: new Int32Array(most),
    via: new Uint16Array(most),
    ends: new Int32Array(most).fill(-1),
  };
  const edges = new Edges(most);
  patterns.forEach((pattern, place) => {
    if (pattern.length === 0) throw new RangeError('A pattern must not be empty.');
    let node = 0;
    for (let i = 0; i < pattern.length; i++) {
      const c = classes[pattern.charCodeAt(i)] as number;
      let child = edges.get(node, c);
      if (child === 0) {
        child = trie.size++;
        edges.put(node, c, child);
        trie.via[child] = c;
        trie.nextSibling[child] = trie.firstChild[node] as number;
        trie.firstChild[node] = child;
      }
      node = child;
    }
    if (trie.ends[node] !== -1) throw new RangeError(`The pattern "${pattern}" is given twice.`);
    trie.ends[node] = place;
  });
  return trie;
}

/** Numbers the units that occur, frequent ones first, which packs the double array tighter; counts all units. */
function classify(patterns: readonly string[]): { classes: Uint16Array; classCount: number; units: number } {
  const counts = new Uint32Array(65536);
  let units = 0;
  for (const pattern of patterns) {
    units += pattern.length;
    for (let i = 0; i < pattern.length; i++) (counts[pattern.charCodeAt(i)] as number)++;
  }
  const occurring: number[] = [];
  counts.forEach((count, unit) => {
    if (count > 0) occurring.push(unit);
  });
  occurring.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const classes = new Uint16Array(65536);
  occurring.forEach((unit, place) => (classes[unit] = place + 1));
  return { classes, classCount: occurring.length, units };
}

/** Children by (node, class): one table with open addressing for the whole trie. */
class Edges {
  private readonly mask: number;
  private readonly nodes: Int32Array;
  private readonly byClass: Uint16Array;
  private readonly children: Int32Array;

  /** `most` bounds the number of edges. */
  constructor(most: number) {
    const size = 1 << Math.max(4, Math.ceil(Math.log2(most * 1.5)));
    this.mask = size - 1;
    this.nodes = new Int32Array(size);
    this.byClass = new Uint16Array(size);
    this.children = new Int32Array(size);
  }

  /** Gives the child, or 0. */
  get(node: number, c: number): number {
    return this.children[this.slot(node, c)] as number;
  }

  put(node: number, c: number, child: number): void {
    const slot = this.slot(node, c);
    this.nodes[slot] = node;
    this.byClass[slot] = c;
    this.children[slot] = child;
  }

  private slot(node: number, c: number): number {
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & this.mask;
    while (this.children[slot] !== 0 && (this.nodes[slot] !== node || this.byClass[slot] !== c)) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }
}

interface Packed {
  base: Int32Array;
  /** Slot to its parent's slot, or -1 where the slot is empty. */
  check: Int32Array;
  output: Int32Array;
  /** Trie node to its slot. */
  slots: Int32Array;
  /** Trie nodes in breadth-first order. */
  order: Int32Array;
}

function pack(trie: Trie): Packed {
  const { firstChild, nextSibling, via, size: nodes } = trie;
  let capacity = nodes * 2 + trie.classCount + 2;
  let base = new Int32Array(capacity);
  let check = new Int32Array(capacity).fill(-1);
  const slots = new Int32Array(nodes);
  const order = new Int32Array(nodes);
  let ordered = 1;
  let cursor = 1;
  let used = 1;
  const fits = (child: number, at: number): boolean => {
    for (let k = child; k !== 0; k = nextSibling[k] as number) {
      if (check[at + (via[k] as number)] !== -1) return false;
    }
    return true;
  };
  for (let head = 0; head < ordered; head++) {
    const node = order[head] as number;
    const eldest = firstChild[node] as number;
    if (eldest === 0) continue;
    let first = 0xffff;
    let last = 0;
    for (let k = eldest; k !== 0; k = nextSibling[k] as number) {
      first = Math.min(first, via[k] as number);
      last = Math.max(last, via[k] as number);
    }
    let slot = Math.max(cursor, first + 1);
    let at = 0;
    for (let tries = 0; ; slot++, tries++) {
      if (slot - first + last + 1 >= capacity) {
        capacity *= 2;
        base = fit(base, capacity, 0);
        check = fit(check, capacity, -1);
      }
      if (check[slot] !== -1) continue;
      at = slot - first;
      if (fits(eldest, at)) break;
      // A crowded stretch is given up rather than searched again for every node: some slots stay empty.
      if (tries > CROWDED) cursor = slot;
    }
    base[slots[node] as number] = at;
    for (let k = eldest; k !== 0; k = nextSibling[k] as number) {
      const taken = at + (via[k] as number);
      check[taken] = slots[node] as number;
      slots[k] = taken;
      order[ordered++] = k;
      used = Math.max(used, taken + 1);
    }
    while (cursor < capacity && check[cursor] !== -1) cursor++;
  }
  const size = used + trie.classCount + 1;
  const output = new Int32Array(size).fill(-1);
  for (let node = 0; node < nodes; node++) output[slots[node] as number] = trie.ends[node] as number;
  return { base: fit(base, size, 0), check: fit(check, size, -1), output, slots, order };
}

/** Gives `array` cut or widened to `size`, so that `base[s] + c` never leaves it. */
function fit(array: Int32Array, size: number, filler: number): Int32Array<ArrayBuffer> {
  const fitted = new Int32Array(size);
  if (filler !== 0) fitted.fill(filler);
  fitted.set(array.subarray(0, Math.min(size, array.length)));
  return fitted;
}

interface Links {
  /** State to the state to fall back to. */
  fail: Int32Array;
  /** State to the longest proper suffix state with an output, or 0. */
  shorter: Int32Array;
}

function linkFailures(trie: Trie, packed: Packed): Links {
  const { base, check, output, slots, order } = packed;
  const fail = new Int32Array(check.length);
  const shorter = new Int32Array(check.length);
  for (const node of order) {
    const state = slots[node] as number;
    for (let k = trie.firstChild[node] as number; k !== 0; k = trie.nextSibling[k] as number) {
      const c = trie.via[k] as number;
      const slot = slots[k] as number;
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
