import fc from 'fast-check';
import { StatisticsError } from '../errors';
import { confidenceSequence } from './confidence-sequence';
import { type Interval } from './interval';
import { missRate, undetectedUpperBound } from './miss-rate';
import {
  agrestiCoull,
  clopperPearson,
  exactLowerBound,
  exactUpperBound,
  jeffreys,
  jeffreysEqualTailed,
  wilson,
  wilsonCorrected,
  wilsonOfEstimate,
  type Count,
} from './proportion';
import { insufficientReason } from './publication';
import { stratifiedDomainMean, stratifiedMean, stratifiedMeanInterval } from './stratified';
import { designEffectiveSize, kornGraubard, moverWilson, type PassCount } from './stratified-proportion';
import {
  cellOf,
  hajekDomainMean,
  hajekMean,
  horvitzThompsonTotal,
  kishEffectiveSize,
  passCell,
  type Observation,
} from './weighted';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof StatisticsError ? error.code : 'another error';
  }
  return 'no error';
};

const count = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }));
const level = fc.double({ min: 0.5, max: 0.999, noNaN: true });
const cell = fc
  .integer({ min: 1, max: 200 })
  .chain((n) =>
    fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }), N: fc.integer({ min: n, max: 5000 }) }),
  );
const cells = fc.array(cell, { minLength: 1, maxLength: 6 });
const observation = fc.record({
  pi: fc.double({ min: 0.01, max: 1, noNaN: true }),
  y: fc.integer({ min: 0, max: 100 }),
});
const observations = fc.array(observation, { minLength: 2, maxLength: 40 });

const methods: [string, (count: Count, level: number) => Interval][] = [
  ['wilson', wilson],
  ['wilsonCorrected', wilsonCorrected],
  ['agrestiCoull', agrestiCoull],
  ['jeffreys', jeffreys],
  ['clopperPearson', clopperPearson],
  ['confidenceSequence', confidenceSequence],
];

