import fc from 'fast-check';
import { z } from 'zod';
import { StatisticsError } from '../errors';
import { confidenceSequence } from '../estimation/confidence-sequence';
import { wilson } from '../estimation/proportion';
import { moverDifference, newcombeDifference } from './difference';
import { rankGroups, type Comparable } from './groups';
import { adjustBenjaminiHochberg, adjustBenjaminiYekutieli, adjustHolm } from './multiplicity';
import file from './vectors/comparisons_sequential.json';

const within = (got: number | undefined, wanted: number): void => {
  expect(Math.abs((got ?? NaN) - wanted)).toBeLessThanOrEqual(file.tolerance.abs);
};
const pair = z.tuple([z.number(), z.number()]);
const difference = z.object({
  input: z.object({ x1: z.number(), n1: z.number(), x2: z.number(), n2: z.number(), conf: z.number() }),
  expected: z.object({ difference: z.number(), ci: pair }),
});
const adjust = z.object({
  input: z.object({ p: z.array(z.number()) }),
  expected: z.object({ bh: z.array(z.number()), holm: z.array(z.number()), by: z.array(z.number()) }),
});
const sequence = z.object({
  input: z.object({ x: z.number(), n: z.number(), alpha: z.number() }),
  expected: z.object({ interval: pair }),
});

const checks: Record<string, (testCase: unknown) => void> = {
  newcombe_difference: (testCase) => {
    const { input, expected } = difference.parse(testCase);
    const got = newcombeDifference({ x: input.x1, n: input.n1 }, { x: input.x2, n: input.n2 }, input.conf);
    within(got.difference, expected.difference);
    within(got.interval.low, expected.ci[0]);
    within(got.interval.high, expected.ci[1]);
  },
  p_adjust: (testCase) => {
    const { input, expected } = adjust.parse(testCase);
    const [bh, holm, by] = [adjustBenjaminiHochberg, adjustHolm, adjustBenjaminiYekutieli].map((f) =>
      f(input.p),
    );
    expected.bh.forEach((wanted, index) => within(bh?.[index], wanted));
    expected.holm.forEach((wanted, index) => within(holm?.[index], wanted));
    expected.by.forEach((wanted, index) => within(by?.[index], wanted));
  },
  confidence_sequence_beta_binomial: (testCase) => {
    const { input, expected } = sequence.parse(testCase);
    const { low, high } = confidenceSequence({ x: input.x, n: input.n }, 1 - input.alpha);
    within(low, expected.interval[0]);
    within(high, expected.interval[1]);
  },
};

describe('comparisons_sequential.json', () => {
  it('has a check for every case', () => {
    expect(file.cases).toHaveLength(file.n_cases);
    expect(file.cases.filter(({ kind }) => !checks[kind])).toEqual([]);
  });
  for (const testCase of file.cases) {
    it(`comparisons_sequential.json ${testCase.id}`, () => checks[testCase.kind]?.(testCase));
  }
});

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof StatisticsError ? error.code : 'another error';
  }
  return 'no error';
};
const vendor = (id: string, x: number, n: number): Comparable => ({
  id,
  estimate: x / n,
  intervalAt: (level) => wilson({ x, n }, level),
});

