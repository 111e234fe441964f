import fc from 'fast-check';
import { clausesOf } from './clauses';

/** The words marked, where each of `pieces` stands first in the text. */
function marked(text: string, pieces: readonly string[]): string[] {
  const spans = pieces.map((piece) => ({
    start: text.indexOf(piece),
    end: text.indexOf(piece) + piece.length,
  }));
  return clausesOf(text, spans).map(({ start, end }) => text.slice(start, end));
}

it.each<[string, readonly string[], readonly string[]]>([
  ['转人工！我要投诉司机', ['诉司', '人工', '我'], ['转人工', '我要投诉司机']],
  [
    'He sat there. He would not let me out, and laughed',
    ['not le', 'laugh'],
    ['He would not let me out', 'and laughed'],
  ],
  ['到了', ['到了'], ['到了']],
  [`${'很长的一句话没有标点'.repeat(9)}他不让我下车`, ['不让我'], ['不让我']],
  [`${'a word and '.repeat(9)}he would not let me out`, ['ould no'], ['would not']],
])('marks in %s what a person can read', (text, pieces, expected) => {
  expect(marked(text, pieces)).toEqual(expected);
});

it('covers every piece, in order and apart, inside the text', () => {
  const text = fc.stringMatching(/^[a-c他车，. ]{1,120}$/);
  fc.assert(
    fc.property(text, fc.array(fc.tuple(fc.nat(119), fc.integer({ min: 1, max: 6 }))), (it, raw) => {
      const pieces = raw
        .map(([at, length]) => ({ start: at, end: Math.min(it.length, at + length) }))
        .filter(({ start, end }) => start < end);
      const clauses = clausesOf(it, pieces);
      for (const { start, end } of pieces)
        expect(clauses.some((clause) => clause.start <= start && clause.end >= end)).toBe(true);
      for (const [place, { start, end }] of clauses.entries()) {
        expect(end).toBeLessThanOrEqual(it.length);
        expect(start).toBeGreaterThan(clauses[place - 1]?.end ?? -1);
      }
    }),
  );
});