describe('intervals of a proportion', () => {
  it.each(methods)(
    '%s contains the estimate, stays in 0..1, widens with the level, mirrors pass and fail',
    (_n, of) => {
      fc.assert(
        fc.property(count, level, level, ({ x, n }, a, b) => {
          const [lower, higher] = [Math.min(a, b), Math.max(a, b)];
          const interval = of({ x, n }, lower);
          const wider = of({ x, n }, higher);
          expect(interval.low).toBeGreaterThanOrEqual(0);
          expect(interval.high).toBeLessThanOrEqual(1);
          expect(interval.low).toBeLessThanOrEqual(x / n + 1e-12);
          expect(interval.high).toBeGreaterThanOrEqual(x / n - 1e-12);
          expect(wider.low).toBeLessThanOrEqual(interval.low + 1e-10);
          expect(wider.high).toBeGreaterThanOrEqual(interval.high - 1e-10);
          const mirrored = of({ x: n - x, n }, lower);
          expect(mirrored.low).toBeCloseTo(1 - interval.high, 9);
          expect(mirrored.high).toBeCloseTo(1 - interval.low, 9);
        }),
      );
    },
  );

  it.each(methods)('%s rises with x', (_name, of) => {
    fc.assert(
      fc.property(count, level, ({ x, n }, at) => {
        fc.pre(x < n);
        const [one, more] = [of({ x, n }, at), of({ x: x + 1, n }, at)];
        expect(more.low).toBeGreaterThanOrEqual(one.low - 1e-12);
        expect(more.high).toBeGreaterThanOrEqual(one.high - 1e-12);
      }),
    );
  });

  it('a confidence sequence is wider than Wilson, and Clopper–Pearson covers at least its level', () => {
    for (const n of [5, 20, 60]) {
      for (const p of [0.03, 0.2, 0.5, 0.85, 0.99]) {
        let covered = 0;
        let pmf = (1 - p) ** n;
        for (let x = 0; x <= n; x++) {
          const { low, high } = clopperPearson({ x, n });
          covered += p >= low && p <= high ? pmf : 0;
          expect(confidenceSequence({ x, n }).low).toBeLessThanOrEqual(wilson({ x, n }).low);
          pmf *= ((n - x) / (x + 1)) * (p / (1 - p));
        }
        expect(covered).toBeGreaterThanOrEqual(0.95);
      }
    }
  });

  it.each([
    ['wilson 45/50', wilson({ x: 45, n: 50 }), 0.786, 0.957],
    ['wilson 0/20', wilson({ x: 0, n: 20 }), 0, 0.161],
    ['wilson corrected 0/20', wilsonCorrected({ x: 0, n: 20 }), 0, 0.2],
    ['agresti-coull 0/20', agrestiCoull({ x: 0, n: 20 }), 0, 0.19],
    ['jeffreys 0/20', jeffreys({ x: 0, n: 20 }), 0, 0.117],
    ['jeffreys equal-tailed 0/20', jeffreysEqualTailed({ x: 0, n: 20 }), 0.00002, 0.117],
    ['clopper-pearson 0/20', clopperPearson({ x: 0, n: 20 }), 0, 0.168],
    ['confidence sequence 45/50', confidenceSequence({ x: 45, n: 50 }), 0.712, 0.984],
    ['mover, lot', moverWilson([{ N: 1000, n: 50, x: 45 }]), 0.789, 0.955],
    ['mover, process', moverWilson([{ N: 1000, n: 50, x: 45 }], { scope: 'process' }), 0.786, 0.957],
  ])('worked example: %s', (_name, { low, high }, wantedLow, wantedHigh) => {
    expect(low).toBeCloseTo(wantedLow, 3);
    expect(high).toBeCloseTo(wantedHigh, 3);
  });

  it('one-sided bounds: worked examples', () => {
    expect(exactUpperBound({ x: 0, n: 100 })).toBeCloseTo(0.0295, 4);
    expect(exactLowerBound({ x: 290, n: 300 })).toBeCloseTo(0.944, 3);
    expect(undetectedUpperBound(300)).toBeCloseTo(0.0099, 4);
  });
});

describe('weighted estimates', () => {
  it('worked examples', () => {
    expect(
      horvitzThompsonTotal([
        { pi: 0.02, y: 1 },
        { pi: 0.5, y: 1 },
      ]).estimate,
    ).toBeCloseTo(52, 10);
    expect(
      hajekMean([
        { pi: 0.02, y: 1 },
        { pi: 0.5, y: 0 },
      ]).estimate,
    ).toBeCloseTo(50 / 52, 12);
    expect(kishEffectiveSize([50, 2])).toBeCloseTo(1.08, 2);
    const weeks = [
      { N: 9600, n: 192, mean: 0.95, variance: 0.0475 },
      { N: 400, n: 204, mean: 0.55, variance: 0.2475 },
    ];
    expect(stratifiedMean(weeks).estimate).toBeCloseTo(0.934, 12);
  });

  it('do not depend on the order, and shift and scale with the scores', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: -50, max: 50 }), (rows, shift) => {
        const mean = hajekMean(rows);
        const other = hajekMean([...rows].reverse());
        const moved = hajekMean(rows.map(({ pi, y }) => ({ pi, y: 2 * y + shift })));
        expect(other.estimate).toBeCloseTo(mean.estimate, 9);
        expect(other.seLot).toBeCloseTo(mean.seLot, 9);
        expect(moved.estimate).toBeCloseTo(2 * mean.estimate + shift, 8);
        expect(moved.seProcess).toBeCloseTo(2 * (mean.seProcess ?? NaN), 8);
      }),
    );
  });

  it('pass rate and fail rate make 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ pi: fc.double({ min: 0.01, max: 1, noNaN: true }), y: fc.constantFrom(0, 1) }), {
          minLength: 1,
        }),
        (rows) => {
          const fails = rows.map(({ pi, y }) => ({ pi, y: 1 - y }));
          expect(hajekMean(rows).estimate + hajekMean(fails).estimate).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it('are the plain mean where every probability is equal, whatever it is', () => {
    fc.assert(
      fc.property(observations, fc.double({ min: 0.01, max: 1, noNaN: true }), (rows, pi) => {
        const plain = rows.reduce((sum, { y }) => sum + y, 0) / rows.length;
        expect(hajekMean(rows.map(({ y }) => ({ pi, y }))).estimate).toBeCloseTo(plain, 9);
        expect(kishEffectiveSize(rows.map(() => 1 / pi))).toBeCloseTo(rows.length, 9);
      }),
    );
  });

  it('have no lot error where everything was kept', () => {
    expect(
      hajekMean([
        { pi: 1, y: 3 },
        { pi: 1, y: 9 },
      ]).seLot,
    ).toBe(0);
    expect(hajekMean([{ pi: 0.5, y: 3 }]).seProcess).toBeNull();
  });

  it('a domain that is everything is the whole', () => {
    fc.assert(
      fc.property(observations, (rows) => {
        expect(hajekDomainMean(rows, () => true)).toEqual(hajekMean(rows));
      }),
    );
  });
});

