import { LOOKALIKE, NUMERAL } from './characters';
import { isDay } from './check-digits';
import { type NearCue } from './cues';
import { isPaid, isMoneyBeside, isSender, isServiceNumber, type Surroundings } from './amounts';
import { groupSizes, type Block, type DigitWindow, type Gap } from './digit-window';
import { type MaskOptions, type PersonalDataType } from './types';

/** A number as it stands between its cue and the words behind it. */
export interface CuedNumber extends Surroundings {
  readonly digits: string;
  /** Whether it was put together from groups. */
  readonly isGrouped: boolean;
}

/** Gives the type of a number from its nearest cue, or nothing where shape, cue or the words around disagree. */
export function cuedType(
  { cue, distance }: NearCue,
  number: CuedNumber,
  options: MaskOptions,
): PersonalDataType | undefined {
  const { digits } = number;
  const { length } = digits;
  const dated = length === 8 && isDay(digits);
  if (cue !== 'code' && cue !== 'staff' && isServiceNumber(digits)) return undefined;
  switch (cue) {
    case 'qq':
      if (dated || digits.startsWith('0') || isMoneyBeside(digits, number)) return undefined;
      return length >= 5 && length <= 11 && distance <= 12 ? 'qq' : undefined;
    case 'wechat':
      if (dated || isMoneyBeside(digits, number)) return undefined;
      return length >= 5 && length <= (number.isGrouped ? 11 : 20) && distance <= 10 ? 'wechat' : undefined;
    case 'phone':
      if (distance > 10 || dated || isMoneyBeside(digits, number)) return undefined;
      if (length === 7 || length === 8) return /^[2-9]/.test(digits) ? 'landline' : undefined;
      // Abroad: with two zeros and the country's code, or in groups as nobody writes an amount; 106… is an SMS port.
      if (length >= 10 && length <= 17 && digits.startsWith('00')) return 'landline';
      return number.isGrouped && !digits.startsWith('106') && length >= 9 && length <= 11
        ? 'landline'
        : undefined;
    case 'code':
      if (isPaid(number.between) || isSender(digits, number)) return undefined;
      return length >= 4 && length <= 8 && distance <= 12 ? 'verification-code' : undefined;
    case 'identity':
      return length >= 15 && length <= 18 ? 'identity-card' : undefined;
    case 'passport':
      return length >= 7 && length <= 9 && distance <= 10 && !dated ? 'passport' : undefined;
    case 'permit':
      return length >= 8 && length <= 11 && distance <= 10 && !dated ? 'permit' : undefined;
    case 'card':
      // A card's number is longer; an account's, or one with digits lost, is masked only directly behind its word.
      if (length >= 8 && distance <= 10 && !dated) return length <= 21 ? 'bank-card' : undefined;
      return length >= 12 && length <= 21 ? 'bank-card' : undefined;
    case 'order':
      return options.orderNumbers === true && length >= 6 && distance <= 10 ? 'order' : undefined;
    case 'staff':
      return options.blind === true && length <= 12 && distance <= 6 ? 'staff-number' : undefined;
    case 'ssn':
      return length === 9 ? 'ssn' : undefined;
    case 'version':
      return undefined;
  }
}

/** Where a number that only its cue names may end. */
export interface CuedEnd {
  readonly block: Block;
  /** How many digits its last group has: a unit behind it counts that group. */
  readonly lastGroup: number;
  /** Whether hyphens part its groups: a range of numbers looks the same. */
  readonly isHyphenated: boolean;
}

/** Most digits after a number in groups that are taken for something of their own, such as minutes. */
const LONGEST_REST = 3;

/**
 * Gives where a number that only its cue names may end, the likeliest place first: with its last group, with an
 * earlier one where something of its own follows, with its first block. Nothing where a day begins.
 */
export function cuedEnds(window: DigitWindow): CuedEnd[] {
  const first = endOfRun(window, 0, () => false);
  const firstBlock = window.blocks[first];
  if (!firstBlock || beginsDay(window)) return [];
  const gap = window.blocks[first + 1]?.gap;
  const ends: CuedEnd[] = [];
  if (gap !== undefined) {
    const even = endOfRun(window, first, (next) => next === gap);
    const mixed = endOfRun(window, first, isPlainGap);
    const isHyphenated = gap === 'h';
    for (let at = Math.max(even, mixed); at > first; at--) {
      const block = window.blocks[at];
      const next = window.blocks[at + 1];
      if (!block || next?.gap === '') continue;
      const last = at === even || at === mixed;
      if ((last || isOfItsOwn(window, at, even)) && isOneNumber(window, block.total))
        ends.push({ block, lastGroup: lastGroupOf(window, block.total), isHyphenated });
    }
  }
  return [...ends, { block: firstBlock, lastGroup: firstBlock.total, isHyphenated: false }];
}

/** How many digits the last group of the first `total` digits has. */
function lastGroupOf(window: DigitWindow, total: number): number {
  return groupSizes(window, 0, total).sizes.at(-1) ?? total;
}

/** Gives the place of the last block that is reached from `from` over gaps that `joins` or that are none. */
function endOfRun({ blocks }: DigitWindow, from: number, joins: (gap: Gap) => boolean): number {
  let at = from;
  for (let next = blocks[at + 1]; next !== undefined; next = blocks[at + 1]) {
    if (next.gap !== '' && (!joins(next.gap) || isWord(next, blocks[0]))) break;
    at++;
  }
  return at;
}

/** Whether a group is likelier a word than one more of `first`'s: the "on" behind a number, the 一 of 一直 behind digits. */
function isWord({ kind, start, end }: Block, first: Block | undefined): boolean {
  return kind === LOOKALIKE || (kind === NUMERAL && first?.kind !== NUMERAL && end - start < 2);
}

/** Whether spaces, hyphens or brackets part two groups, as they do in numbers rather than in amounts. */
function isPlainGap(gap: Gap): boolean {
  return gap === 's' || gap === 'h' || gap === 'p';
}

/** Whether what follows block `at` is another thing: few digits to the end, or a mobile number. */
function isOfItsOwn({ digits, blocks }: DigitWindow, at: number, last: number): boolean {
  const total = blocks[at]?.total ?? 0;
  if ((blocks[last]?.total ?? 0) - total <= LONGEST_REST) return true;
  return /^1[3-9]\d{9}/.test(digits.slice(total)) && blocks.some((block) => block.total === total + 11);
}

/** Whether the groups up to `total` may be one number's: not a day, and with dots or commas only as nobody counts. */
function isOneNumber(window: DigitWindow, total: number): boolean {
  const { sizes, gaps } = groupSizes(window, 0, total);
  if (
    sizes.some(
      (size, at) => size === 4 && gaps[at] === 'h' && (sizes[at + 1] ?? 4) <= 2 && (sizes[at + 2] ?? 4) <= 2,
    )
  )
    return false;
  if (gaps.every(isPlainGap)) return true;
  if (gaps.some((gap) => gap !== gaps[0])) return false;
  return sizes.every((size) => size === 1) || (gaps[0] !== 'c' && sizes.every((size) => size >= 3));
}

/** Whether the number begins like "2023-1-5" or "2019.03.02". */
function beginsDay(window: DigitWindow): boolean {
  if (!/^(?:19|20)/.test(window.digits)) return false;
  const { sizes, gaps } = groupSizes(window, 0, window.digits.length);
  const [year, month = 9, day = 9] = sizes;
  return year === 4 && month <= 2 && day <= 2 && gaps[0] === gaps[1] && gaps[0] !== 's' && gaps[0] !== 'c';
}
