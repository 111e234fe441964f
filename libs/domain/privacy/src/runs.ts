import { priceOrDateFollows } from './amounts';
import { DIGIT, LOOKALIKE, PLAIN, kindAt } from './characters';
import { isDay } from './check-digits';
import { isDigitKind, readWindow } from './digit-window';
import { type MaskSpan, type Masked } from './types';

/** Most digits of one piece, and of the whole number. */
export const MOST_DIGITS = 19;
/** Longest lead before a piece: "后面四位是", "and then". */
const LONGEST_LEAD = 14;

/** A run of digits in one message that may be a piece of a number. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Whether an X follows, as it may at the end of an identity number. */
  readonly hasX: boolean;
  /** Whether the digits name a day, which begins no number. */
  readonly isDate: boolean;
}

/**
 * What one message may add to a number that is sent in pieces. It holds digits as they were written: it is for going
 * through memory, never for a store.
 */
export interface PieceTrace {
  /** The run before which only a short lead stands, so that it may go on from the message before. */
  readonly first: Run | null;
  /** The run behind which only punctuation stands, so that the next message may go on; `first` itself where it is. */
  readonly last: Run | null;
}

/** The trace of a message with something masked and no piece: whatever was open ends here. */
export const WALL: PieceTrace = Object.freeze({ first: null, last: null });

/**
 * Gives what `text`, masked as `masked`, may add to a number in pieces. null, as for most messages, where there is
 * neither a run of digits at an edge nor anything masked: a number may go on behind such a message.
 */
export function traceOf(text: string, masked: Masked): PieceTrace | null {
  const spans = masked.spans.length === 0 ? masked.spans : masked.spans.filter((span) => !mayBePiece(span));
  const placeholder = text.indexOf('‹');
  const wall = Math.min(spans[0]?.start ?? Infinity, placeholder < 0 ? Infinity : placeholder);
  // A number that touches the piece from behind is masked, and ends it.
  const first = firstRun(wall < text.length ? text.slice(0, wall) : text);
  const from = placeholder < 0 ? 0 : text.lastIndexOf('›') + 1;
  const last = lastRun(text, Math.max(spans.at(-1)?.end ?? 0, from));
  if (first === null && last === null) return masked.spans.length === 0 && placeholder < 0 ? null : WALL;
  return first !== null && first.start === last?.start ? { first, last: first } : { first, last };
}

/** Whether a span is so short a number that it may be the beginning of a longer one: "号码是6222123" alone. */
function mayBePiece({ type, start, end }: MaskSpan): boolean {
  return type === 'landline' && end - start <= 8;
}

/** What may stand behind the last piece of a message: space, punctuation, a hyphen, the X of an identity number. */
const BEHIND: ReadonlySet<number> = new Set(
  Array.from(' \t\n\r\u00a0\u3000\ufeff.。,，…~!！、;；-－—xX×Ｘｘ', (mark) => mark.charCodeAt(0)),
);
const SPACE = 0x20;
const HYPHEN = 0x2d;

/** Whether the unit may stand inside a run of digits. */
function isInside(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return isDigitKind(kindAt(text, at)) || unit === SPACE || unit === HYPHEN;
}

function firstRun(text: string): Run | null {
  const before = Math.min(text.length, LONGEST_LEAD + 1);
  for (let at = 0; at < before; at++) {
    const kind = kindAt(text, at);
    if (kind === DIGIT || (kind !== PLAIN && isDigitKind(kind) && beginsRun(text, at)))
      return runAt(text, at);
  }
  return null;
}

/** The run that reaches the end of the message, but for punctuation; it begins at `from` or later. */
function lastRun(text: string, from: number): Run | null {
  let end = text.length;
  while (end > from && BEHIND.has(text.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > from && end - start < 2 * MOST_DIGITS && isInside(text, start - 1)) start--;
  // A letter that looks like a digit may be the end of the word before: "call 138".
  while (start < end && !beginsRun(text, start)) start++;
  if (start === end) return null;
  // "13:30" and "3.5" are no pieces.
  if (start > from && /[:：.．/\d]/.test(text.charAt(start - 1))) return null;
  const run = runAt(text, start);
  return run !== null && run.end >= end ? run : null;
}

/** Whether digits begin at `at`: one digit, three numerals, or numerals that are the whole message. */
function beginsRun(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  if (kind === DIGIT) return true;
  if (!isDigitKind(kind)) return false;
  let end = at;
  let letters = 0;
  for (; end - at <= MOST_DIGITS && isDigitKind(kindAt(text, end)); end++)
    if (kindAt(text, end) === LOOKALIKE) letters++;
  // Look-alikes must be the fewer: "hello" ends in three of them.
  if (2 * letters >= end - at) return false;
  return end - at >= 3 || (at === 0 && end === text.length);
}

function runAt(text: string, start: number): Run | null {
  const { digits, blocks } = readWindow(text, start);
  const digitsEnd = blocks.at(-1)?.end ?? start;
  if (digits.length > MOST_DIGITS || blocks.some((block) => !['', 's', 'h'].includes(block.gap))) return null;
  const hasX = /^[xX×Ｘｘ](?![a-z])/.test(text.slice(digitsEnd, digitsEnd + 2));
  const end = hasX ? digitsEnd + 1 : digitsEnd;
  if (priceOrDateFollows(text, end) || /^\s?(?:号|:|：|\.\d)/.test(text.slice(end, end + 4))) return null;
  return { start, end, digits, hasX, isDate: digits.length === 8 && isDay(digits) };
}