describe('cell means', () => {
  it('do not change when cells are relabelled (given in another order)', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const [one, other] = [moverWilson(list), moverWilson([...list].reverse())];
        expect(other.low).toBeCloseTo(one.low, 10);
        expect(other.high).toBeCloseTo(one.high, 10);
        const [mean, mirrored] = [list, [...list].reverse()].map((some) =>
          stratifiedMean(some.map(passCell)),
        );
        expect(mirrored?.estimate).toBeCloseTo(mean?.estimate ?? NaN, 10);
        expect(mirrored?.seLot).toBeCloseTo(mean?.seLot ?? NaN, 10);
      }),
    );
  });

  it('contain the estimate, mirror pass and fail, and are no wider for the lot than for the process', () => {
    fc.assert(
      fc.property(cells, level, (list, at) => {
        const { estimate, seLot, seProcess } = stratifiedMean(list.map(passCell));
        const lot = moverWilson(list, { level: at });
        const process = moverWilson(list, { level: at, scope: 'process' });
        expect(lot.low).toBeLessThanOrEqual(estimate + 1e-12);
        expect(lot.high).toBeGreaterThanOrEqual(estimate - 1e-12);
        expect(process.low).toBeLessThanOrEqual(lot.low + 1e-12);
        expect(process.high).toBeGreaterThanOrEqual(lot.high - 1e-12);
        expect(seLot).toBeLessThanOrEqual(seProcess + 1e-15);
        const fails = moverWilson(
          list.map(({ N, n, x }): PassCount => ({ N, n, x: n - x })),
          { level: at },
        );
        expect(fails.low).toBeCloseTo(1 - lot.high, 10);
        expect(fails.high).toBeCloseTo(1 - lot.low, 10);
      }),
    );
  });

  it('one cell is Wilson; a census has no width', () => {
    fc.assert(
      fc.property(cell, (one) => {
        const { low, high } = moverWilson([one], { scope: 'process' });
        const wanted = wilson(one);
        expect(low).toBeCloseTo(wanted.low, 10);
        expect(high).toBeCloseTo(wanted.high, 10);
        const census = moverWilson([{ ...one, N: one.n }]);
        expect(census.high - census.low).toBeCloseTo(0, 12);
      }),
    );
  });

  it('the mean of a score has a t interval', () => {
    const scores = [cellOf(100, [80, 90, 85]), cellOf(50, [60, 70])];
    const { low, high } = stratifiedMeanInterval(scores, { scope: 'process' });
    const { estimate, seProcess, df } = stratifiedMean(scores);
    expect(df).toBe(3);
    expect((high - low) / 2 / seProcess).toBeCloseTo(3.182446, 6);
    expect((high + low) / 2).toBeCloseTo(estimate, 12);
  });

  it('Korn–Graubard never claims more than n reviews, and is Clopper–Pearson for one stratum', () => {
    fc.assert(
      fc.property(cell, ({ n, x }) => {
        fc.pre(n > 1);
        const { estimate, seProcess, df } = stratifiedMean([passCell({ N: 10_000, n, x })]);
        const interval = kornGraubard({ estimate, se: seProcess, n, df });
        const exact = clopperPearson({ x, n });
        expect(interval.low).toBeLessThanOrEqual(exact.low + 1e-9);
        expect(interval.high).toBeGreaterThanOrEqual(exact.high - 1e-9);
      }),
    );
  });

  it('a domain over all rows is the stratified mean', () => {
    const rows = [1, 0, 1, 1].map((y) => ({ y, isInDomain: true }));
    const strata = [
      { N: 40, rows },
      { N: 10, rows: rows.slice(0, 3) },
    ];
    const domain = stratifiedDomainMean(strata);
    const whole = stratifiedMean(
      strata.map(({ N, rows: of }) =>
        cellOf(
          N,
          of.map(({ y }) => y),
        ),
      ),
    );
    expect(domain.estimate).toBeCloseTo(whole.estimate, 12);
    expect(domain.se).toBeCloseTo(whole.seLot, 12);
  });
});

