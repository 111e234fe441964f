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
