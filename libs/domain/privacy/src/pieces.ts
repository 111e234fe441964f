import { isDigitKind, readWindow } from './digit-window';
import { DIGIT, kindAt } from './characters';
import { IDENTITY_CHECKS, IDENTITY_WEIGHTS, isDay } from './check-digits';
import { lookAgain, mask, withSpans } from './mask';
import { type MaskOptions, type MaskSpan, type Masked, type PersonalDataType } from './types';

/** Messages without a digit that may stand between two pieces ("等一下", "then"). */
const MOST_BETWEEN = 2;
/** Numbers that are followed at once; the oldest is given up first. */
const MOST_OPEN = 8;
/** Most pieces of one number, one for each digit of a mobile number. */
const MOST_PIECES = 18;
/** Most digits of one piece and of the whole. */
const MOST_DIGITS = 19;
/** Longest lead before a piece: "后面四位是", "and then". */
const LONGEST_LEAD = 14;

/** Where a piece stands: the message by its running number, UTF-16 offsets in its original text. */
interface Piece {
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

/**
 * A number that may still go on. Its digits are not kept: only how many there were, the first two and the last
 * one, and the running sums of the checks, from which the number cannot be told.
 */
interface OpenNumber {
  readonly pieces: readonly Piece[];
  readonly length: number;
  /** The first two digits. */
  readonly head: string;
  readonly last: number;
  /** Length of the first piece: an area code has three or four digits. */
  readonly firstPiece: number;
  /** Luhn sums modulo 10 with the digits at even or at odd places doubled. */
  readonly luhn: readonly [number, number];
  /** Weighted sum modulo 11 of the identity number's first 17 digits; -1 once it cannot be one. */
  readonly identity: number;
}

/** What is remembered of one speaker's messages between calls: plain JSON without the text and without any whole number. */
export interface PieceMemory {
  readonly v: 1;
  /** How many messages there were. */
  readonly messages: number;
  /** Messages without a digit since the last piece. */
  readonly between: number;
  readonly open: readonly OpenNumber[];
}

/** The memory before a speaker's first message. */
export const NO_PIECES: PieceMemory = Object.freeze({
  v: 1,
  messages: 0,
  between: 0,
  open: Object.freeze([]),
});

/** A span in an earlier message: `back` 1 is the message directly before. Offsets are of that message's original. */
export interface EarlierSpan extends MaskSpan {
  readonly back: number;
}

/** What one more message gives: itself masked, what must now be masked in earlier ones, and the memory to keep. */
export interface MaskedNext {
  readonly masked: Masked;
  readonly earlier: readonly EarlierSpan[];
  readonly memory: PieceMemory;
}

const NO_EARLIER: readonly EarlierSpan[] = Object.freeze([]);

/** A run of digits in one message that may be a piece. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Whether an X follows, as it may at the end of an identity number. */
  readonly hasX: boolean;
  /** Whether the digits name a day, which begins no number. */
  readonly isDate: boolean;
  /** Whether nothing but punctuation stands behind it, so that the next message may go on. */
  readonly isLast: boolean;
  /** Whether only a short lead stands before it, so that it may go on from the message before. */
  readonly isFirst: boolean;
}

/**
 * Masks the next message of one speaker. A number sent in pieces ("138", "0013", "8000") is masked in all of its
 * messages when its last piece comes; `earlier` says where, for `withSpans`.
 */
