import { Kind, KIND } from '../normalise/char-table';

/** Languages that there is a model for. */
export type Tongue = 'zh' | 'en';

/** Pieces of one text that are looked at; more are left out, which only a text of some thousand units meets. */
export const MOST_PIECES = 16_384;
/** Signs of one text that are looked at. */
const MOST_SIGNS = 8_192;
/** Bits of a piece's key: enough that two pieces hardly ever share one, and 3 bytes in the table. */
export const KEY_BITS = 24;

const { han: HAN, letter: LETTER, digit: DIGIT, space: SPACE } = Kind;
const kinds = KIND;

/** What hashes begin with, so that runs, pairs and letters are told apart. */
const RUN = 0x51ed;
const PAIR = 0x2b3d;
const LETTERS = 0x7f4a;

/** What stands for a run of digits, whatever their number, and for a run of signs and spaces. */
const NUMBER = 0x30;
const BREAK = 0x7c;

/**
 * The pieces of a text by which it is likened: short runs of characters (Chinese) or words and runs of letters
 * (English), each as a hash from which it cannot be read. One instance serves one text at a time; `cut` overwrites
 * what the last one left.
 */
export class Pieces {
  /** Keys of the pieces in order of their begin, 24 bits; the first `count` are of the last text cut. */
  readonly keys = new Int32Array(MOST_PIECES);
  /** Where each piece begins and ends, in units of the text. */
  readonly from = new Int32Array(MOST_PIECES);
  readonly to = new Int32Array(MOST_PIECES);
  count = 0;

  // Signs: a Chinese character, a word, a number or a break; each with its hash and its place.
  private readonly signs = new Int32Array(MOST_SIGNS);
  private readonly begins = new Int32Array(MOST_SIGNS);
  private readonly ends = new Int32Array(MOST_SIGNS);

  /** Cuts the normalised `units[from, to)` of a text. */
  cut(units: Uint16Array, from: number, to: number, tongue: Tongue): void {
    this.count = 0;
    const signs = this.readSigns(units, from, to);
    if (tongue === 'zh') this.runs(signs, 4, 3);
    else {
      this.runs(signs, 3, 3);
      this.letters(units, signs);
    }
  }

  private readSigns(units: Uint16Array, from: number, to: number): number {
    const { signs, begins, ends } = this;
    let n = 0;
    for (let i = from; i < to && n < MOST_SIGNS;) {
      const kind = kinds[units[i] as number] as number;
      const begin = i;
      let sign: number;
      if (kind & HAN) sign = units[i++] as number;
      else if (kind & LETTER) {
        sign = 0;
        while (i < to && (kinds[units[i] as number] as number) & LETTER)
          sign = mix(sign, units[i++] as number);
      } else if (kind & DIGIT) {
        sign = NUMBER;
        while (i < to && (kinds[units[i] as number] as number) & DIGIT) i++;
      } else {
        sign = BREAK;
        let seen = 0;
        for (
          let k = 0;
          i < to && ((k = kinds[units[i] as number] as number), (k & (HAN | LETTER | DIGIT)) === 0);
          i++
        )
          seen |= k;
        if (seen === SPACE) continue;
      }
      signs[n] = sign;
      begins[n] = begin;
      ends[n++] = i;
    }
    return n;
  }

  /** Runs of one to `longest` signs, and pairs of signs with up to `gap` signs between them. */
  private runs(n: number, longest: number, gap: number): void {
    const { signs, begins, ends, keys, from, to } = this;
    const most = MOST_PIECES - longest - gap;
    let count = this.count;
    for (let i = 0; i < n && count < most; i++) {
      const begin = begins[i] as number;
      const sign = signs[i] as number;
      let hash = mix(RUN, sign);
      keys[count] = keyOf(hash);
      from[count] = begin;
      to[count++] = ends[i] as number;
      const stop = Math.min(n, i + longest);
      for (let k = i + 1; k < stop; k++) {
        hash = mix(hash, signs[k] as number);
        keys[count] = keyOf(hash);
        from[count] = begin;
        to[count++] = ends[k] as number;
      }
      hash = mix(PAIR, sign);
      const last = Math.min(n, i + gap + 2);
      for (let k = i + 2; k < last; k++) {
        keys[count] = keyOf(mix(hash, signs[k] as number));
        from[count] = begin;
        to[count++] = ends[k] as number;
      }
    }
    this.count = count;
  }

  /** Runs of three to five letters of each word, its edges counted as letters. */
  private letters(units: Uint16Array, n: number): void {
    const { begins, ends } = this;
    for (let s = 0; s < n; s++) {
      const begin = begins[s] as number;
      const end = ends[s] as number;
      if (end - begin < 3 || ((kinds[units[begin] as number] as number) & LETTER) === 0) continue;
      for (let i = begin - 1; i <= end - 2; i++) {
        let hash = LETTERS;
        for (let k = i; k < i + 5 && k <= end; k++) {
          hash = mix(hash, k < begin || k === end ? BREAK : (units[k] as number));
          if (k - i >= 2) this.add(hash, Math.max(i, begin), Math.min(k + 1, end));
        }
      }
    }
  }

  private add(hash: number, from: number, to: number): void {
    if (this.count === MOST_PIECES) return;
    this.keys[this.count] = keyOf(hash);
    this.from[this.count] = from;
    this.to[this.count++] = to;
  }
}

/** One step of a hash (the finaliser of MurmurHash3, shortened to one round). */
function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x85ebca6b);
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
}

function keyOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & ((1 << KEY_BITS) - 1);
}

/** Gives the language of normalised units: Chinese where a quarter of its letters and characters are Chinese. */
export function tongueOf(units: Uint16Array, from: number, to: number): Tongue {
  let han = 0;
  let letters = 0;
  for (let i = from; i < to; i++) {
    const kind = kinds[units[i] as number] as number;
    if (kind & HAN) han++;
    else if (kind & LETTER) letters++;
  }
  return han * 4 > letters ? 'zh' : 'en';
}
