import { parsePlaceholders } from '@earshot/domain/privacy';
import fc from 'fast-check';
import { type Mark, segmentText } from './segments';

const mark = (start: number, end: number, kind: Mark['kind'] = 'flag'): Mark => ({
  start,
  end,
  kind,
  label: kind,
});
const cut = (text: string, marks: readonly Mark[]) => segmentText(text, marks, parsePlaceholders(text));

describe('segmentText', () => {
  it('marks a stretch in place', () => {
    expect(cut('he follows me', [mark(3, 10)]).map(({ text, mark: kind }) => [text, kind])).toEqual([
      ['he ', null],
      ['follows', 'flag'],
      [' me', null],
    ]);
  });

  it('shows the gravest where marks overlap', () => {
    const pieces = cut('abcdef', [mark(0, 4, 'evidence'), mark(2, 6, 'critical')]);
    expect(pieces.map(({ text, mark: kind }) => [text, kind])).toEqual([
      ['ab', 'evidence'],
      ['cd', 'critical'],
      ['ef', 'critical'],
    ]);
  });

  it('makes masked data a chip with what is known of it, whole even where a mark ends inside', () => {
    const text = '打‹mobile·5678›给我';
    const pieces = cut(text, [mark(0, 4)]);
    expect(pieces.map(({ chip, text: shown, mark: kind }) => [chip, shown, kind])).toEqual([
      [null, '打', 'flag'],
      ['mobile', '5678', 'flag'],
      [null, '给我', null],
    ]);
  });

  it('passes over marks that are empty, reversed or outside', () => {
    expect(cut('abc', [mark(1, 1), mark(2, 1), mark(5, 9)])).toHaveLength(1);
  });

  it('covers every text exactly, whatever is marked', () => {
    const texts = fc
      .array(fc.constantFrom('安', 'a', '‹mobile·5678›', '‹plate›', '😀', '‹', '›'))
      .map((parts) => parts.join(''));
    const marks = fc.array(fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 })));
    fc.assert(
      fc.property(texts, marks, (text, ranges) => {
        const pieces = cut(
          text,
          ranges.map(([start, end]) => mark(start, end)),
        );
        expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
      }),
    );
  });
});
