import fc from 'fast-check';
import { z } from 'zod';
import { StatisticsError } from '../errors';
import { wilson } from '../estimation/proportion';
import {
  allocateBudget,
  costOptimal,
  exactNeyman,
  neyman,
  neymanWithin,
  proportionalWithMinima,
} from './allocation';
import { newAgentTier } from './new-agent';
import { sampleSize, sampleSizeFinite, sampleSizeWilson, topUp } from './sample-size';
import { passRateSpread, plannedStandardError, type BoundedStratum } from './stratum';
import file from './vectors/allocation.json';

const within = (got: number | undefined, wanted: number): void => {
  const { abs, rel } = file.tolerance;
  expect(Math.abs((got ?? NaN) - wanted)).toBeLessThanOrEqual(
    Math.max(abs, rel * Math.max(1, Math.abs(wanted))),
  );
};
const list = z.array(z.number());
const allocated = z.object({ n_h: list, se_mean: z.number().optional(), n_total: z.number().optional() });
const columns = (input: unknown): Record<'N' | 'S' | 'cost' | 'min' | 'max', number>[] => {
  const {
    N_h = [],
    S_h = [],
    cost_h = [],
    min_h = [],
    max_h = [],
  } = z.object({ N_h: list, S_h: list, cost_h: list, min_h: list, max_h: list }).partial().parse(input);
  return N_h.map((N, i) => ({
    N,
    S: S_h[i] ?? 0,
    cost: cost_h[i] ?? 0,
    min: min_h[i] ?? 0,
    max: max_h[i] ?? N,
  }));
};
const numberOf = (input: unknown, name: string): number =>
  z
    .record(z.string(), z.unknown())
    .transform((r) => z.number().parse(r[name]))
    .parse(input);

/** Holds the allocation, and where stated its standard error and total, against the expected ones. */
function compare(input: unknown, expected: unknown, got: readonly number[]): void {
  const wanted = allocated.parse(expected);
  expect(got).toHaveLength(wanted.n_h.length);
  wanted.n_h.forEach((n, index) => within(got[index], n));
  if (wanted.se_mean !== undefined) {
    within(plannedStandardError(columns(input), got), wanted.se_mean);
  }
  if (wanted.n_total !== undefined) {
    within(
      got.reduce((sum, n) => sum + n, 0),
      wanted.n_total,
    );
  }
}

const checks: Record<string, (input: unknown, expected: unknown) => void> = {
  neyman_continuous: (input, expected) =>
    compare(input, expected, neyman(columns(input), numberOf(input, 'n'))),
  cost_budget_continuous: (input, expected) =>
    compare(input, expected, costOptimal(columns(input), numberOf(input, 'budget'))),
  neyman_box_continuous: (input, expected) =>
    compare(input, expected, neymanWithin(columns(input), numberOf(input, 'n'))),
  neyman_integer_exact: (input, expected) =>
    compare(input, expected, exactNeyman(columns(input), numberOf(input, 'n'))),
  proportional_integer_min: (input, expected) =>
    compare(input, expected, proportionalWithMinima(columns(input), numberOf(input, 'n'))),
  sample_size_infinite: (input, expected) => {
    const target = {
      p: numberOf(input, 'p'),
      halfWidth: numberOf(input, 'half_width'),
      level: numberOf(input, 'conf'),
    };
    within(sampleSize(target), numberOf(expected, 'n_normal'));
    within(Math.ceil(sampleSize(target)), numberOf(expected, 'n_normal_ceil'));
    within(sampleSizeWilson(target), numberOf(expected, 'n_wilson'));
    within(Math.ceil(sampleSizeWilson(target)), numberOf(expected, 'n_wilson_min_integer'));
  },
  sample_size_fpc: (input, expected) => {
    const target = {
      p: numberOf(input, 'p'),
      halfWidth: numberOf(input, 'half_width'),
      level: numberOf(input, 'conf'),
    };
    const n = sampleSizeFinite(target, numberOf(input, 'N'));
    within(n, numberOf(expected, 'n_normal_fpc'));
    within(Math.ceil(n), numberOf(expected, 'n_ceil'));
  },
  quota_topup: (input, expected) => {
    const got = topUp({
      x: numberOf(input, 'x'),
      n: numberOf(input, 'n'),
      N: numberOf(input, 'N'),
      halfWidth: numberOf(input, 'half_width'),
      level: numberOf(input, 'conf'),
    });
    within(got.planningRate, numberOf(expected, 'planning_p'));
    within(got.unlimited, numberOf(expected, 'n0'));
    within(got.required, numberOf(expected, 'n_required'));
    within(got.additional, numberOf(expected, 'additional'));
  },
};

