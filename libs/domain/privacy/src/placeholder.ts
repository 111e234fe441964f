import { PERSONAL_DATA_TYPES, type PersonalDataType } from './types';

/**
 * Placeholders look like `‹mobile›`, or `‹mobile·5678›` with the last four characters. The angle quotation
 * marks U+2039 and U+203A hardly occur in chat, survive NFKC, need no escaping in HTML or JSON, and tell
 * reader and parser where the placeholder ends. The scanner steps over a placeholder as over a wall, which
 * is what makes masking idempotent.
 */
const OPEN = '‹';
const CLOSE = '›';
const LAST_FOUR_MARK = '·';
const NAMES: ReadonlySet<string> = new Set(PERSONAL_DATA_TYPES);
const LONGEST_NAME = Math.max(...PERSONAL_DATA_TYPES.map((name) => name.length));

/** Longest placeholder in UTF-16 units: one mark on each side, the longest name, the dot and four characters. */
export const LONGEST_PLACEHOLDER = LONGEST_NAME + 7;

/** A placeholder found in masked text; offsets are of the masked text. */
export interface PlaceholderSpan {
  readonly start: number;
  readonly end: number;
  readonly type: PersonalDataType;
  readonly lastFour?: string;
}

/** Gives the placeholder text for a type: `placeholder('mobile', '5678')` is `‹mobile·5678›`. */
export function placeholder(type: PersonalDataType, lastFour?: string): string {
  return lastFour === undefined || lastFour === ''
    ? `${OPEN}${type}${CLOSE}`
    : `${OPEN}${type}${LAST_FOUR_MARK}${lastFour}${CLOSE}`;
}

function isType(name: string): name is PersonalDataType {
  return NAMES.has(name);
}

/** Gives the placeholder that begins at `start`, or nothing. Reads at most `LONGEST_PLACEHOLDER` units. */
export function readPlaceholder(text: string, start: number): PlaceholderSpan | undefined {
  if (text[start] !== OPEN) return undefined;
  const close = text.slice(start, start + LONGEST_PLACEHOLDER).indexOf(CLOSE);
  if (close < 0) return undefined;
  const inside = text.slice(start + 1, start + close);
  const mark = inside.indexOf(LAST_FOUR_MARK);
  const type = mark < 0 ? inside : inside.slice(0, mark);
  if (!isType(type)) return undefined;
  const end = start + close + 1;
  if (mark < 0) return { start, end, type };
  const lastFour = inside.slice(mark + 1);
  return /^[0-9A-Z]{1,4}$/.test(lastFour) ? { start, end, type, lastFour } : undefined;
}

/** Gives the placeholders of a masked text in order, for showing each as a chip. */
export function parsePlaceholders(text: string): PlaceholderSpan[] {
  const found: PlaceholderSpan[] = [];
  let from = text.indexOf(OPEN);
  while (from >= 0) {
    const one = readPlaceholder(text, from);
    if (one) found.push(one);
    from = text.indexOf(OPEN, one ? one.end : from + 1);
  }
  return found;
}
