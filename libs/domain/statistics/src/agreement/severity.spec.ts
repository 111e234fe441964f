import fc from 'fast-check';
import {
  comparableReviewers,
  reviewerSeverity,
  reviewerSeverityByVendor,
  type ScoredReview,
} from './severity';

const refusal = (code: string): Error => expect.objectContaining({ name: 'StatisticsError', code }) as Error;
const review = (conversation: string, reviewer: string, score: number): ScoredReview => ({
  conversation,
  reviewer,
  score,
});

/** Scores made of a level per conversation and the reviewers' true effects, without error. */
const exact = fc.record({
  effects: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 6 }),
  levels: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 12 }),
});

describe('comparableReviewers', () => {
  it('gives the worked example', () => {
    const reviews = [review('1', 'b', 1), review('1', 'a', 1), review('2', 'd', 1), review('2', 'c', 1)];
    expect(comparableReviewers(reviews)).toEqual([['a', 'b'], ['c', 'd']]); // prettier-ignore
  });

  it('follows long chains', () => {
    const chain = Array.from({ length: 40 }, (_, at) => [
      review(`c${at}`, `r${at}`, 1),
      review(`c${at}`, `r${at + 1}`, 1),
    ]).flat();
    expect(comparableReviewers(chain)).toHaveLength(1);
  });

  it('refuses nothing', () => expect(() => comparableReviewers([])).toThrow(refusal('empty')));
});

describe('reviewerSeverity', () => {
  it('gives the worked example', () => {
    const reviews = [review('1', 'a', 80), review('1', 'b', 90), review('2', 'b', 70), review('2', 'c', 60)];
    const { reviewers, residualSd, multiScored } = reviewerSeverity(reviews);
    const effects = ['a', 'b', 'c'].map((name) => reviewers.get(name)?.effect.toFixed(2));
    expect(effects).toEqual(['-3.33', '6.67', '-3.33']);
    expect([residualSd, reviewers.get('a')?.standardError, reviewers.get('a')?.shrunk]).toEqual([
      null,
      null,
      null,
    ]);
    expect(multiScored).toBe(2);
  });

  it('finds effects that are there, whatever the order of the reviews', () => {
    const shuffled = exact.chain(({ effects, levels }) => {
      const all = levels.flatMap((level, at) =>
        effects.map((effect, reviewer) => review(`c${at}`, `r${reviewer}`, level + effect)),
      );
      return fc.tuple(fc.constant(effects), fc.shuffledSubarray(all, { minLength: all.length }));
    });
    fc.assert(
      fc.property(shuffled, ([effects, reviews]) => {
        const centre = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
        const { reviewers, residualSd } = reviewerSeverity(reviews);
        effects.forEach((effect, at) => {
          expect(reviewers.get(`r${at}`)?.effect).toBeCloseTo(effect - centre, 8);
        });
        expect(residualSd).toBeCloseTo(0, 8);
      }),
    );
  });

  it('draws uncertain effects towards 0', () => {
    const noise = [3, -4, 1, 5, -2, 0, -3, 2, 4, -1];
    const reviews = noise.flatMap((error, at) => [
      review(`c${at}`, 'a', 80 + error),
      review(`c${at}`, 'b', 84 - error / 2),
      review(`c${at}`, 'c', 79),
    ]);
    for (const { effect, shrunk, standardError } of reviewerSeverity(reviews).reviewers.values()) {
      expect(standardError).toBeGreaterThan(0);
      expect(Math.abs(shrunk ?? Infinity)).toBeLessThan(Math.abs(effect));
      expect((shrunk ?? 0) * effect).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ['reviewers who share nothing', [review('1', 'a', 1), review('2', 'b', 2)], 'not-estimable'],
    ['a review twice', [review('1', 'a', 1), review('1', 'a', 2)], 'duplicate'],
    ['a score that is none', [review('1', 'a', Number.NaN)], 'not-finite'],
    ['no review', [], 'empty'],
  ])('refuses %s', (_, reviews, code) => expect(() => reviewerSeverity(reviews)).toThrow(refusal(code)));

  it('tells a name from another that only looks like it when joined', () => {
    const reviews = [review('a","b', 'c', 1), review('a', 'b","c', 1), review('a', 'c', 2)];
    expect(comparableReviewers(reviews)).toEqual([['b","c', 'c']]);
  });
});

describe('reviewerSeverityByVendor', () => {
  it('gives the worked example', () => {
    const rows = [
      { vendor: 'A', reviewer: 'r', score: 80 },
      { vendor: 'A', reviewer: 's', score: 90 },
      { vendor: 'B', reviewer: 'r', score: 60 },
      { vendor: 'B', reviewer: 's', score: 70 },
    ];
    const { reviewers, vendors, grandMean } = reviewerSeverityByVendor(rows);
    expect(reviewers.get('r')?.effect).toBeCloseTo(-5, 12);
    expect(vendors.get('A')).toBeCloseTo(10, 12);
    expect(grandMean).toBeCloseTo(75, 12);
  });

  it('refuses vendors without a common reviewer', () => {
    const rows = [
      { vendor: 'A', reviewer: 'r', score: 80 },
      { vendor: 'B', reviewer: 's', score: 90 },
    ];
    expect(() => reviewerSeverityByVendor(rows)).toThrow(refusal('not-estimable'));
  });
});
