import { COMPLEX, DROPPED, KIND, Kind, LEET, NORMAL, foldCharacter } from './char-table';

/** What `Normaliser.read` saw that a plain scan may not see through, as bits. */
export const Suspicion = {
  /**
   * A sign or a space stands between two characters of Chinese, or a sign between two letters or two digits (k.i.l.l);
   * `gapsFrom` and `gapsTo` say between which.
   */
  gap: 1,
  /** Single letters stand apart (s e x). */
  spelled: 2,
  /** A digit or a sign that is drawn like a letter touches a letter (k1ll, @ss). */
  leet: 4,
  /** One letter three times or more (heeelp). */
  repeated: 8,
} as const;

/** Texts up to this many units share one scratch area; longer ones get their own, freed at the next read. */
const SCRATCH_UNITS = 16_384;
/** The longest compatibility decomposition of one character (U+FDFA). */
const WIDEST_FOLD = 18;
/** Units that are made text at once. */
const AT_ONCE = 4_096;
/** Gaps that are noted one by one. */
const MOST_GAPS = 64;
/** Folded forms of characters outside the table, kept up to this many. */
const CACHED_FOLDS = 4_096;

// Copies of imported bindings: a binding is read through a getter in some builds, at every character.
const { han: HAN, letter: LETTER, digit: DIGIT, space: SPACE, stop: STOP, sign: SIGN } = Kind;
const WORD = HAN | LETTER | DIGIT;
const { gap: GAP, spelled: SPELLED, leet: LOOKS_LEET, repeated: REPEATED } = Suspicion;
const normal = NORMAL;
const kinds = KIND;
const leet = LEET;
const dropped = DROPPED;
const complex = COMPLEX;

/**
 * Reads texts into normalised units: compatibility forms (full width, circled, mathematical), case, diacritics,
 * look-alike letters and traditional characters are folded, unseen marks and apostrophes left out, runs of white
 * space made one space. Each unit knows the part of the original that it came from.
 *
 * One instance serves one scan at a time: `read` overwrites what the last one left.
 */
export class Normaliser {
  /** Normalised UTF-16 units; the first `length` are of the last text read. */
  units: Uint16Array;
  /** For each unit where its original begins, in UTF-16 units of the text. */
  starts: Int32Array;
  /** For each unit where its original ends (exclusive); never inside a surrogate pair. */
  ends: Int32Array;
  length = 0;
  /** The last text read, as it was. */
  source = '';
  /** `Suspicion` bits of the last text read. */
  suspicion = 0;
  /** What stands before and after each gap, for the first `gaps` of them; more than fit count as `spelled`. */
  readonly gapsFrom = new Uint16Array(MOST_GAPS);
  readonly gapsTo = new Uint16Array(MOST_GAPS);
  gaps = 0;

  private readonly scratch = areas(SCRATCH_UNITS);
  private readonly folds = new Map<number, string>();

  constructor() {
    ({ units: this.units, starts: this.starts, ends: this.ends } = this.scratch);
  }

  /** Reads `text`; the result stands in the fields. Time and memory are linear in its length. */
  read(text: string): void {
    this.source = text;
    this.use(text.length <= SCRATCH_UNITS ? this.scratch : areas(text.length));
    if (this.fill(text)) return;
    this.use(areas(text.length * WIDEST_FOLD));
    this.fill(text);
  }

  /** Gives the units `[from, to)` as text. */
  slice(from: number, to: number): string {
    let text = '';
    for (let i = from; i < to; i += AT_ONCE) {
      const piece: ArrayLike<number> = this.units.subarray(i, Math.min(to, i + AT_ONCE));
      // `apply` reads the array as it is; spreading would walk an iterator, twenty times slower.
      text += String.fromCharCode.apply(null, piece as number[]);
    }
    return text;
  }

