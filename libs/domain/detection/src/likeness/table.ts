import { type Category } from '@earshot/contracts';
import { Places } from './places';

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
 * A table ready to be looked up: each row at a place of its own, so that a look is two reads. Small enough to stay in
 * the processor's cache beside all else that a message is heard with.
 */
export class Table {
  readonly heads: readonly Head[];
  /** Place of the gate (is this anything at all?) among the heads, or -1. */
  readonly gate: number;
  /** Weights by row, `heads.length` each. */
  readonly weights: Int8Array;
  /** Numbers of rows run below this; some belong to none. */
  readonly size: number;
  private readonly places: Places;
  /** By row its key (upper 24 bits) and what it weighs at the gate (lower 8): most texts ask for no more. */
  private readonly entries: Int32Array;
  private readonly isEmpty: boolean;

  private constructor(heads: readonly Head[], rows: readonly Row[]) {
    this.heads = heads;
    this.gate = heads.findIndex(({ ear }) => ear === 'any');
    this.places = new Places(rows.map(({ key }) => key));
    this.size = this.places.size;
    this.weights = new Int8Array(this.size * heads.length);
    this.isEmpty = rows.length === 0;
    // A key that has its own row elsewhere: nobody who asks for it comes to a free one.
    this.entries = new Int32Array(this.size).fill((rows[0]?.key ?? 0) << 8);
    for (const { key, weights } of rows) {
      const row = this.places.of(key);
      this.weights.set(Array.from(weights), row * heads.length);
      this.entries[row] = (key << 8) | ((weights[this.gate] ?? 0) & 255);
    }
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
   * Writes into `places` which of the first `count` keys have a row, in order, and into `rows` those rows; gives how
   * many. Half of the pieces of a text have one, in no order that a processor could guess, so it is told without a
   * branch.
   */
  find(keys: Int32Array, count: number, places: Int32Array, rows: Int32Array): number {
    if (this.isEmpty) return 0;
    const { entries, places: own } = this;
    let found = 0;
    for (let place = 0; place < count; place++) {
      const key = keys[place] as number;
      const row = own.of(key);
      places[found] = place;
      rows[found] = row;
      // 1 where nothing differs, else 0: keys are of 24 bits.
      found += ((((entries[row] as number) >>> 8) ^ key) - 1) >>> 31;
    }
    return found;
  }

  /** What a row weighs at the gate. */
  atGate(row: number): number {
    return ((this.entries[row] as number) << 24) >> 24;
  }
}