export function maskNext(memory: PieceMemory, text: string, options: MaskOptions = {}): MaskedNext {
  const own = mask(text, options);
  const messages = memory.messages + 1;
  if (memory.open.length === 0 && !hasDigit(text))
    return { masked: own, earlier: NO_EARLIER, memory: { ...memory, messages, between: 0 } };
  const runs = runsOf(
    text,
    own.spans.filter((span) => !mayBePiece(span)),
  );
  const [first] = runs;
  if (!first && own.spans.length === 0 && !text.includes('‹') && memory.between < MOST_BETWEEN)
    return { masked: own, earlier: NO_EARLIER, memory: { ...memory, messages, between: memory.between + 1 } };

  const open: OpenNumber[] = [];
  const found: { number: OpenNumber; type: PersonalDataType }[] = [];
  if (first?.isFirst)
    for (const number of memory.open) {
      const longer = goOn(number, first, messages);
      if (!longer) continue;
      const type = typeOf(longer, first.hasX);
      if (type) found.push({ number: longer, type });
      if (first.isLast) open.push(longer);
    }
  const last = runs.at(-1);
  if (last?.isLast && !last.isDate) {
    const begun = goOn(undefined, last, messages);
    if (begun) open.push(begun);
  }
  const next: PieceMemory = { v: 1, messages, between: 0, open: open.slice(-MOST_OPEN) };
  // The longest reading says most: an identity number is more than the mobile number that its beginning looks like.
  const best = found.sort((a, b) => b.number.length - a.number.length)[0];
  if (!best) return { masked: own, earlier: NO_EARLIER, memory: next };
  const spans = best.number.pieces.map((piece) => ({
    start: piece.start,
    end: piece.end,
    type: best.type,
    back: messages - piece.message,
  }));
  const here = spans.filter((span) => span.back === 0).map(({ start, end, type }) => ({ start, end, type }));
  return { masked: withSpans(own, here), earlier: spans.filter((span) => span.back > 0), memory: next };
}

/** Masks several messages of one speaker in order; numbers sent in pieces are masked in all of them. */
export function maskMessages(texts: readonly string[], options: MaskOptions = {}): Masked[] {
  const all: Masked[] = [];
  let memory = NO_PIECES;
  for (const text of texts) {
    const next = maskNext(memory, text, options);
    all.push(next.masked);
    for (const { back, start, end, type } of next.earlier) {
      const index = all.length - 1 - back;
      const earlier = all[index];
      if (earlier) all[index] = withSpans(earlier, [{ start, end, type }]);
    }
    memory = next.memory;
  }
  // What stood beside a piece may be plain now that the piece is masked: an address before a number.
  return all.map((masked, index) => {
    const text = texts[index] ?? '';
    return masked.spans.length === 0 ? masked : lookAgain(text, masked, options);
  });
}

/** Whether a span is so short a number that it may be the beginning of a longer one: "号码是6222123" alone. */
function mayBePiece({ type, start, end }: MaskSpan): boolean {
  return type === 'landline' && end - start <= 8;
}

function hasDigit(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (isDigitKind(kindAt(text, at))) return true;
  return false;
}

/** Gives the first and the last run of digits in a message, as far as they may be pieces of a number. */
function runsOf(text: string, spans: readonly MaskSpan[]): Run[] {
  const wall = Math.min(spans[0]?.start ?? Infinity, offsetOr(text.indexOf('‹')));
  // A number that touches the piece from behind is masked, and ends it.
  const first = firstRun(wall < text.length ? text.slice(0, wall) : text, LONGEST_LEAD + 1);
  const last = lastRun(text, Math.max(spans.at(-1)?.end ?? 0, text.lastIndexOf('›') + 1));
  if (first && last && first.start === last.start) return [{ ...first, isLast: true }];
  return [first, last].filter((run) => run !== undefined);
}

/** Gives an offset, or infinity for "nowhere". */
function offsetOr(index: number): number {
  return index < 0 ? Infinity : index;
}

function firstRun(text: string, before: number): Run | undefined {
  for (let at = 0; at < Math.min(text.length, before); at++)
    if (kindAt(text, at) === DIGIT || isNumeralRun(text, at)) return runAt(text, at, true);
  return undefined;
}

/** The run that reaches the end of the message, but for punctuation; it begins after `from`. */
function lastRun(text: string, from: number): Run | undefined {
  let end = text.length;
  while (end > from && /[\s.。,，…~!！、xX×Ｘｘ]/.test(text.charAt(end - 1))) end--;
  let start = end;
  while (
    start > from &&
    end - start < 2 * MOST_DIGITS &&
    (isDigitKind(kindAt(text, start - 1)) || /[ -]/.test(text.charAt(start - 1)))
  )
    start--;
  while (start < end && !isDigitKind(kindAt(text, start))) start++;
  const begins = start < end && (kindAt(text, start) === DIGIT || isNumeralRun(text, start));
  // "13:30" and "3.5" are no pieces.
  if (!begins || (start > from && /[:：.．/\d]/.test(text.charAt(start - 1)))) return undefined;
  const run = runAt(text, start, false);
  return run && run.end >= end ? { ...run, isLast: true } : undefined;
}

