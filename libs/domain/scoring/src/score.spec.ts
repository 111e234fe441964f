import { scorecardSchema, type Criterion, type Scorecard } from '@earshot/contracts';
import fc from 'fast-check';
import { defaultScorecard, problemsOfDraft, scoreOf, type Answers } from './index';

const criterion = (over: Partial<Criterion> & { id: string }): Criterion => ({
  title: { 'zh-CN': over.id, en: over.id },
  help: { 'zh-CN': '', en: '' },
  scale: 1,
  weight: 1,
  critical: false,
  allowsNotApplicable: true,
  ...over,
});
const card = (...criteria: Criterion[]): Scorecard => ({
  id: 'card',
  version: 1,
  title: { 'zh-CN': '', en: '' },
  passMark: 60,
  criteria,
});
const answers = (points: Record<string, number | 'n/a' | null>): Answers =>
  Object.fromEntries(Object.entries(points).map(([id, value]) => [id, { points: value }]));

describe('scoreOf', () => {
  const two = card(criterion({ id: 'a', weight: 3, scale: 2 }), criterion({ id: 'b', critical: true }));

  it.each([
    ['the worked example', { a: 1, b: 1 }, 62.5, true, []],
    ['not applicable leaves the mean', { a: 1, b: 'n/a' as const }, 50, false, []],
    ['everything', { a: 2, b: 1 }, 100, true, []],
    ['a failed critical criterion fails a good score', { a: 2, b: 0 }, 75, false, ['b']],
    ['nothing applies', { a: 'n/a' as const, b: 'n/a' as const }, null, null, []],
  ])('%s', (_name, points, ...expected) => {
    const [scorePercent, passed, failedCritical] = expected;
    expect(scoreOf(two, answers(points))).toEqual({
      ok: true,
      value: { scorePercent, passed, failedCritical },
    });
  });

  it('reaches the pass mark with exactly the pass mark', () => {
    const five = card(criterion({ id: 'a', scale: 5 }));
    expect(scoreOf(five, answers({ a: 3 }))).toMatchObject({ value: { scorePercent: 60, passed: true } });
    expect(scoreOf(five, answers({ a: 2 }))).toMatchObject({ value: { scorePercent: 40, passed: false } });
  });

  it('tells all that is wrong at once, with pointers', () => {
    const strict = card(
      criterion({ id: 'a/b', scale: 2 }),
      criterion({ id: 'c', allowsNotApplicable: false }),
      criterion({ id: 'd' }),
    );
    const result = scoreOf(strict, answers({ 'a/b': 3, c: 'n/a', e: 1 }));
    expect(result).toEqual({
      ok: false,
      error: [
        { code: 'unknown-criterion', criterionId: 'e', pointer: '/answers/e/points' },
        { code: 'points-out-of-range', criterionId: 'a/b', pointer: '/answers/a~1b/points' },
        { code: 'not-applicable-refused', criterionId: 'c', pointer: '/answers/c/points' },
        { code: 'unanswered', criterionId: 'd', pointer: '/answers/d/points' },
      ],
    });
  });

  it('lets a draft be unfinished, but not wrong', () => {
    expect(problemsOfDraft(two, answers({ a: null }))).toEqual([]);
    expect(problemsOfDraft(two, answers({ a: 3 }))).toMatchObject([{ code: 'points-out-of-range' }]);
  });

  const scored = fc
    .array(
      fc.record({
        scale: fc.integer({ min: 1, max: 10 }),
        weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
        share: fc.integer({ min: 0, max: 10 }),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((rows) => ({
      scorecard: card(...rows.map(({ scale, weight }, i) => criterion({ id: `c${i}`, scale, weight }))),
      points: Object.fromEntries(rows.map(({ scale, share }, i) => [`c${i}`, Math.min(scale, share)])),
    }));

  const percentOf = (scorecard: Scorecard, points: Record<string, number>): number => {
    const result = scoreOf(scorecard, answers(points));
    if (!result.ok || result.value.scorePercent === null) throw new Error('expected a score');
    return result.value.scorePercent;
  };

  it('stays within 0..100, grows with points and does not care for the unit of weights', () => {
    fc.assert(
      fc.property(scored, ({ scorecard, points }) => {
        const percent = percentOf(scorecard, points);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100 + 1e-9);
        for (const { id, scale } of scorecard.criteria) {
          const raised = percentOf(scorecard, { ...points, [id]: Math.min(scale, (points[id] ?? 0) + 1) });
          expect(raised).toBeGreaterThanOrEqual(percent - 1e-9);
        }
        const doubled = {
          ...scorecard,
          criteria: scorecard.criteria.map((c) => ({ ...c, weight: c.weight * 2 })),
        };
        expect(percentOf(doubled, points)).toBeCloseTo(percent, 9);
      }),
    );
  });
});

describe('defaultScorecard', () => {
  it('is a scorecard with exactly one critical criterion, in both languages', () => {
    expect(scorecardSchema.parse(defaultScorecard)).toEqual(defaultScorecard);
    expect(defaultScorecard.criteria.filter(({ critical }) => critical)).toHaveLength(1);
    for (const { title, help } of defaultScorecard.criteria) {
      expect(title['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(help.en).toMatch(/[a-z]/);
    }
  });

  it('fails a faultless, polite conversation that overlooked a danger', () => {
    const points = Object.fromEntries(defaultScorecard.criteria.map(({ id, scale }) => [id, scale]));
    expect(scoreOf(defaultScorecard, answers(points))).toMatchObject({
      value: { scorePercent: 100, passed: true },
    });
    expect(scoreOf(defaultScorecard, answers({ ...points, 'no-harm': 0 }))).toMatchObject({
      value: { scorePercent: 75, passed: false, failedCritical: ['no-harm'] },
    });
  });
});
