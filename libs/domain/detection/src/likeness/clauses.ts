import { type Span } from '../types';

/** Where one clause ends and the next begins. */
const BREAK = /[，。！？；：、,.!?;:…\n\r]/;
/** A clause longer than this, in UTF-16 units, is too much to mark; then it is marked from its first piece to its last. */
const LONGEST = 48;
const WORD = /[\p{Script=Latin}\p{N}'’]/u;

/**
 * Widens pieces of words to what a person can read: the clauses of `text` that they stand in, without the blanks around.
 * Spans are given in order and apart.
 */
export function clausesOf(text: string, pieces: readonly Span[]): Span[] {
  const clauses: Span[] = [];
  for (const piece of [...pieces].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const clause = clauseAround(text, piece);
    const last = clauses.at(-1);
    if (last !== undefined && clause.start <= last.end)
      clauses[clauses.length - 1] = { start: last.start, end: Math.max(last.end, clause.end) };
    else clauses.push(clause);
  }
  return clauses;
}

function clauseAround(text: string, piece: Span): Span {
  let { start, end } = piece;
  while (start > 0 && piece.end - start <= LONGEST && !BREAK.test(text.charAt(start - 1))) start--;
  while (end < text.length && end - start <= LONGEST && !BREAK.test(text.charAt(end))) end++;
  if (end - start > LONGEST) return wordsAround(text, piece);
  while (start < piece.start && /\s/.test(text.charAt(start))) start++;
  while (end > piece.end && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

function wordsAround(text: string, { start, end }: Span): Span {
  while (start > 0 && WORD.test(text.charAt(start)) && WORD.test(text.charAt(start - 1))) start--;
  while (end < text.length && WORD.test(text.charAt(end - 1)) && WORD.test(text.charAt(end))) end++;
  return { start, end };
}
