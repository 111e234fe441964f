import { normaliseTerm } from '../normalise/normalise';

/** The most terms that one written term may stand for. */
export const MOST_EXPANSIONS = 4096;

/** A star that ends a word inside a term stands for these endings; at the end of a term it stands for any. */
const ENDINGS = '(|s|ed|d|ing)';
const INNER_STAR = /\*(?=[ |)](?!$))|\*(?=\)+ )/g;

/**
 * Gives the terms that a written one stands for: `(打|砍)死(你|)` gives 打死你, 打死, 砍死你, 砍死. Groups may be nested.
 *
 * Errors: throws RangeError where a parenthesis is not closed or there are more than 4,096.
 */
export function expandTerm(written: string): string[] {
  const plain = written.replace(INNER_STAR, ENDINGS);
  const [terms, end] = alternatives(plain, 0, false);
  if (end !== plain.length)
    throw new RangeError(`The term "${written}" closes a group that it never opened.`);
  return [...new Set(terms)].filter((term) => term.trim().length > 0);
}

function alternatives(written: string, from: number, isInside: boolean): [string[], number] {
  const all: string[] = [];
  let current = [''];
  let i = from;
  while (i < written.length) {
    const c = written.charAt(i);
    if (c === ')' && isInside) break;
    if (c === '|' && isInside) {
      all.push(...current);
      current = [''];
      i++;
    } else if (c === '(') {
      const [inner, end] = alternatives(written, i + 1, true);
      if (written.charAt(end) !== ')') throw new RangeError(`The term "${written}" does not close a group.`);
      if (inner.length * current.length > MOST_EXPANSIONS)
        throw new RangeError(`The term "${written}" stands for more than ${MOST_EXPANSIONS} terms.`);
      current = current.flatMap((head) => inner.map((tail) => head + tail));
      i = end + 1;
    } else if (c === ')') break;
    else {
      current = current.map((head) => head + c);
      i++;
    }
  }
  all.push(...current);
  if (all.length > MOST_EXPANSIONS)
    throw new RangeError(`The term "${written}" stands for more than ${MOST_EXPANSIONS} terms.`);
  return [all, i];
}

/**
 * Terms and parts with more expansions are kept in (further) parts, which are looked for one by one and joined where
 * they touch. A part of single characters (`(我|你)`) occurs everywhere: it is rather kept with its neighbour.
 */
const MOST_FLAT = 32;
const MOST_FLAT_WITH_WEAK = 96;

/**
 * Gives the parts of a written term that stands for many: `(喊|叫|让)(他|师傅)(停|停车|靠边)` gives three lists instead
 * of the product of their sizes; an empty string in a part means that it may be missing. An ellipsis in a term stands for
 * up to eight characters. Null where the term has none and stands for few, or has no place to be split at: between
 * Chinese characters, or beside a space.
 *
 * Errors: throws RangeError as `expandTerm` does.
 */
export function partsOf(written: string): Part[] | null {
  const stretches = written.replace(INNER_STAR, ENDINGS).split(GAP);
  const parts = stretches.flatMap((stretch, place) =>
    partsOfStretch(stretch, written).map((texts, k) => ({ texts, isFar: k === 0 && place > 0 })),
  );
  return parts.length < 2 || parts.every(({ texts }) => texts.includes('')) ? null : parts;
}

/** A part of a term: what may stand there, and whether some characters may come before it. */
export interface Part {
  texts: string[];
  isFar: boolean;
}

/** Stands in a term for up to eight characters of the same clause. */
const GAP = '…';

function partsOfStretch(stretch: string, written: string): string[][] {
  const elements = elementsOf(stretch);
  if (elements.reduce((product, { length }) => product * length, 1) <= MOST_FLAT) {
    return written.includes(GAP) ? trimmed([expandTerm(stretch)]) : [];
  }
  const parts: string[][] = [];
  for (const element of elements) {
    const last = parts[parts.length - 1];
    const size = (last?.length ?? 1) * element.length;
    const most = last !== undefined && (isWeak(last) || isWeak(element)) ? MOST_FLAT_WITH_WEAK : MOST_FLAT;
    if (last === undefined || (size > most && canSplit(last, element))) parts.push(element);
    else if (size > MOST_EXPANSIONS)
      throw new RangeError(`The term "${written}" stands for more than ${MOST_EXPANSIONS} terms.`);
    else parts[parts.length - 1] = last.flatMap((head) => element.map((tail) => head + tail));
  }
  return trimmed(parts);
}

function trimmed(parts: readonly (readonly string[])[]): string[][] {
  return parts
    .map((part) => [...new Set(part.map((text) => text.trim()))])
    .filter((part) => part.some((text) => text !== ''));
}

function isWeak(part: readonly string[]): boolean {
  return part.some((text) => text.length < 2 || /^[a-z ]{1,3}$/.test(text));
}

const CLASS_END = '[^,!?;:。]{0,8}';

/** Gives the pattern of a written term, over normalised text: groups are alternatives, an ellipsis some characters. */
export function patternOf(written: string): RegExp {
  const isOpenLeft = written.startsWith('*');
  const isOpenRight = written.endsWith('*');
  const stretches = written
    .replace(INNER_STAR, ENDINGS)
    .split(GAP)
    .map((stretch) =>
      normaliseTerm(stretch)
        .replace(/[.+?^${}[\]\\]/g, '\\$&')
        .replace(/\*/g, '')
        .replace(/\(/g, '(?:'),
    );
  const source = stretches.join(CLASS_END);
  const left = isOpenLeft || isFreeOfLatin(stretches[0]) ? '' : '(?:(?<![a-z0-9])|(?![a-z0-9]))';
  const right = isOpenRight || isFreeOfLatin(stretches.at(-1)) ? '' : '(?:(?![a-z0-9])|(?<![a-z0-9]))';
  return new RegExp(`${left}(?:${source})${right}`, 'g');
}

/** Whether what a stretch stands for has no Latin letter or digit and is not empty: then no word boundary is asked for. */
function isFreeOfLatin(source = ''): boolean {
  return !/[a-z0-9]/.test(source) && !new RegExp(`^(?:${source})$`).test('');
}

/** Whether `term` is one of those that a written one stands for. */
export function standsFor(written: string, term: string): boolean {
  const pattern = written
    .replace(/[.+?^${}[\]\\]/g, '\\$&')
    .replace(/\*/g, '')
    .replace(/…/g, '.{0,8}');
  return new RegExp(`^(?:${pattern})$`).test(term);
}

/** Gives the literals and groups of a term, in order, each as its alternatives. */
function elementsOf(written: string): string[][] {
  const elements: string[][] = [];
  let i = 0;
  while (i < written.length) {
    if (written.charAt(i) !== '(') {
      const end = written.slice(i).search(/[()]/);
      const literal = written.slice(i, end < 0 ? undefined : i + end);
      if (literal === '') throw new RangeError(`The term "${written}" closes a group that it never opened.`);
      elements.push([literal]);
      i += literal.length;
      continue;
    }
    const [inner, end] = alternatives(written, i + 1, true);
    if (written.charAt(end) !== ')') throw new RangeError(`The term "${written}" does not close a group.`);
    elements.push([...new Set(inner)]);
    i = end + 1;
  }
  return elements;
}

/** Whether no alternative of the one runs on into one of the other as one Latin word. */
function canSplit(left: readonly string[], right: readonly string[]): boolean {
  const touches = /[a-z0-9*']/i;
  return !(
    left.some((text) => touches.test(text.slice(-1))) && right.some((text) => touches.test(text.charAt(0)))
  );
}