  /** Whether the areas were large enough; characters that expand may outgrow them. */
  private fill(text: string): boolean {
    const { units, starts, ends } = this;
    const size = text.length;
    let n = 0;
    let suspicion = 0;
    let previous = 0;
    let lastWord = 0;
    let lastUnit = 0;
    let gaps = 0;
    let wordLength = 0;
    let singles = 0;
    let gap: number = SPACE;
    let run = 1;
    for (let i = 0; i < size; i++) {
      const unit = normal[text.charCodeAt(i)] as number;
      if (unit <= complex) {
        if (unit === dropped) continue;
        const code = text.codePointAt(i) as number;
        const folded = this.fold(code);
        if (n + folded.length + size - i > units.length) return false;
        const width = code > 0xffff ? 2 : 1;
        for (let k = 0; k < folded.length; k++) {
          units[n] = previous = folded.charCodeAt(k);
          starts[n] = i;
          ends[n++] = i + width;
        }
        i += width - 1;
        if (folded.length === 0) continue;
        const kind = kinds[previous] as number;
        if (kind & WORD) {
          if (gap & SIGN) suspicion |= SPELLED;
          // A character of several units beside a gap is rare enough to be looked at whatever it is.
          if (gap !== 0 && (gap & STOP) === 0) suspicion |= SPELLED;
          gap = 0;
          lastWord = kind;
          lastUnit = previous;
          wordLength++;
        } else gap |= kind;
        continue;
      }
      const kind = kinds[unit] as number;
      if (kind & WORD) {
        if (gap === 0) {
          if (unit !== previous) run = 1;
          else if (++run === 3) suspicion |= REPEATED;
          if (kind !== lastWord && (kind | lastWord) === (LETTER | DIGIT)) {
            if (leet[kind === DIGIT ? unit : previous] === 1) suspicion |= LOOKS_LEET;
          }
          wordLength++;
        } else {
          if (kind === lastWord && (gap & STOP) === 0 && (kind === HAN || gap !== SPACE)) {
            if (gaps === MOST_GAPS) suspicion |= SPELLED;
            else {
              suspicion |= GAP;
              this.gapsFrom[gaps] = lastUnit;
              this.gapsTo[gaps++] = unit;
            }
          }
          if (leet[previous] === 1 && kind === LETTER) suspicion |= LOOKS_LEET;
          gap = 0;
          run = 1;
          wordLength = 1;
        }
        lastWord = kind;
        lastUnit = unit;
      } else {
        if (gap === 0) {
          // A word has ended: letters that stand alone one after another spell a word.
          if (wordLength > 1 || lastWord === HAN) singles = 0;
          else if (++singles === 2) suspicion |= SPELLED;
        } else if (unit === 32 && previous === 32) {
          ends[n - 1] = i + 1;
          continue;
        }
        gap |= kind;
      }
      units[n] = previous = unit;
      starts[n] = i;
      ends[n++] = i + 1;
    }
    if (singles > 0 && gap === 0 && wordLength === 1) suspicion |= SPELLED;
    this.length = n;
    this.suspicion = suspicion;
    this.gaps = gaps;
    return true;
  }

  private fold(code: number): string {
    const known = this.folds.get(code);
    if (known !== undefined) return known;
    const folded = foldCharacter(String.fromCodePoint(code));
    if (this.folds.size < CACHED_FOLDS) this.folds.set(code, folded);
    return folded;
  }

  private use(area: ReturnType<typeof areas>): void {
    ({ units: this.units, starts: this.starts, ends: this.ends } = area);
  }
}

function areas(size: number): { units: Uint16Array; starts: Int32Array; ends: Int32Array } {
  return { units: new Uint16Array(size), starts: new Int32Array(size), ends: new Int32Array(size) };
}

let terms: Normaliser | null = null;

/** Gives the normalised form of a rule's term: what a scan sees where somebody writes it, without outer spaces. */
export function normaliseTerm(term: string): string {
  if (isNormal(term)) return term;
  terms ??= new Normaliser();
  terms.read(term);
  return terms.slice(0, terms.length).trim();
}

/** Whether a term stays as it is: most do, and packs have tens of thousands. */
function isNormal(term: string): boolean {
  let isSpace = true;
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    if (normal[unit] !== unit || (unit === 32 && isSpace)) return false;
    isSpace = unit === 32;
  }
  return !isSpace;
}
