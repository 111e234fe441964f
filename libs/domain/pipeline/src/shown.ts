import { mask, toMaskedOffset } from '@earshot/domain/privacy';

/** How far beyond what is shown a text is masked: every number and address that begins before the edge ends by then. */
const REACH = 4_096;

/** A text as people may see it. */
export interface Shown {
  readonly text: string;
  /** Whether something of the original is not shown, masked or cut off. */
  readonly isPartial: boolean;
}

/** The beginning of a text, masked first and cut afterwards: the first half of a number is not known for one. */
export function shownText(text: string, most: number): Shown {
  const masked = mask(text.slice(0, most + REACH).toWellFormed());
  if (text.length <= most && masked.text.length <= most)
    return { text: masked.text, isPartial: masked.spans.length > 0 };
  const edge = Math.min(most, toMaskedOffset(masked, Math.min(most, text.length), 'end'));
  return { text: `${masked.text.slice(0, edge).toWellFormed()}…`, isPartial: true };
}

/** Most that is shown of a field's name. */
const MOST_NAME = 256;

/** The name of a field as people may see it: an attachment chooses its own, and may call one by a number. */
export function shownName(name: string): string {
  return shownText(name, MOST_NAME).text;
}

/** A JSON pointer (RFC 6901) as people may see it. */
export function shownPointer(pointer: string): string {
  return pointer
    .split('/')
    .map((name) => escapedName(shownName(unescapedName(name))))
    .join('/');
}

/** A field's name as it stands in a JSON pointer. */
export function escapedName(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/** The field's name that a part of a JSON pointer stands for. */
export function unescapedName(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
