import { COMPLEX, DROPPED, KIND, Kind, LEET, NORMAL, foldCharacter } from './char-table';

/** What `Normaliser.read` saw that a plain scan may not see through, as bits. */
export const Suspicion = {
  /** A sign or a space stands between two characters of Chinese. */
  gap: 1,
  /** Single letters stand apart (s e x), or signs stand inside a word (k.i.l.l). */
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
/** Folded forms of characters outside the table, kept up to this many. */
const CACHED_FOLDS = 4_096;

const WORD = Kind.han | Kind.letter | Kind.digit;

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
  /** `Suspicion` bits of the last text read. */
  suspicion = 0;

  private readonly scratch = areas(SCRATCH_UNITS);
  private readonly folds = new Map<number, string>();

  constructor() {
    ({ units: this.units, starts: this.starts, ends: this.ends } = this.scratch);
  }

  /** Reads `text`; the result stands in the fields. Time and memory are linear in its length. */
  read(text: string): void {
    this.use(text.length <= SCRATCH_UNITS ? this.scratch : areas(text.length));
    if (this.fill(text)) return;
    this.use(areas(text.length * WIDEST_FOLD));
    this.fill(text);
  }

  /** Whether the areas were large enough; characters that expand may outgrow them. */
  private fill(text: string): boolean {
    const { units, starts, ends } = this;
    const size = text.length;
    let n = 0;
    let suspicion = 0;
    let previous = 0;
    let lastWord = 0;
    let wordLength = 0;
    let gap: number = Kind.space;
    let run = 1;
    for (let i = 0; i < size; i++) {
      const unit = NORMAL[text.charCodeAt(i)] as number;
      if (unit === DROPPED) continue;
      if (unit === COMPLEX) {
        const code = text.codePointAt(i) as number;
        const width = code > 0xffff ? 2 : 1;
        const folded = this.fold(code);
        if (n + folded.length + size - i > units.length) return false;
        for (let k = 0; k < folded.length; k++) {
          units[n] = previous = folded.charCodeAt(k);
          starts[n] = i;
          ends[n++] = i + width;
        }
        const kind = KIND[previous] as number;
        if (folded.length > 0 && !(kind & WORD)) gap |= kind;
        else if (folded.length > 0) {
          if (gap & Kind.sign) suspicion |= Suspicion.spelled;
          if (gap && !(gap & Kind.stop)) suspicion |= Suspicion.gap;
          gap = 0;
          lastWord = kind;
          wordLength++;
        }
        i += width - 1;
        continue;
      }
      const kind = KIND[unit] as number;
      if (kind & WORD) {
        if (gap === 0) {
          if (unit === previous) {
            if (++run === 3) suspicion |= Suspicion.repeated;
          } else run = 1;
          if (kind !== lastWord && LEET[kind === Kind.digit ? unit : previous] === 1 && !(kind & Kind.han))
            suspicion |= Suspicion.leet;
          wordLength++;
        } else {
          if (kind === lastWord && !(gap & Kind.stop)) {
            if (kind === Kind.han) suspicion |= Suspicion.gap;
            else if (gap !== Kind.space || wordLength === 1) suspicion |= Suspicion.spelled;
          }
          if (LEET[previous] === 1 && kind === Kind.letter) suspicion |= Suspicion.leet;
          gap = 0;
          run = 1;
          wordLength = 1;
        }
        lastWord = kind;
      } else {
        if (kind === Kind.space && n > 0 && units[n - 1] === 32) continue;
        gap |= kind;
      }
      units[n] = previous = unit;
      starts[n] = i;
      ends[n++] = i + 1;
    }
    this.length = n;
    this.suspicion = suspicion;
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

/** Gives the normalised form of a rule's term: what a scan sees where somebody writes it, without outer spaces. */
export function normaliseTerm(term: string): string {
  const normaliser = new Normaliser();
  normaliser.read(term);
  return String.fromCharCode(...normaliser.units.subarray(0, normaliser.length)).trim();
}
