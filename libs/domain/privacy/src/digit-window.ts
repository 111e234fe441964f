import {
  DIGIT,
  IGNORED,
  LOOKALIKE,
  NUMERAL,
  SEPARATOR,
  SURROGATE,
  escapeLength,
  kindAt,
  pairValueAt,
  valueAt,
} from './characters';

/** Most digits that one number of any kind has: 0086 and a card of 19 would be 23. */
const MOST_DIGITS = 23;
/** Most separators between two blocks of one number. */
const LONGEST_GAP = 8;
/** Most unseen units between two digits that are still followed. */
const MOST_IGNORED = 8;

const DIGIT_NAMES = '0123456789'.split('');

/** What stands between two blocks: nothing but a change of script, spaces, hyphens, dots, commas, brackets, other. */
export type Gap = '' | 's' | 'h' | 'd' | 'c' | 'p' | 'o';

/** Digits of one writing, without a separator between them. */
export interface Block {
  /** Offset of the first digit. */
  readonly start: number;
  /** Offset after the last digit. */
  readonly end: number;
  /** Count of digits up to and with this block. */
  readonly total: number;
  /** What stood before this block; '' for the first. */
  readonly gap: Gap;
  /** The kind of its units: `DIGIT`, `NUMERAL`, `LOOKALIKE` or `SURROGATE`. */
  readonly kind: number;
}

/** The number that begins at one place, read with its separators, and where each of its blocks ends. */
export interface DigitWindow {
  /** The digits in ASCII. */
  readonly digits: string;
  readonly blocks: readonly Block[];
  /** How many of the digits are true digits or numerals, not letters that look like them. */
  readonly trueDigits: number;
  /** Units read, for counting the work. */
  readonly read: number;
}

const GAPS = new Map<number, Gap>();
for (const [gap, marks] of [
  ['h', '-‐‑‒–—―－﹣−'],
  ['d', '.．·・•'],
  ['c', ',，、'],
  ['p', '()（）'],
  ['o', '_＿/／*＊~～|｜…。；;'],
] as const)
  for (const mark of marks) GAPS.set(mark.charCodeAt(0), gap);

/** Gives the kind of the separators from `start` to `end`: their one kind of mark, spaces only, or a mixture ('o'). */
function gapOf(text: string, start: number, end: number): Gap {
  let gap: Gap = 's';
  for (let at = start; at < end; at++) {
    // Spaces and unseen units are not in the map; the slash of `<br/>` is none.
    const escaped = escapeLength(text, at);
    if (escaped > 0) at += escaped - 1;
    const mark = escaped > 0 ? undefined : GAPS.get(text.charCodeAt(at));
    if (mark === undefined) continue;
    if (gap !== 's' && (gap !== mark || mark === 'd' || mark === 'c')) return 'o';
    gap = mark;
  }
  return gap;
}

/** Whether a unit of this kind may be read as a digit. */
export function isDigitKind(kind: number): boolean {
  return kind === DIGIT || kind === NUMERAL || kind === LOOKALIKE;
}

/** Gives where the digits of one writing that begin at `at` end, however many they are. */
export function endOfBlock(text: string, at: number): number {
  const kind = kindAt(text, at);
  if (kind === SURROGATE) {
    let pair = at;
    while (kindAt(text, pair) === SURROGATE && pairValueAt(text, pair) >= 0) pair += 2;
    return Math.max(pair, at + 1);
  }
  let end = at + 1;
  while (kindAt(text, end) === kind) end++;
  return end;
}

/** Reads the number that begins at `start`, at most 23 digits and the block that passes that. */
export function readWindow(text: string, start: number): DigitWindow {
  let digits = '';
  let trueDigits = 0;
  const blocks: Block[] = [];
  let gap: Gap = '';
  let at = start;
  while (digits.length < MOST_DIGITS) {
    const blockStart = at;
    const kind = kindAt(text, at);
    let end = at;
    // One block: units of one kind, unseen units between them stepped over.
    while (digits.length <= MOST_DIGITS) {
      const here = kindAt(text, at);
      if (here !== kind) {
        const seen = here === IGNORED ? skipIgnored(text, at) : at;
        if (seen === at || kindAt(text, seen) !== kind) break;
        at = seen;
        continue;
      }
      const value = kind === SURROGATE ? pairValueAt(text, at) : valueAt(text, at);
      if (value < 0) break;
      digits += DIGIT_NAMES[value] ?? '';
      at += kind === SURROGATE ? 2 : 1;
      end = at;
      if (kind !== LOOKALIKE) trueDigits++;
    }
    if (end === blockStart) break;
    // Unseen units after a digit, such as the keycap of 8️⃣, belong to it.
    at = skipIgnored(text, end);
    blocks.push({ start: blockStart, end: at, total: digits.length, gap, kind });
    if (digits.length > MOST_DIGITS) break;
    const gapStart = at;
    for (let marks = 0; marks < LONGEST_GAP; marks++) {
      const length = kindAt(text, at) === SEPARATOR ? 1 : escapeLength(text, at);
      if (length === 0) break;
      at = skipIgnored(text, at + length);
    }
    const next = kindAt(text, at);
    if (!isDigitKind(next) && !(next === SURROGATE && pairValueAt(text, at) >= 0)) break;
    gap = at === gapStart ? '' : gapOf(text, gapStart, at);
  }
  return { digits, blocks, trueDigits, read: at - start };
}

function skipIgnored(text: string, from: number): number {
  let at = from;
  while (kindAt(text, at) === IGNORED && at - from < MOST_IGNORED) at++;
  return at;
}

/** Gives the block with which the first `total` digits end, or nothing where that is inside a block. */
export function blockAt(window: DigitWindow, total: number): Block | undefined {
  if (total > window.digits.length) return undefined;
  for (const block of window.blocks)
    if (block.total >= total) return block.total === total ? block : undefined;
  return undefined;
}

/** Gives the sizes of the groups that make up digits `from` to `total`, blocks of a mere change of script joined. */
export function groupSizes(
  window: DigitWindow,
  from: number,
  total: number,
): { sizes: number[]; gaps: Gap[] } {
  const sizes: number[] = [];
  const gaps: Gap[] = [];
  let before = 0;
  for (const block of window.blocks) {
    if (block.total > from && before < total) {
      const size = block.total - Math.max(before, from);
      const last = sizes.length - 1;
      if (sizes.length > 0 && block.gap === '') sizes[last] = (sizes[last] ?? 0) + size;
      else {
        if (sizes.length > 0) gaps.push(block.gap);
        sizes.push(size);
      }
    }
    before = block.total;
  }
  return { sizes, gaps };
}
