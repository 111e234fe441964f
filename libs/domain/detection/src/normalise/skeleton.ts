import { KIND, Kind } from './char-table';
import { type Normaliser } from './normalise';

const kinds = KIND;
const { space: SPACE, sign: SIGN, stop: STOP, letter: LETTER, digit: DIGIT, han: HAN } = Kind;
const WORD = LETTER | DIGIT;

/** Skeleton unit that no pattern holds: sentence punctuation, which no disguised word crosses. */
const BARRIER = 1;

/** Digits and signs to the letter that they are drawn like. `l` and `i` count as one letter, as `1` may be either. */
const DRAWN_AS = new Uint16Array(65536);
for (const pair of ['0o', '1i', '3e', '4a', '5s', '7t', '8b', '@a', '$s', '!i', '|i', '+t', 'li']) {
  DRAWN_AS[pair.charCodeAt(0)] = pair.charCodeAt(1);
}

/** Gives the unit that `unit` is written as in a skeleton. */
export function drawn(unit: number): number {
  return (DRAWN_AS[unit] as number) || unit;
}

/**
 * What is left of a normalised text when separators are left out, digits and signs are read as the letters they look
 * like, and a letter repeated is written once: s_3__x and seeeex both give `sex`. For each skeleton unit it keeps the
 * stretch of normalised units that it came from.
 */
export class Skeleton {
  units = new Uint16Array(1024);
  /** First normalised unit of the stretch. */
  from = new Int32Array(1024);
  /** One past its last. */
  to = new Int32Array(1024);
  /** How many equal letters were written as one. */
  runs = new Int32Array(1024);
  length = 0;
  /** For each unit how much was left out, folded or written once before it, and with it. */
  private before = new Int32Array(1024);
  private through = new Int32Array(1024);
  /** Where something was left out before a unit (its place twice), or the unit stands for another or several (one more). */
  private changes = new Int32Array(2048);
  private changeCount = 0;

  /** Reads what `text` holds. Linear in its length. */
  read(text: Normaliser): void {
    if (text.length > this.units.length) {
      const size = text.length;
      this.units = new Uint16Array(size);
      this.from = new Int32Array(size);
      this.to = new Int32Array(size);
      this.runs = new Int32Array(size);
      this.before = new Int32Array(size);
      this.through = new Int32Array(size);
      this.changes = new Int32Array(size * 2);
    }
    const { units, from, to, runs, before, through, changes: places } = this;
    let changes = 0;
    const { units: source, length } = text;
    let n = 0;
    for (let i = 0; i < length; i++) {
      const unit = source[i] as number;
      const kind = kinds[unit] as number;
      let folded = DRAWN_AS[unit] as number;
      if (folded === 0) folded = unit;
      else if ((kind & (SIGN | STOP)) !== 0 && !touchesLetter(text, i)) folded = unit;
      if (folded === unit) {
        if (kind === STOP) folded = BARRIER;
        else if ((kind & (SPACE | SIGN)) !== 0) continue;
      }
      if (n > 0 && folded === units[n - 1] && folded !== BARRIER) {
        to[n - 1] = i + 1;
        (runs[n - 1] as number)++;
        places[changes] = n * 2 - 1;
        through[n - 1] = ++changes;
        continue;
      }
      if (n > 0 && i !== to[n - 1]) places[changes++] = n * 2;
      before[n] = changes;
      // A letter drawn like another one (l, i) hides nothing.
      if (folded !== unit && kind !== LETTER) places[changes++] = n * 2 + 1;
      through[n] = changes;
      units[n] = folded;
      from[n] = i;
      to[n] = i + 1;
      runs[n++] = 1;
    }
    this.length = n;
    this.changeCount = changes;
  }

  /** Whether some change stands between, or at, two units that `neighbours` has: without, no term is in disguise. */
  mayHide(neighbours: { has(left: number, right: number): boolean }): boolean {
    const { units, changes, length } = this;
    for (let k = 0; k < this.changeCount; k++) {
      const place = changes[k] as number;
      const n = place >> 1;
      if (n > 0 && neighbours.has(units[n - 1] as number, units[n] as number)) return true;
      if ((place & 1) === 1 && n + 1 < length && neighbours.has(units[n] as number, units[n + 1] as number))
        return true;
    }
    return false;
  }

  /** Whether anything in the skeleton's units `[start, end)` differs from the text: without, there is no disguise. */
  isChanged(start: number, end: number): boolean {
    return this.through[end - 1] !== this.before[start];
  }
}

/** Whether a sign may be a letter: next to one on either side (`@ss`, `as$`); `!` before one only (`sh!t`, not `hi!`). */
function touchesLetter({ units, length }: Normaliser, i: number): boolean {
  if (i + 1 < length && isOrLooksLetter(units[i + 1] as number)) return true;
  return units[i] !== 33 && i > 0 && isOrLooksLetter(units[i - 1] as number);
}

function isOrLooksLetter(unit: number): boolean {
  return ((kinds[unit] as number) & WORD) !== 0 || unit === 36 || unit === 64;
}