describe('allocation.json', () => {
  it('has a check for every case', () => {
    expect(file.cases).toHaveLength(file.n_cases);
    expect(file.cases.filter(({ kind }) => !checks[kind])).toEqual([]);
  });
  it.each(file.cases)('allocation.json $id', ({ kind, input, expected }) => checks[kind]?.(input, expected));
});

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof StatisticsError ? error.code : 'another error';
  }
  return 'no error';
};

describe('worked examples', () => {
  it('Neyman', () => {
    expect(
      neyman(
        [
          { N: 100, S: 0.5 },
          { N: 300, S: 0.1 },
        ],
        80,
      ),
    ).toEqual([50, 30]);
  });
  it('spread of a pass rate', () => {
    expect(passRateSpread(0.9)).toBeCloseTo(0.3, 12);
    expect(passRateSpread(1)).toBe(0.15);
  });
  it('standard error of a plan', () => {
    const strata = [
      { N: 9600, S: Math.sqrt(0.05 * 0.95) },
      { N: 400, S: Math.sqrt(0.45 * 0.55) },
    ];
    expect(plannedStandardError(strata, [192, 204])).toBeCloseTo(0.015, 3);
  });
  it('sample sizes', () => {
    expect(Math.ceil(sampleSize({ p: 0.9, halfWidth: 0.05 }))).toBe(139);
    expect(Math.ceil(sampleSize({ p: 0.9, halfWidth: 0.03 }))).toBe(385);
    expect(Math.ceil(sampleSize({ p: 0.9, halfWidth: 0.02 }))).toBe(865);
    expect(Math.ceil(sampleSizeFinite({ p: 0.9, halfWidth: 0.05 }, 200))).toBe(83);
  });
  it('new agents', () => {
    expect(newAgentTier({ days: 3, conversations: 20 })).toEqual({ step: 1, factor: 5 });
    expect(newAgentTier({ days: 3, conversations: 60 })).toEqual({ step: 2, factor: 3 });
    expect(newAgentTier({ days: 7, conversations: 0 })).toEqual({ step: 2, factor: 3 });
    expect(newAgentTier({ days: 400, conversations: 0 })).toEqual({ step: 0, factor: 1 });
  });
  it('a budget of minutes keeps the minima and is not overspent', () => {
    const strata = [
      { N: 5000, S: 0.3, min: 30, max: 5000, cost: 6 },
      { N: 400, S: 0.5, min: 30, max: 400, cost: 12 },
    ];
    const allocation = allocateBudget(strata, 1200);
    expect(allocation).toEqual([140, 30]);
    expect(code(() => allocateBudget(strata, 539))).toBe('infeasible');
  });
});

