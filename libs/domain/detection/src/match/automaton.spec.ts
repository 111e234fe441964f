import fc from 'fast-check';
import { Automaton, Hits } from './automaton';

function found(patterns: readonly string[], text: string): string[] {
  const units = Uint16Array.from(text, (c) => c.charCodeAt(0));
  const hits = new Hits();
  new Automaton(patterns).scan(units, units.length, hits);
  return Array.from(
    { length: hits.length },
    (_, i) => `${patterns[hits.patterns[i] ?? -1]}@${hits.starts[i]}-${hits.ends[i]}`,
  );
}

function bruteForce(patterns: readonly string[], text: string): string[] {
  return patterns.flatMap((pattern) => {
    const all: string[] = [];
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
      all.push(`${pattern}@${at}-${at + pattern.length}`);
    }
    return all;
  });
}

describe('Automaton', () => {
  it('finds overlapping and nested patterns', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'ushers')).toEqual(['she@1-4', 'he@2-4', 'hers@2-6']);
  });

  it('finds the same as a brute force search', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '骚', '扰'), minLength: 1, maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '骚', '扰', 'x'), maxLength: 80 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 40 }), text, (patterns, sample) => {
        expect(found(patterns, sample).sort()).toEqual(bruteForce(patterns, sample).sort());
      }),
      { numRuns: 500 },
    );
  });

  it('finds each of many patterns that share beginnings', () => {
    const patterns = Array.from({ length: 3000 }, (_, i) => `term${i.toString(36)}`);
    for (const pattern of patterns.slice(0, 200))
      expect(found(patterns, ` ${pattern}`)).toContain(`${pattern}@1-${1 + pattern.length}`);
  });

  it.each([
    ['an empty pattern', ['']],
    ['a pattern given twice', ['a', 'a']],
  ])('refuses %s', (_, patterns) => {
    expect(() => new Automaton(patterns)).toThrow(RangeError);
  });
});