/** A term's skeleton: its units, how often each is written, and after which of them the term itself has a gap. */
export interface TermSkeleton {
  units: string;
  runs: readonly number[];
  gaps: readonly boolean[];
}

/** Runs and gaps of a term whose skeleton is itself, by its length: they are shared. */
const ONCE: number[][] = [];
const NO_GAPS: boolean[][] = [];

/** Gives the skeleton of a normalised term. */
export function termSkeleton(term: string): TermSkeleton {
  if (isItsSkeleton(term)) {
    const size = term.length;
    return {
      units: term,
      runs: (ONCE[size] ??= new Array<number>(size).fill(1)),
      gaps: (NO_GAPS[size] ??= new Array<boolean>(size).fill(false)),
    };
  }
  const runs: number[] = [];
  const gaps: boolean[] = [];
  let units = '';
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    if ((kinds[unit] as number) & (SPACE | SIGN | STOP)) {
      if (gaps.length > 0) gaps[gaps.length - 1] = true;
      continue;
    }
    const folded = String.fromCharCode((DRAWN_AS[unit] as number) || unit);
    const last = runs.length - 1;
    if (units.endsWith(folded)) {
      runs[last] = (runs[last] as number) + 1;
      continue;
    }
    units += folded;
    runs.push(1);
    gaps.push(false);
  }
  return { units, runs, gaps };
}

function isItsSkeleton(term: string): boolean {
  let before = 0;
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    if (unit === before || DRAWN_AS[unit] !== 0) return false;
    if ((kinds[unit] as number) & (SPACE | SIGN | STOP)) return false;
    before = unit;
  }
  return true;
}

/** Whether a single sign stands at `place` that is no word (a, I) by itself. */
function isCode(text: Normaliser, place: number, step: 1 | -1): boolean {
  const unit = text.units[place];
  return isSingle(text, place, step) && unit !== 97 && unit !== 105;
}

function isLatinLetter(text: Normaliser, place: number): boolean {
  return kinds[text.units[place] as number] === LETTER;
}

/** Whether the unit at `place` is a letter or digit that stands alone, seen in direction `step`. */
function isSingle(text: Normaliser, place: number, step: 1 | -1): boolean {
  return isWord(text, place) && !isWord(text, place + step);
}

function isWord({ units, length }: Normaliser, place: number): boolean {
  return place >= 0 && place < length && ((kinds[units[place] as number] as number) & WORD) !== 0;
}

/**
 * Gives the disguise under which a term stands in a text, or null where the occurrence in the skeleton is an accident
 * of leaving out (`hi[s ex]pert`) or no disguise at all.
 */
export function disguiseOf(
  text: Normaliser,
  skeleton: Skeleton,
  start: number,
  { skeleton: term, form }: { skeleton: TermSkeleton; form: { isBoundRight: boolean } },
): string | null {
  const { isBoundRight } = form;
  const isOpenRight = !isBoundRight;
  const { from, to, runs } = skeleton;
  const size = term.units.length;
  let separators = 0;
  let spaces = 0;
  let repeated = false;
  let leet = false;
  let realLetters = 0;
  let latin = false;
  for (let k = 0; k < size; k++) {
    const at = start + k;
    const wanted = term.runs[k] as number;
    const found = runs[at] as number;
    if (found < wanted) return null;
    if (found > wanted) {
      // An open end may go on with the same letter: kidnap* in kidnapped.
      if (found < wanted + 2 && !(isOpenRight && k + 1 === size)) return null;
      repeated ||= found >= wanted + 2;
    }
    for (let i = from[at] as number; i < (to[at] as number); i++) {
      const kind = kinds[text.units[i] as number] as number;
      if (kind === LETTER) {
        realLetters++;
        latin = true;
      } else if (kind === HAN) realLetters++;
      else if (kind === DIGIT || DRAWN_AS[text.units[i] as number]) leet = true;
    }
    if (k + 1 === size) break;
    const gapFrom = to[at] as number;
    const gapTo = from[at + 1] as number;
    if (gapTo > gapFrom && !term.gaps[k]) {
      if (gapTo === gapFrom + 1 && text.units[gapFrom] === 32) {
        // Latin words lie apart anyway: a space is a disguise between letters that stand alone only.
        if (
          isLatinLetter(text, gapFrom - 1) &&
          !(isSingle(text, gapFrom - 1, -1) && isSingle(text, gapTo, 1))
        )
          return null;
        spaces++;
      } else separators++;
    }
  }
  if (realLetters === 0 || (latin && leet && (size < 3 || realLetters < 2))) return null;
  // Letters apart are no word where they are part of a longer row of single signs, as codes read out are (z 1 s 8 l 2).
  if (
    latin &&
    spaces > 0 &&
    (isCode(text, (from[start] as number) - 2, -1) ||
      (isBoundRight && isCode(text, (to[start + size - 1] as number) + 1, 1)))
  )
    return null;
  if (repeated) return 'repeated letters';
  if (leet && latin) return 'look-alike signs';
  return separators + spaces > 0 ? 'separators' : null;
}
