import fc from 'fast-check';
import { bootstrapInterval } from './bootstrap';
import { brennanPrediger, fleissKappa, fleissZ, gwetAgreement, type Weighting } from './chance-corrected';
import { cohenKappa, kappaParadox, pairTable } from './cohen';
import { krippendorffAlpha, type Metric } from './krippendorff';
import { overlapSize } from './overlap';
import { uniformStream } from './random';
import { sharedByAll, specificAgreement } from './specific-agreement';
import { type Rating, type Tally, tallyCounts, tallyRatings, tallyTable } from './tally';

const refusal = (code: string): Error => expect.objectContaining({ name: 'StatisticsError', code }) as Error;
const metrics: Metric[] = ['nominal', 'ordinal', 'interval', 'ratio'];
const weightings: Weighting[] = ['identity', 'linear', 'quadratic'];

/** 40 both pass (1), 6 disputed, 4 both fail (2). */
const audited = tallyTable([
  [40, 4],
  [2, 4],
]);
const paradox = tallyTable([
  [118, 5],
  [2, 0],
]);
const nominal = (tally: Tally): number => krippendorffAlpha(tally, 'nominal');

const rating = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
const ratings = fc
  .array(fc.array(rating, { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 25 })
  .filter((rows) => new Set(rows.flatMap((row) => (pairs(row) ? row : [])).filter(Boolean)).size > 1);

function pairs(row: readonly Rating[]): boolean {
  return row.filter((one) => one !== null).length >= 2;
}

describe('tally', () => {
  it('gives the worked examples', () => {
    const tally = tallyRatings([[1, 1], [1, 1], [1, 2], [null, null]]); // prettier-ignore
    expect(tally).toEqual({
      categories: [1, 2],
      units: [
        { cells: [[0, 2]], reviewers: 2, times: 2 },
        { cells: [[0, 1], [1, 1]], reviewers: 2, times: 1 }, // prettier-ignore
      ],
    });
    const units = (one: Tally): number => one.units.reduce((sum, { times }) => sum + times, 0);
    expect(units(tallyTable([[20, 5], [10, 15]]))).toBe(50); // prettier-ignore
    expect(units(tallyCounts([[0, 14], [7, 7]]))).toBe(2); // prettier-ignore
  });

  it.each([
    ['no rating', () => tallyRatings([[null]]), 'empty'],
    ['NaN', () => tallyRatings([[Number.NaN]]), 'not-finite'],
    ['a rating off the scale', () => tallyRatings([[3]], [1, 2]), 'bad-choice'],
    ['a scale with a value twice', () => tallyRatings([[1]], [1, 1]), 'duplicate'],
    ['a table that is not square', () => tallyTable([[1, 2]]), 'length-mismatch'],
    ['an empty table', () => tallyTable([]), 'empty'],
    ['counts of different widths', () => tallyCounts([[1], [1, 2]]), 'length-mismatch'],
    ['half a reviewer', () => tallyCounts([[0.5]]), 'not-an-integer'],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('coefficients', () => {
  it('give the worked examples', () => {
    expect(gwetAgreement(paradox).coefficient).toBeCloseTo(0.94, 2);
    expect(cohenKappa([[118, 5], [2, 0]]).kappa).toBeCloseTo(-0.02, 2); // prettier-ignore
    expect(brennanPrediger(tallyTable([[45, 15], [25, 15]])).coefficient).toBeCloseTo(0.2, 12); // prettier-ignore
    const kappa = cohenKappa([[20, 5], [10, 15]]); // prettier-ignore
    expect([kappa.kappa, kappa.observed, kappa.expected].map((value) => value.toFixed(2))).toEqual([
      '0.40',
      '0.70',
      '0.50',
    ]);
    expect(kappa.standardError).toBeCloseTo(0.127, 3);
    expect(pairTable([[1, 1], [1, 2], [null, 2]], [1, 2])).toEqual([[1, 1], [0, 0]]); // prettier-ignore
    const why = kappaParadox([[118, 5], [2, 0]]); // prettier-ignore
    expect([why.prevalence, why.bias]).toEqual([0.944, 0.024]);
    expect(nominal(audited)).toBeCloseTo(0.507, 3);
  });

  it('are 1 at perfect agreement and at most 1 otherwise', () => {
    fc.assert(
      fc.property(
        ratings,
        fc.constantFrom(...metrics),
        fc.constantFrom(...weightings),
        (rows, metric, by) => {
          const tally = tallyRatings(rows, [1, 2, 3, 4, 5]);
          expect(krippendorffAlpha(tally, metric)).toBeLessThanOrEqual(1);
          expect(gwetAgreement(tally, by).coefficient).toBeLessThanOrEqual(1);
          expect(fleissKappa(tally, by).coefficient).toBeLessThanOrEqual(1);
        },
      ),
    );
    const perfect = tallyRatings([[1, 1], [2, 2], [5, 5, 5]]); // prettier-ignore
    for (const metric of metrics) expect(krippendorffAlpha(perfect, metric)).toBe(1);
    for (const by of weightings) expect(gwetAgreement(perfect, by).coefficient).toBeCloseTo(1, 12);
  });

  it('do not depend on the order of conversations or reviewers', () => {
    const turned = ratings.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(turned, fc.constantFrom(...metrics), ([rows, other], metric) => {
        const one = krippendorffAlpha(tallyRatings(rows), metric);
        const two = krippendorffAlpha(tallyRatings(other.map((row) => [...row].reverse())), metric);
        expect(two).toBeCloseTo(one, 12);
        const scale = [1, 2, 3, 4, 5];
        const ac1 = gwetAgreement(tallyRatings(rows, scale)).coefficient;
        expect(gwetAgreement(tallyRatings(other, scale)).coefficient).toBeCloseTo(ac1, 12);
      }),
    );
  });

  it('of names do not depend on what the names are, of distances not on their unit', () => {
    fc.assert(
      fc.property(ratings, (rows) => {
        const map = (by: (value: number) => number): Tally =>
          tallyRatings(rows.map((row) => row.map((one) => (one === null ? null : by(one)))));
        expect(nominal(map((value) => (value * 7) % 11))).toBeCloseTo(nominal(tallyRatings(rows)), 12);
        const interval = krippendorffAlpha(tallyRatings(rows), 'interval');
        expect(
          krippendorffAlpha(
            map((value) => 20 * value - 3),
            'interval',
          ),
        ).toBeCloseTo(interval, 10);
        const ordinal = krippendorffAlpha(tallyRatings(rows), 'ordinal');
        expect(
          krippendorffAlpha(
            map((value) => value ** 3),
            'ordinal',
          ),
        ).toBeCloseTo(ordinal, 12);
      }),
    );
  });

  it('are the same for two categories on every scale', () => {
    for (const metric of metrics)
      expect(krippendorffAlpha(audited, metric)).toBeCloseTo(nominal(audited), 12);
    for (const by of weightings) {
      expect(gwetAgreement(audited, by).coefficient).toBeCloseTo(gwetAgreement(audited).coefficient, 12);
    }
  });

  it('have no standard error for one conversation', () => {
    expect(gwetAgreement(tallyRatings([[1, 2]])).standardError).toBeNull();
  });

  it.each([
    [
      'one value everywhere, α',
      () =>
        nominal(
          tallyRatings([
            [1, 1],
            [1, 1],
          ]),
        ),
      'not-estimable',
    ],
    ['nothing rated twice, α', () => nominal(tallyRatings([[1], [2]])), 'not-estimable'],
    ['a negative ratio', () => krippendorffAlpha(tallyRatings([[-1, 2]]), 'ratio'), 'out-of-range'],
    ['an unknown metric', () => krippendorffAlpha(audited, 'circular' as Metric), 'bad-choice'],
    ['one value everywhere, κ', () => fleissKappa(tallyRatings([[1, 1]])), 'not-estimable'],
    ['one category, AC1', () => gwetAgreement(tallyRatings([[1, 1]])), 'not-estimable'],
    ['nothing rated twice, AC1', () => gwetAgreement(tallyRatings([[1], [2]])), 'not-estimable'],
    ['an unknown weighting', () => gwetAgreement(audited, 'cubic' as Weighting), 'bad-choice'],
    [
      'one value everywhere, Cohen',
      () =>
        cohenKappa([
          [5, 0],
          [0, 0],
        ]),
      'not-estimable',
    ],
    ['no conversations, Cohen', () => cohenKappa([[0]]), 'empty'],
    ['no common conversations', () => pairTable([[1, null]], [1]), 'empty'],
    ['a pair off the scale', () => pairTable([[1, 3]], [1, 2]), 'bad-choice'],
    [
      'three categories for the paradox',
      () =>
        kappaParadox([
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]),
      'length-mismatch',
    ],
    [
      'different numbers of reviewers, z',
      () =>
        fleissZ(
          tallyRatings([
            [1, 1],
            [2, 2, 1],
          ]),
        ),
      'not-estimable',
    ],
  ])('refuse %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('agreement on one category', () => {
  it('gives the worked examples', () => {
    expect(specificAgreement(audited, 1)).toBeCloseTo(0.93, 3);
    expect(specificAgreement(audited, 2)).toBeCloseTo(0.571, 3);
    expect(sharedByAll(audited, 2)).toBe(0.4);
  });

  it('weighs out to the observed agreement', () => {
    fc.assert(
      fc.property(ratings, (rows) => {
        const full = rows.filter((row) => row.every((one) => one !== null));
        if (full.length === 0) return;
        const tally = tallyRatings(full, [1, 2, 3, 4, 5]);
        const all = full.flat();
        const weighed = tally.categories.reduce((sum, category) => {
          const share = all.filter((one) => one === category).length / all.length;
          return sum + share * (specificAgreement(tally, category) ?? 0);
        }, 0);
        expect(weighed).toBeCloseTo(gwetAgreement(tally).observed, 12);
      }),
    );
  });

  it('is unknown where the category was never given', () => {
    const tally = tallyRatings([[1, 1]], [1, 2]);
    expect([specificAgreement(tally, 2), sharedByAll(tally, 2)]).toEqual([null, null]);
    expect(() => specificAgreement(tally, 3)).toThrow(refusal('bad-choice'));
  });
});

describe('overlapSize', () => {
  it.each([
    [0.05, 0.6, 0.1, 1347],
    [0.1, 0.6, 0.15, 314],
    [0.2, 0.8, 0.1, 222],
    [0.1, 0.8, 0.15, 179],
    [0.5, 0.8, 0.15, 62],
  ])('fail rate %d, κ %d, ± %d → %i', (...row) => {
    const [failRate, kappa, halfWidth, n] = row;
    expect(overlapSize({ failRate, kappa, halfWidth })).toBe(n);
  });

  it.each([
    ['no fails', { failRate: 0, kappa: 0.6, halfWidth: 0.1 }],
    ['κ of 1', { failRate: 0.1, kappa: 1, halfWidth: 0.1 }],
    ['no width', { failRate: 0.1, kappa: 0.6, halfWidth: 0 }],
  ])('refuses %s', (_, aim) => expect(() => overlapSize(aim)).toThrow(refusal('out-of-range')));
});

describe('bootstrapInterval', () => {
  it('gives the worked example, and the same again for the same seed', () => {
    const interval = bootstrapInterval(audited, nominal, { seed: 1 });
    expect(interval.low).toBeCloseTo(0.12, 2);
    expect(interval.high).toBeCloseTo(0.81, 2);
    expect(interval.undefinedResamples).toBe(0);
    expect(bootstrapInterval(audited, nominal, { seed: 1 })).toEqual(interval);
    expect(bootstrapInterval(audited, nominal, { seed: 2 })).not.toEqual(interval);
  });

  it('is near the linearised interval where there are many conversations', () => {
    const many = tallyTable([[1700, 80], [70, 150]]); // prettier-ignore
    const { coefficient, standardError } = gwetAgreement(many);
    const { low, high } = bootstrapInterval(many, (tally) => gwetAgreement(tally).coefficient, { seed: 7 });
    expect((high - low) / (2 * 1.96 * (standardError ?? 0))).toBeCloseTo(1, 1);
    expect((high + low) / 2).toBeCloseTo(coefficient, 2);
  });

  it('is wider at a higher level', () => {
    const wide = bootstrapInterval(audited, nominal, { seed: 1, level: 0.99 });
    const narrow = bootstrapInterval(audited, nominal, { seed: 1, level: 0.8 });
    expect(wide.low).toBeLessThanOrEqual(narrow.low);
    expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
  });

  it.each([
    [
      'too few disputes to draw on',
      tallyTable([
        [30, 1],
        [0, 0],
      ]),
      { seed: 1 },
      'not-estimable',
    ],
    ['too few draws', audited, { seed: 1, resamples: 10 }, 'out-of-range'],
    ['a level of 1', audited, { seed: 1, level: 1 }, 'out-of-range'],
    ['half a seed', audited, { seed: 0.5 }, 'not-an-integer'],
  ])('refuses %s', (_, tally, options, code) => {
    expect(() => bootstrapInterval(tally, nominal, options)).toThrow(refusal(code));
  });

  it('passes on what is no matter of the draw', () => {
    const wrong = (tally: Tally): number => krippendorffAlpha(tally, 'circular' as Metric);
    expect(() => bootstrapInterval(audited, wrong, { seed: 1 })).toThrow(refusal('bad-choice'));
  });
});

describe('uniformStream', () => {
  it('is uniform, by chi-square over 64 bins', () => {
    const bins = new Array<number>(64).fill(0);
    const random = uniformStream(20_180_506);
    for (let at = 0; at < 64_000; at += 1) {
      const bin = Math.floor(random() * 64);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: the 0.1 % and 99.9 % points.
    expect(chiSquare).toBeGreaterThan(32.8);
    expect(chiSquare).toBeLessThan(103.4);
  });
});