describe('the rule for insufficient data', () => {
  it.each([
    [{ estimate: 0.9, interval: { low: 0.8, high: 0.96 }, n: 0, nEff: 0 }, 'nothing-reviewed'],
    [{ estimate: 0.9, interval: { low: 0.8, high: 0.96 }, n: 29, nEff: 29 }, 'too-few-reviewed'],
    [{ estimate: 0.9, interval: { low: 0.8, high: 0.96 }, n: 60, nEff: 25 }, 'too-few-effective'],
    [{ estimate: 0.9, interval: { low: 0.8, high: 0.96 }, n: 60, nEff: 40 }, null],
    [{ estimate: 0.5, interval: { low: 0.34, high: 0.66 }, n: 40, nEff: 40 }, 'too-wide'],
    [{ estimate: 0.05, interval: { low: 0.01, high: 0.1 }, n: 90, nEff: 90 }, 'too-wide-for-its-size'],
    [{ estimate: 0.01, interval: { low: 0, high: 0.05 }, n: 200, nEff: 200 }, null],
    [{ estimate: 0, interval: { low: 0, high: 0.06 }, n: 60, nEff: 60 }, 'too-wide-for-its-size'],
  ])('%j: %s', (input, wanted) => {
    expect(insufficientReason(input)).toBe(wanted);
  });
});