describe('laws', () => {
  const stratum = fc
    .record({ N: fc.integer({ min: 1, max: 400 }), S: fc.double({ min: 0.01, max: 2, noNaN: true }) })
    .chain(({ N, S }) =>
      fc.record({
        N: fc.constant(N),
        S: fc.constant(S),
        min: fc.integer({ min: 1, max: N }),
        max: fc.constant(N),
      }),
    );
  const plan = fc.array(stratum, { minLength: 1, maxLength: 5 }).chain((strata) => {
    const least = strata.reduce((sum, { min }) => sum + min, 0);
    const most = strata.reduce((sum, { max }) => sum + max, 0);
    return fc.record({
      strata: fc.constant<BoundedStratum[]>(strata),
      n: fc.integer({ min: least, max: most }),
    });
  });

  it('allocations within bounds add up, keep the bounds, and no whole one beats the exact one by a swap', () => {
    fc.assert(
      fc.property(plan, ({ strata, n }) => {
        for (const got of [
          neymanWithin(strata, n),
          exactNeyman(strata, n),
          proportionalWithMinima(strata, n),
        ]) {
          expect(got.reduce((sum, k) => sum + k, 0)).toBeCloseTo(n, 6);
          got.forEach((k, i) => {
            expect(k).toBeGreaterThanOrEqual((strata[i]?.min ?? NaN) - 1e-9);
            expect(k).toBeLessThanOrEqual((strata[i]?.max ?? NaN) + 1e-9);
          });
        }
        const exact = exactNeyman(strata, n);
        const best = plannedStandardError(strata, exact);
        expect(plannedStandardError(strata, neymanWithin(strata, n))).toBeLessThanOrEqual(best + 1e-9);
        exact.forEach((_k, i) =>
          exact.forEach((_m, j) => {
            const swapped = exact.map((k, index) => k + (index === i ? 1 : 0) - (index === j ? 1 : 0));
            const isAllowed = swapped.every(
              (k, s) => k >= (strata[s]?.min ?? 0) && k <= (strata[s]?.max ?? 0),
            );
            if (isAllowed) {
              expect(plannedStandardError(strata, swapped)).toBeGreaterThanOrEqual(best - 1e-12);
            }
          }),
        );
      }),
    );
  });

  it('a planned size keeps its promise: the Wilson interval is no wider than asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 20 }), (percent, points) => {
        const n = Math.ceil(sampleSizeWilson({ p: percent / 100, halfWidth: points / 100 })) * 100;
        const { low, high } = wilson({ x: (n * percent) / 100, n });
        expect((high - low) / 2).toBeLessThanOrEqual(points / 100);
      }),
    );
  });

  it('n of n still plans more reviews', () => {
    expect(topUp({ x: 20, n: 20, N: 5000, halfWidth: 0.05 }).additional).toBeGreaterThan(0);
  });
});

describe('impossible input', () => {
  const one: BoundedStratum = { N: 10, S: 1, min: 0, max: 10 };
  it.each([
    ['empty', () => neyman([], 5)],
    ['infeasible', () => neyman([{ N: 10, S: 0 }], 5)],
    ['out-of-range', () => neyman([{ N: 10, S: -1 }], 5)],
    ['not-an-integer', () => neyman([{ N: 10, S: 1 }], 5.5)],
    ['infeasible', () => exactNeyman([one], 11)],
    ['infeasible', () => neymanWithin([{ ...one, min: 5 }], 4)],
    ['out-of-range', () => exactNeyman([{ ...one, min: 5, max: 4 }], 5)],
    ['out-of-range', () => costOptimal([{ N: 10, S: 1, cost: 0 }], 5)],
    ['infeasible', () => proportionalWithMinima([{ N: 10, min: 5 }], 4)],
    ['length-mismatch', () => plannedStandardError([one], [1, 2])],
    ['out-of-range', () => plannedStandardError([one], [0])],
    ['out-of-range', () => sampleSize({ p: 1.2, halfWidth: 0.05 })],
    ['out-of-range', () => sampleSize({ p: 0.5, halfWidth: 5 })],
    ['out-of-range', () => topUp({ x: 3, n: 2, N: 5, halfWidth: 0.1 })],
    ['out-of-range', () => topUp({ x: 2, n: 3, N: 2, halfWidth: 0.1 })],
    ['out-of-range', () => newAgentTier({ days: -1, conversations: 0 })],
    [
      'out-of-range',
      () => newAgentTier({ days: 1, conversations: 0 }, [{ beforeDay: 5, beforeConversation: 9, factor: 0 }]),
    ],
  ])('%s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