/** Whether at least three Chinese numerals stand at `at`, or nothing else in the whole message. */
function isNumeralRun(text: string, at: number): boolean {
  let end = at;
  while (isDigitKind(kindAt(text, end))) end++;
  return end - at >= 3 || (end > at && at === 0 && end === text.length);
}

function runAt(text: string, start: number, isFirst: boolean): Run | undefined {
  const window = readWindow(text, start);
  const digitsEnd = window.blocks.at(-1)?.end ?? start;
  const { digits } = window;
  if (digits.length > MOST_DIGITS || window.blocks.some((block) => !['', 's', 'h'].includes(block.gap)))
    return undefined;
  const hasX = /^[xX×Ｘｘ](?![a-z])/.test(text.slice(digitsEnd, digitsEnd + 2));
  const end = hasX ? digitsEnd + 1 : digitsEnd;
  if (/^\s?(?:元|块|年|月|日|点|号|%|[gmk]b?\b|:|：|\.\d)/i.test(text.slice(end, end + 4))) return undefined;
  const isDate = digits.length === 8 && isDay(digits);
  return { start, end, digits, hasX, isDate, isLast: false, isFirst };
}

/** Gives the number with one more piece, or nothing where it grows too long. */
function goOn(number: OpenNumber | undefined, run: Run, message: number): OpenNumber | undefined {
  let { length, head, last, luhn, identity } = number ?? {
    length: 0,
    head: '',
    last: 0,
    luhn: [0, 0] as readonly [number, number],
    identity: 0,
  };
  const pieces = [...(number?.pieces ?? []), { message, start: run.start, end: run.end }];
  if (length + run.digits.length > MOST_DIGITS || pieces.length > MOST_PIECES) return undefined;
  for (const one of run.digits) {
    const value = Number(one);
    const doubled = value * 2 > 9 ? value * 2 - 9 : value * 2;
    luhn =
      length % 2 === 0
        ? [(luhn[0] + doubled) % 10, (luhn[1] + value) % 10]
        : [(luhn[0] + value) % 10, (luhn[1] + doubled) % 10];
    if (identity >= 0)
      identity = mayBeIdentity(length, value, last)
        ? (identity + value * (IDENTITY_WEIGHTS[length] ?? 0)) % 11
        : -1;
    if (length < 2) head += one;
    last = value;
    length++;
  }
  return { pieces, length, head, last, luhn, identity, firstPiece: number?.firstPiece ?? run.digits.length };
}

/** Whether a digit may stand at this place of an identity number: province, century, month and day. */
function mayBeIdentity(place: number, value: number, before: number): boolean {
  switch (place) {
    case 0:
      return value >= 1 && value <= 8;
    case 6:
      return value === 1 || value === 2;
    case 7:
      return value === (before === 1 ? 9 : 0);
    case 10:
      return value <= 1;
    case 11:
      return before === 0 ? value > 0 : value <= 2;
    case 12:
      return value <= 3;
    case 13:
      return before < 3 || value <= 1;
    default:
      return true;
  }
}

/** Gives what the number is, now that its newest piece is there, or nothing yet. */
function typeOf(number: OpenNumber, hasX: boolean): PersonalDataType | undefined {
  const { length, head } = number;
  if (length === 17 && hasX && number.identity >= 0 && IDENTITY_CHECKS[number.identity] === 'X')
    return 'identity-card';
  if (length === 18 && number.identity >= 0 && IDENTITY_CHECKS[number.identity] === String(number.last))
    return 'identity-card';
  if (length >= 16 && /^(?:62|4\d|5[1-5])$/.test(head) && number.luhn[length % 2] === 0)
    return head === '62' ? 'bank-card' : length === 16 ? 'payment-card' : undefined;
  if (length === 11 && /^1[3-9]$/.test(head)) return 'mobile';
  if (
    length >= 10 &&
    length <= 12 &&
    /^0[1-9]$/.test(head) &&
    (number.firstPiece === 3 || number.firstPiece === 4)
  )
    return 'landline';
  return undefined;
}