describe('the miss rate of a detection rule', () => {
  it('worked example', () => {
    const got = missRate([{ N: 15_000, n: 300, bad: 12, missed: 3 }]);
    expect(got.estimate).toBeCloseTo(0.25, 12);
    expect(got.interval.low).toBeCloseTo(0.055, 3);
    expect(got.interval.high).toBeCloseTo(0.572, 3);
    expect(got.missedTotal.estimate).toBeCloseTo(150, 9);
    expect(got.missedTotal.interval.low).toBeCloseTo(52, 0);
    expect(got.missedTotal.interval.high).toBeCloseTo(432, 0);
  });

  it('weighs strata by their size, and says nothing of a share where none is bad', () => {
    const got = missRate([
      { N: 1000, n: 100, bad: 10, missed: 0 },
      { N: 9000, n: 100, bad: 10, missed: 5 },
    ]);
    expect(got.estimate).toBeCloseTo(450 / 1000, 12);
    expect(got.interval.low).toBeLessThan(0.45);
    expect(got.interval.high).toBeGreaterThan(0.45);
    const none = missRate([{ N: 1000, n: 100, bad: 0, missed: 0 }]);
    expect([none.estimate, none.interval]).toEqual([null, { low: 0, high: 1 }]);
    expect(none.missedTotal.interval.high).toBeGreaterThan(0);
  });

  it('covers the truth in at least 95 % of simulated months', () => {
    let state = 12345;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let covered = 0;
    for (let month = 0; month < 600; month++) {
      const draw = (N: number, n: number, badRate: number, miss: number) => {
        const bad = Array.from({ length: n }, next).filter((u) => u < badRate).length;
        return { N, n, bad, missed: Array.from({ length: bad }, next).filter((u) => u < miss).length };
      };
      const { interval } = missRate([draw(8000, 150, 0.1, 0.2), draw(2000, 150, 0.3, 0.5)]);
      const truth = (8000 * 0.1 * 0.2 + 2000 * 0.3 * 0.5) / (8000 * 0.1 + 2000 * 0.3);
      covered += truth >= interval.low && truth <= interval.high ? 1 : 0;
    }
    expect(covered / 600).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 600));
  });
});

describe('impossible input', () => {
  const one: Observation = { pi: 0.5, y: 1 };
  it.each([
    ['out-of-range', () => wilson({ x: 3, n: 2 })],
    ['out-of-range', () => wilson({ x: 0, n: 0 })],
    ['not-an-integer', () => clopperPearson({ x: 0.5, n: 2 })],
    ['out-of-range', () => jeffreys({ x: 1, n: 2 }, 1)],
    ['out-of-range', () => wilson({ x: 1, n: 2 }, 95)],
    ['out-of-range', () => wilsonOfEstimate(1.1, 5)],
    ['out-of-range', () => wilsonOfEstimate(0.5, 0)],
    ['out-of-range', () => confidenceSequence({ x: -1, n: 2 })],
    ['empty', () => horvitzThompsonTotal([])],
    ['out-of-range', () => hajekMean([{ pi: 0, y: 1 }])],
    ['out-of-range', () => hajekMean([one, { pi: 1.01, y: 1 }])],
    ['not-finite', () => hajekMean([{ pi: 1, y: NaN }])],
    ['empty', () => hajekDomainMean([one], () => false)],
    ['empty', () => kishEffectiveSize([])],
    ['out-of-range', () => kishEffectiveSize([1, 0])],
    ['empty', () => cellOf(5, [])],
    ['out-of-range', () => cellOf(1, [1, 2])],
    ['out-of-range', () => passCell({ N: 5, n: 5, x: 6 })],
    ['empty', () => stratifiedMean([])],
    ['out-of-range', () => stratifiedMean([{ N: 5, n: 0, mean: 0, variance: 0 }])],
    ['out-of-range', () => stratifiedMean([{ N: 5, n: 2, mean: 0, variance: -1 }])],
    ['not-estimable', () => stratifiedMeanInterval([cellOf(5, [1])])],
    ['empty', () => stratifiedDomainMean([])],
    ['empty', () => stratifiedDomainMean([{ N: 3, rows: [] }])],
    ['empty', () => stratifiedDomainMean([{ N: 3, rows: [{ y: 1, isInDomain: false }] }])],
    ['not-estimable', () => stratifiedDomainMean([{ N: 3, rows: [{ y: 1, isInDomain: true }] }])],
    ['empty', () => moverWilson([])],
    ['out-of-range', () => moverWilson([{ N: 3, n: 4, x: 1 }])],
    ['out-of-range', () => designEffectiveSize({ estimate: 0.5, se: -1, n: 5, df: 4 })],
    ['not-estimable', () => kornGraubard({ estimate: 0.5, se: 0.1, n: 5, df: 0 })],
    ['empty', () => missRate([])],
    ['out-of-range', () => missRate([{ N: 10, n: 5, bad: 2, missed: 3 }])],
  ])('%s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
