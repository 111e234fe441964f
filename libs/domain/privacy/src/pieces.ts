import { IDENTITY_CHECKS, IDENTITY_WEIGHTS } from './check-digits';
import { mask, withSpans } from './mask';
import { MOST_DIGITS, traceOf, type PieceTrace, type Run } from './runs';
import { type MaskOptions, type MaskSpan, type Masked, type PersonalDataType } from './types';

/** Messages without a digit that may stand between two pieces ("等一下", "then"). */
const MOST_BETWEEN = 2;
/** Numbers that are followed at once; the oldest is given up first. */
const MOST_OPEN = 8;
/** Most pieces of one number, one for each digit of an identity number. */
const MOST_PIECES = 18;

/** Where a piece stands: UTF-16 offsets in the original text of a message. */
interface Piece {
  readonly messageId: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A number that may still go on. Its digits are not kept: only how many there were, the first two and the last
 * one, and the running sums of the checks.
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

/**
 * What is remembered of one speaker while a number may still go on: plain JSON without the text and without any whole
 * number. A short number can be worked out from its sums, so it is kept encrypted. There is none (null) before the
 * first piece and again when nothing can go on.
 */
export interface PieceMemory {
  /** Messages without a digit since the last piece. */
  readonly between: number;
  readonly open: readonly OpenNumber[];
}

/** What must be masked in which message; offsets are of that message's original. */
export interface PieceMask extends MaskSpan {
  readonly messageId: string;
}

/** What one more message gives: where a number that it completes stands, in its messages, and the memory to keep. */
export interface Followed {
  readonly masks: readonly PieceMask[];
  readonly memory: PieceMemory | null;
}

const NO_MASKS: readonly PieceMask[] = Object.freeze([]);
const FORGOTTEN: Followed = Object.freeze({ masks: NO_MASKS, memory: null });

/**
 * Takes the next message of one speaker. A number sent in pieces ("138", "0013", "8000") is masked in all of its
 * messages when its last piece comes: `masks` says where, for `withSpans`. `memory` is what the message before gave.
 */
export function followPieces(
  memory: PieceMemory | null,
  messageId: string,
  trace: PieceTrace | null,
): Followed {
  if (trace === null) {
    if (memory === null || memory.between >= MOST_BETWEEN) return FORGOTTEN;
    return { masks: NO_MASKS, memory: { ...memory, between: memory.between + 1 } };
  }
  const { first, last } = trace;
  const open: OpenNumber[] = [];
  let found: { number: OpenNumber; type: PersonalDataType } | null = null;
  if (memory !== null && first !== null)
    for (const number of memory.open) {
      const longer = goOn(number, first, messageId);
      if (!longer) continue;
      const type = typeOf(longer, first.hasX);
      // The longest reading says most: an identity number is more than the mobile number its beginning looks like.
      if (type && (found === null || longer.length > found.number.length)) found = { number: longer, type };
      if (first === last && mayGoOn(longer)) open.push(longer);
    }
  if (last !== null && !last.isDate) {
    const begun = goOn(undefined, last, messageId);
    if (begun && mayGoOn(begun)) open.push(begun);
  }
  return {
    masks: found === null ? NO_MASKS : masksOf(found.number, found.type),
    memory: open.length === 0 ? null : { between: 0, open: open.slice(-MOST_OPEN) },
  };
}

function masksOf({ pieces }: OpenNumber, type: PersonalDataType): PieceMask[] {
  return pieces.map(({ messageId, start, end }) => ({ messageId, start, end, type }));
}

/** Masks several messages of one speaker in order; numbers sent in pieces are masked in all of them. */
export function maskMessages(texts: readonly string[], options: MaskOptions = {}): Masked[] {
  const all: Masked[] = [];
  let memory: PieceMemory | null = null;
  for (const [index, text] of texts.entries()) {
    const own = mask(text, options);
    all.push(own);
    const followed = followPieces(memory, String(index), traceOf(text, own));
    for (const { messageId, ...span } of followed.masks) {
      const earlier = all[Number(messageId)];
      if (earlier) all[Number(messageId)] = withSpans(earlier, [span], options);
    }
    memory = followed.memory;
  }
  return all;
}

/** Whether a number of some kind may begin with these digits and be longer. */
function mayGoOn({ length, head, firstPiece, identity }: OpenNumber): boolean {
  return (
    (identity >= 0 && length < 18) ||
    (/^(?:6|62)$/.test(head) && length < MOST_DIGITS) ||
    (/^(?:4\d?|5[1-5]?)$/.test(head) && length < 16) ||
    (/^1[3-9]?$/.test(head) && length < 11) ||
    (/^0[1-9]/.test(head) && (firstPiece === 3 || firstPiece === 4) && length < 12)
  );
}

/** Gives the number with one more piece, or nothing where it grows too long. */
function goOn(number: OpenNumber | undefined, run: Run, messageId: string): OpenNumber | undefined {
  let { length, head, last, luhn, identity } = number ?? {
    length: 0,
    head: '',
    last: 0,
    luhn: [0, 0] as readonly [number, number],
    identity: 0,
  };
  const pieces = [...(number?.pieces ?? []), { messageId, start: run.start, end: run.end }];
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
