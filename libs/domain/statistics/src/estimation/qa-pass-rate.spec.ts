import fc from 'fast-check';
import { StatisticsError } from '../errors';
import { wilson } from './proportion';
import { type PassRateCell, qaPassRate } from './qa-pass-rate';

const cell = (over: Partial<PassRateCell>): PassRateCell => ({
  stratum: 'chat',
  tier: 'random',
  inclusionProbability: '0.1',
  population: 1000,
  kept: 100,
  reviewed: 100,
  passed: 90,
  ...over,
});
const risky = cell({
  tier: 'trigger',
  inclusionProbability: '0.51',
  population: 400,
  kept: 204,
  reviewed: 204,
  passed: 112,
});

describe('qaPassRate', () => {
  it('worked example: looking hard at risky conversations does not make the vendor look bad', () => {
    const got = qaPassRate({
      cells: [
        cell({ inclusionProbability: '0.02', population: 9600, kept: 192, reviewed: 192, passed: 182 }),
        risky,
      ],
    });
    expect(got.estimate).toBeCloseTo(0.932, 3);
    expect(got.interval.low).toBeCloseTo(0.893, 3);
    expect(got.interval.high).toBeCloseTo(0.954, 3);
    expect(got.nEff).toBeCloseTo(208, 0);
    expect(got).toMatchObject({
      n: 396,
      N: 10_000,
      completion: 1,
      unseenShare: 0,
      isWeighted: true,
      insufficient: null,
    });
  });

  it('is Wilson for one cell and the process', () => {
    const got = qaPassRate({ cells: [cell({})], scope: 'process' });
    const { low, high } = wilson({ x: 90, n: 100 });
    expect(got.interval.low).toBeCloseTo(low, 12);
    expect(got.interval.high).toBeCloseTo(high, 12);
    expect(got).toMatchObject({ estimate: 0.9, nEff: 100, isWeighted: false });
  });

  it('merges an unreviewed cell with its like, and only with its like', () => {
    const unseen = cell({ stratum: 'email', population: 50, kept: 4, reviewed: 0, passed: 0 });
    const like = qaPassRate({ cells: [cell({}), risky, unseen] });
    expect(like.unseenShare).toBe(0);
    expect(like.N).toBe(1450);
    expect(like.estimate).toBeCloseTo((1050 * 0.9 + (400 * 112) / 204) / 1450, 12);
    expect(like.completion).toBeCloseTo(304 / 308, 12);

    const unlike = qaPassRate({ cells: [cell({}), risky, { ...unseen, inclusionProbability: '0.2' }] });
    expect(unlike.unseenShare).toBeCloseTo(50 / 1450, 12);
    expect(unlike.estimate).toBeCloseTo((1000 * 0.9 + (400 * 112) / 204) / 1400, 12);
    expect(unlike.interval.high - unlike.interval.low).toBeGreaterThan(
      like.interval.high - like.interval.low + 0.03,
    );
    expect(unlike.insufficient).toBeNull();
  });

  it('pools thin cells of one probability, and keeps the weights of unequal ones', () => {
    const thin = (stratum: string, over: Partial<PassRateCell>): PassRateCell =>
      cell({ stratum, population: 100, kept: 10, reviewed: 10, passed: 9, ...over });
    const whole = cell({ population: 400, kept: 40, reviewed: 40, passed: 36 });
    const parts = ['a', 'b', 'c', 'd'].map((stratum, index) =>
      thin(stratum, { reviewed: 10, passed: [10, 10, 9, 7][index] ?? 0 }),
    );
    expect(qaPassRate({ cells: parts })).toEqual(qaPassRate({ cells: [whole] }));

    const unequal = [
      thin('a', { inclusionProbability: '0.1', population: 120, kept: 12, reviewed: 12, passed: 12 }),
      thin('b', { inclusionProbability: '0.5', population: 30, kept: 15, reviewed: 15, passed: 6 }),
      cell({ population: 850, inclusionProbability: '0.05', kept: 50, reviewed: 50, passed: 45 }),
    ];
    expect(qaPassRate({ cells: unequal }).estimate).toBeCloseTo((120 + 30 * 0.4 + 850 * 0.9) / 1000, 12);
  });

  it('takes a census cell as it is', () => {
    const all = cell({
      tier: 'trigger',
      inclusionProbability: '1',
      population: 5,
      kept: 5,
      reviewed: 5,
      passed: 1,
    });
    const got = qaPassRate({ cells: [all, cell({})] });
    expect(got.estimate).toBeCloseTo((1 + 900) / 1005, 12);
    expect(got.unseenShare).toBe(0);
  });

  it('hides the number where more than 5 % of the conversations were never looked at', () => {
    const unseen = cell({
      stratum: 'email',
      inclusionProbability: '0.2',
      population: 80,
      kept: 0,
      reviewed: 0,
      passed: 0,
    });
    expect(qaPassRate({ cells: [cell({}), unseen] }).insufficient).toEqual({ reason: 'too-much-unseen' });
  });

  it.each([
    ['nothing decided', [], null],
    ['nothing reviewed', [cell({ reviewed: 0, passed: 0 })], 0],
  ])('%s', (_name, cells, completion) => {
    expect(qaPassRate({ cells })).toEqual({
      estimate: null,
      interval: { low: 0, high: 1 },
      n: 0,
      N: cells.length * 1000,
      nEff: 0,
      completion,
      unseenShare: cells.length,
      isWeighted: false,
      insufficient: { reason: 'nothing-reviewed' },
    });
  });

  it('hides too few reviews, and reviews that weigh too unequally', () => {
    const few = cell({ kept: 29, reviewed: 29, passed: 29 });
    expect(qaPassRate({ cells: [few] }).insufficient).toEqual({ reason: 'too-few-reviewed' });
    const thin = cell({ population: 9600, inclusionProbability: '0.001', kept: 10, reviewed: 10, passed: 9 });
    expect(qaPassRate({ cells: [thin, risky] }).insufficient).toEqual({ reason: 'too-few-effective' });
  });

  it('contains its estimate, ignores empty cells and the order, and mirrors pass and fail', () => {
    const random = fc
      .record({
        population: fc.integer({ min: 0, max: 500 }),
        tier: fc.constantFrom<PassRateCell['tier']>('random', 'trigger'),
        inclusionProbability: fc.constantFrom('0.1', '0.55', '1'),
        shares: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: 1, noNaN: true }))),
      })
      .map(({ population, shares, ...rest }): Omit<PassRateCell, 'stratum'> => {
        const kept = Math.floor(population * (shares[0] ?? 0));
        const reviewed = Math.floor(kept * (shares[1] ?? 0));
        return { ...rest, population, kept, reviewed, passed: Math.round(reviewed * (shares[2] ?? 0)) };
      });
    fc.assert(
      fc.property(fc.array(random, { maxLength: 8 }), (list) => {
        const cells = list.map((one, index) => ({ ...one, stratum: `s${index}` }));
        const got = qaPassRate({ cells });
        const { estimate, interval } = got;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1 + 1e-12);
        expect(got.nEff).toBeLessThanOrEqual(got.n);
        if (estimate === null) {
          expect(got.n).toBe(0);
          return;
        }
        expect(estimate).toBeGreaterThanOrEqual(interval.low);
        expect(estimate).toBeLessThanOrEqual(interval.high);
        const other = qaPassRate({ cells: [...cells].reverse() });
        expect(other.estimate).toBeCloseTo(estimate, 12);
        expect(other.interval.low).toBeCloseTo(interval.low, 12);
        const fails = qaPassRate({
          cells: cells.map((one) => ({ ...one, passed: one.reviewed - one.passed })),
        });
        expect((fails.estimate ?? NaN) + estimate).toBeCloseTo(1, 12);
        expect(fails.interval.low).toBeCloseTo(1 - interval.high, 10);
      }),
    );
  });

  it.each([
    ['out-of-range', [cell({ passed: 101 })]],
    ['out-of-range', [cell({ reviewed: 101 })]],
    ['out-of-range', [cell({ kept: 1001 })]],
    ['not-an-integer', [cell({ population: 1000.5 })]],
    ['duplicate', [cell({}), cell({})]],
  ])('refuses: %s', (wanted, cells) => {
    const attempt = (): unknown => qaPassRate({ cells });
    expect(attempt).toThrow(StatisticsError);
    expect(attempt).toThrow(expect.objectContaining({ code: wanted }));
  });
});
