import fc from 'fast-check';
import { Automaton } from './automaton';
import { Hits } from './hits';

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
    ['one letter', ['a', 'aa', 'aaa', 'aaaa', 'aaaab'], 'a'],
    ['pairs', ['ab', 'abab', 'ababac', 'babac'], 'ab'],
    ['nearly a pattern', ['骚扰我的朋友', '扰我的朋', '我的'], '骚扰我的朋'],
  ])('takes steps linear in 1 MiB of %s', (_, patterns, unit) => {
    const automaton = new Automaton(patterns);
    const stepsOf = (size: number): number => {
      const units = Uint16Array.from(unit.repeat(size / unit.length), (c) => c.charCodeAt(0));
      const hits = new Hits();
      automaton.scan(units, units.length, hits);
      // Two states a unit at most; what is found costs a step each, and at most every pattern ends at a unit.
      expect(hits.steps).toBeLessThanOrEqual(2 * units.length + hits.length);
      expect(hits.length).toBeLessThanOrEqual(patterns.length * units.length);
      return hits.steps / units.length;
    };
    expect(stepsOf(1 << 20)).toBeCloseTo(stepsOf(1 << 14), 1);
  });

  it.each([
    ['an empty pattern', ['']],
    ['a pattern given twice', ['a', 'a']],
  ])('refuses %s', (_, patterns) => {
    expect(() => new Automaton(patterns)).toThrow(RangeError);
  });
});
