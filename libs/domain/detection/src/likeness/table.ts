import { type Category } from '@earshot/contracts';
import { KEY_BITS } from './pieces';

/** What a head listens for: one category, or anything that a reviewer should see. */
export type Ear = Category | 'any';

/** One head of a table. Probability = 1 / (1 + e^-(unit × Σ weights / √pieces + offset)). */
export interface Head {
  ear: Ear;
  unit: number;
  offset: number;
  /** Likeness (0 to 1) from which a flag is opened, and from which it is only remarked upon. */
  opensFrom: number;
  remarksFrom: number;
  /** Likeness from which a flag is critical; above 1 it never is. */
  criticalFrom: number;
}

/** A table as it is kept: heads, and rows in base 64 (see `packRows`). */
export interface PackedTable {
  heads: readonly Head[];
  rows: string;
}

/** One row: the key of a piece, and its weight for each head, -127 to 127. */
export interface Row {
  key: number;
  weights: ArrayLike<number>;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Bits by which a piece without a row is told, nine times of ten, in one look. */
const SIEVE_BITS = 18;
/** Bits of a key by which the rows of a run are told apart; the run is told by the others. */
const LOWER_BITS = 9;
const LOWER = (1 << LOWER_BITS) - 1;

/**
 * Gives rows, ascending by key, in base 64: each as the step from the last key (seven bits a byte, least first), a mask
 * of the heads with a weight (two bytes), and the weights.
 */
export function packRows(rows: readonly Row[]): string {
  const bytes: number[] = [];
  let last = 0;
  for (const { key, weights } of rows) {
    let step = key - last;
    last = key;
    for (; step > 127; step >>>= 7) bytes.push((step & 127) | 128);
    bytes.push(step);
    let mask = 0;
    for (let h = 0; h < weights.length; h++) if (weights[h] !== 0) mask |= 1 << h;
    bytes.push(mask & 255, mask >>> 8);
    for (let h = 0; h < weights.length; h++) if (weights[h] !== 0) bytes.push((weights[h] ?? 0) & 255);
  }
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(i, i + 3);
    const four = (a << 16) | (b << 8) | c;
    for (let k = 18; k >= 0; k -= 6) text += ALPHABET.charAt((four >>> k) & 63);
  }
  const spare = (3 - (bytes.length % 3)) % 3;
  return spare === 0 ? text : text.slice(0, -spare) + '='.repeat(spare);
}

function bytesOf(base64: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let i = 0; i < 64; i++) values[ALPHABET.charCodeAt(i)] = i;
  const length = base64.length === 0 ? 0 : base64.replace(/=+$/, '').length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let at = 0;
  for (let i = 0, bits = 0, held = 0; i < length; i++) {
    held = ((held << 6) | (values[base64.charCodeAt(i)] ?? 0)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >>> bits;
  }
  return bytes;
}

/**
 * A table ready to be looked up: its rows ascending by key, found by the upper bits of a key and then one by one by the
 * lower. Small enough to stay in the processor's cache beside all else that a message is heard with.
 */
export class Table {
  readonly heads: readonly Head[];
  /** Weights by row, `heads.length` each. */
  readonly weights: Int8Array;
  readonly size: number;
  private readonly sieve = new Int32Array(1 << (SIEVE_BITS - 5));
  /** First row of each run of keys that share their upper bits, and the end of the last run. */
  private readonly runs = new Int32Array((1 << (KEY_BITS - LOWER_BITS)) + 1);
  /** The lower bits of each row's key. */
  private readonly lower: Uint16Array;

  private constructor(heads: readonly Head[], given: readonly Row[]) {
    const rows = [...given].sort((a, b) => a.key - b.key);
    this.heads = heads;
    this.size = rows.length;
    this.lower = Uint16Array.from(rows, ({ key }) => key & LOWER);
    this.weights = new Int8Array(rows.length * heads.length);
    const { runs, sieve } = this;
    rows.forEach(({ key, weights }, row) => {
      this.weights.set(Array.from(weights), row * heads.length);
      const bit = key & ((1 << SIEVE_BITS) - 1);
      sieve[bit >>> 5] = (sieve[bit >>> 5] as number) | (1 << (bit & 31));
      const run = (key >>> LOWER_BITS) + 1;
      runs[run] = (runs[run] as number) + 1;
    });
    for (let run = 1; run < runs.length; run++) runs[run] = (runs[run] as number) + (runs[run - 1] as number);
  }

  /** Gives the table of some rows. */
  static of(heads: readonly Head[], rows: readonly Row[]): Table {
    return new Table(heads, rows);
  }

  /** Gives the table that was packed. */
  static unpack({ heads, rows: base64 }: PackedTable): Table {
    const bytes = bytesOf(base64);
    const rows: Row[] = [];
    let key = 0;
    for (let i = 0; i < bytes.length;) {
      let step = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[i++] ?? 0;
        step |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      key += step;
      const mask = (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8);
      i += 2;
      const weights = new Int8Array(heads.length);
      for (let h = 0; h < heads.length; h++) if ((mask >>> h) & 1) weights[h] = bytes[i++] ?? 0;
      rows.push({ key, weights });
    }
    return new Table(heads, rows);
  }

  /**
   * Writes into `places` where the first `count` of `keys` may have a row, in order; gives how many. Most pieces have
   * none, in no order that a processor could guess, so it is told without a branch.
   */
  sift(keys: Int32Array, count: number, places: Int32Array): number {
    const { sieve } = this;
    let found = 0;
    for (let place = 0; place < count; place++) {
      const bit = (keys[place] as number) & ((1 << SIEVE_BITS) - 1);
      places[found] = place;
      found += ((sieve[bit >>> 5] as number) >>> (bit & 31)) & 1;
    }
    return found;
  }

  /** Gives the row of a piece's key, or -1. */
  rowOf(key: number): number {
    const { runs, lower } = this;
    const low = key & LOWER;
    const end = runs[(key >>> LOWER_BITS) + 1] as number;
    for (let row = runs[key >>> LOWER_BITS] as number; row < end; row++) if (lower[row] === low) return row;
    return -1;
  }
}