describe('adjusting p-values', () => {
  it('worked example', () => {
    expect(adjustBenjaminiHochberg([0.01, 0.04, 0.03])).toEqual([0.03, 0.04, 0.04]);
    adjustHolm([0.01, 0.04, 0.03]).forEach((p, index) =>
      expect(p).toBeCloseTo([0.03, 0.06, 0.06][index] ?? NaN, 12),
    );
    expect(adjustBenjaminiHochberg([])).toEqual([]);
  });

  it('never lowers one, keeps their order, and Holm is at least Benjamini–Hochberg', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (ps) => {
        const [bh, holm, by] = [adjustBenjaminiHochberg(ps), adjustHolm(ps), adjustBenjaminiYekutieli(ps)];
        ps.forEach((p, i) => {
          expect(bh[i]).toBeGreaterThanOrEqual(p - 1e-15);
          expect((holm[i] ?? 0) - (bh[i] ?? 0)).toBeGreaterThanOrEqual(-1e-12);
          expect((by[i] ?? 0) - (bh[i] ?? 0)).toBeGreaterThanOrEqual(-1e-12);
          ps.forEach((q, j) => {
            if (p < q) {
              expect(bh[i]).toBeLessThanOrEqual(bh[j] ?? NaN);
              expect(holm[i]).toBeLessThanOrEqual(holm[j] ?? NaN);
            }
          });
        });
      }),
    );
  });

  it('refuses what is no p-value', () => {
    expect(code(() => adjustHolm([0.5, 1.5]))).toBe('out-of-range');
    expect(code(() => adjustBenjaminiHochberg([NaN]))).toBe('not-finite');
  });
});

describe('differences', () => {
  it('change sign when the sides are swapped, contain the difference, and stay within -1..1', () => {
    const count = fc
      .integer({ min: 1, max: 500 })
      .chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }));
    fc.assert(
      fc.property(count, count, (a, b) => {
        const one = newcombeDifference(a, b);
        const other = newcombeDifference(b, a);
        expect(one.interval.low).toBeCloseTo(-other.interval.high, 12);
        expect(one.interval.low).toBeLessThanOrEqual(one.difference);
        expect(one.interval.high).toBeGreaterThanOrEqual(one.difference);
        expect(one.interval.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(one.interval.high).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('refuses an estimate outside its interval', () => {
    const good = { estimate: 0.5, interval: { low: 0.4, high: 0.6 } };
    expect(code(() => moverDifference(good, { ...good, estimate: 0.7 }))).toBe('out-of-range');
    expect(code(() => moverDifference({ ...good, estimate: NaN }, good))).toBe('not-finite');
  });
});

describe('vendors that cannot be told apart', () => {
  it('worked example', () => {
    const { groups, pairs } = rankGroups([vendor('c', 60, 100), vendor('a', 90, 100), vendor('b', 88, 100)]);
    expect(groups).toEqual([['a', 'b'], ['c']]);
    expect(pairs.map(({ a, b, isTold }) => [a, b, isTold])).toEqual([
      ['a', 'b', false],
      ['a', 'c', true],
      ['b', 'c', true],
    ]);
  });

  it('lets a middle one stand in two groups', () => {
    const { groups } = rankGroups([
      vendor('low', 70, 100),
      vendor('middle', 80, 100),
      vendor('high', 90, 100),
    ]);
    expect(groups).toEqual([
      ['high', 'middle'],
      ['middle', 'low'],
    ]);
  });

  it('gives a p-value at which the interval just touches 0', () => {
    const { pairs } = rankGroups([vendor('a', 80, 100), vendor('b', 65, 100)]);
    const p = pairs[0]?.p ?? NaN;
    expect(newcombeDifference({ x: 80, n: 100 }, { x: 65, n: 100 }, 1 - p).interval.low).toBeCloseTo(0, 9);
  });

  it('tells equal vendors apart in at most 5 % of tables of four', () => {
    let seed = 7;
    const next = (): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    let wrong = 0;
    for (let table = 0; table < 400; table++) {
      const items = ['a', 'b', 'c', 'd'].map((id) => {
        const x = Array.from({ length: 120 }, next).filter((u) => u < 0.9).length;
        return vendor(id, x, 120);
      });
      wrong += rankGroups(items).pairs.some(({ isTold }) => isTold) ? 1 : 0;
    }
    expect(wrong / 400).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  });

  it.each([
    ['empty', () => rankGroups([])],
    ['duplicate', () => rankGroups([vendor('a', 1, 2), vendor('a', 1, 2)])],
    ['out-of-range', () => rankGroups([vendor('a', 1, 2)], 95)],
  ])('refuses: %s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
