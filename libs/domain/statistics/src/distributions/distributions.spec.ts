import fc from 'fast-check';
import { StatisticsError } from '../errors';
import { betaCdf, betaQuantile } from './beta';
import { binomialCdf, binomialPmf, binomialUpperTail } from './binomial';
import { fCdf, fQuantile } from './f';
import { hypergeometricCdf, hypergeometricPmf } from './hypergeometric';
import reference from './vectors/quantiles.json';
import { criticalZ, normalCdf, normalQuantile } from './normal';
import { tCdf, tQuantile } from './student-t';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof StatisticsError ? `${error.code} ${error.argument}` : 'another error';
  }
  return 'no error';
};

/** Relative distance, for values that may be far below 1. */
const relative = (got: number, wanted: number): number => Math.abs(got - wanted) / Math.abs(wanted);

describe('quantiles against 30-digit values (vectors/quantiles.json)', () => {
  it.each(reference.beta)('beta $p of ($a, $b)', ({ p, a, b, x }) => {
    expect(relative(betaQuantile(p, { a, b }), x)).toBeLessThan(reference.tolerance.rel);
    expect(relative(betaCdf(x, { a, b }), p)).toBeLessThan(1e-11);
  });

  it.each(reference.t)('t $p of $df', ({ p, df, x }) => {
    expect(relative(tQuantile(p, df), x)).toBeLessThan(reference.tolerance.rel);
    expect(relative(tCdf(x, df), p)).toBeLessThan(1e-11);
  });

  it.each(reference.normal)('normal $p', ({ p, x }) => {
    expect(relative(normalQuantile(p), x)).toBeLessThan(reference.tolerance.rel);
    expect(relative(normalCdf(x), p)).toBeLessThan(1e-11);
  });
});

describe('exact sums', () => {
  const choose = (n: number, k: number): bigint =>
    Array.from({ length: k }, (_, i) => BigInt(i)).reduce((c, i) => (c * (BigInt(n) - i)) / (i + 1n), 1n);
  const ratio = (a: bigint, b: bigint): number => Number((a * 10n ** 30n) / b) / 1e30;

  it.each([
    { N: 10, D: 2, n: 5 },
    { N: 2000, D: 80, n: 125 },
    { N: 50, D: 45, n: 20 },
    { N: 7, D: 0, n: 3 },
    { N: 7, D: 7, n: 7 },
  ])('hypergeometric N=$N D=$D n=$n is the ratio of counts', ({ N, D, n }) => {
    let sum = 0;
    for (let x = 0; x <= n; x++) {
      const possible = x <= D && n - x <= N - D;
      const exact = possible ? ratio(choose(D, x) * choose(N - D, n - x), choose(N, n)) : 0;
      sum += exact;
      expect(Math.abs(hypergeometricPmf(x, { N, D, n }) - exact)).toBeLessThan(1e-13);
      expect(Math.abs(hypergeometricCdf(x, { N, D, n }) - sum)).toBeLessThan(1e-12);
    }
  });

  it('binomial is the ratio of counts at p = 1/2', () => {
    let sum = 0;
    for (let x = 0; x <= 60; x++) {
      const exact = ratio(choose(60, x), 2n ** 60n);
      sum += exact;
      expect(Math.abs(binomialPmf(x, { n: 60, p: 0.5 }) - exact)).toBeLessThan(1e-14);
      expect(Math.abs(binomialCdf(x, { n: 60, p: 0.5 }) - sum)).toBeLessThan(1e-13);
    }
  });
});

describe('worked examples', () => {
  it.each([
    ['normalCdf(1.96)', normalCdf(1.96), 0.9750021],
    ['criticalZ(0.95)', criticalZ(0.95), 1.959964],
    ['betaQuantile, 0 of 20', betaQuantile(0.975, { a: 1, b: 20 }), 1 - 0.025 ** (1 / 20)],
    ['tQuantile(0.975, 9)', tQuantile(0.975, 9), 2.2621572],
    ['tCdf(2.262157, 9)', tCdf(2.2621572, 9), 0.975],
    ['fQuantile is a squared t', fQuantile(0.95, { df1: 1, df2: 10 }), tQuantile(0.975, 10) ** 2],
    ['fCdf', fCdf(4.9646027, { df1: 1, df2: 10 }), 0.95],
    ['binomialPmf', binomialPmf(1, { n: 3, p: 0.5 }), 0.375],
    ['binomialCdf, n = 125, Ac = 10 at 8 %', binomialCdf(10, { n: 125, p: 0.08 }), 0.583],
    ['binomialUpperTail', binomialUpperTail(3, { n: 3, p: 0.1 }), 0.001],
    ['hypergeometricPmf', hypergeometricPmf(1, { N: 10, D: 2, n: 5 }), 5 / 9],
    ['hypergeometricCdf', hypergeometricCdf(0, { N: 10, D: 2, n: 5 }), 2 / 9],
  ])('%s', (name, got, wanted) => {
    expect(Math.abs(got - wanted)).toBeLessThan(name.startsWith('binomialCdf') ? 5e-4 : 1e-7);
  });
});

describe('laws', () => {
  const p = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
  const shape = fc.double({ min: 0.05, max: 5000, noNaN: true });

  it('a quantile is undone by its distribution function', () => {
    fc.assert(
      fc.property(p, shape, shape, (prob, a, b) => {
        const x = betaQuantile(prob, { a, b });
        fc.pre(x > 1e-300 && x < 1 - 1e-12);
        // Near 1 with a small b the distribution climbs by more than 1e-9 from one double to the next.
        expect(betaCdf(x * (1 - Number.EPSILON), { a, b }) - prob).toBeLessThan(1e-9);
        expect(betaCdf(Math.min(1, x * (1 + Number.EPSILON)), { a, b }) - prob).toBeGreaterThan(-1e-9);
      }),
    );
    fc.assert(
      fc.property(p, (prob) => {
        expect(Math.abs(normalCdf(normalQuantile(prob)) - prob)).toBeLessThan(1e-14);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (prob, df1, df2) => {
        const f = fQuantile(prob, { df1, df2 });
        fc.pre(f > 1e-200 && f < 1e200);
        expect(Math.abs(fCdf(f, { df1, df2 }) - prob)).toBeLessThan(1e-9);
      }),
    );
  });

  it('both binomial tails make one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, prob) => {
          const x = Math.floor(n * prob);
          const sum = binomialCdf(x, { n, p: prob }) + binomialUpperTail(x + 1, { n, p: prob });
          expect(Math.abs(sum - 1)).toBeLessThan(1e-11);
        },
      ),
    );
  });
});

describe('impossible input', () => {
  it.each([
    ['not-finite z', () => normalCdf(NaN)],
    ['out-of-range p', () => normalQuantile(0)],
    ['out-of-range p', () => normalQuantile(1)],
    ['out-of-range level', () => criticalZ(95)],
    ['out-of-range a', () => betaCdf(0.5, { a: 0, b: 1 })],
    ['out-of-range p', () => betaQuantile(1.01, { a: 1, b: 1 })],
    ['out-of-range df', () => tQuantile(0.5, 0)],
    ['out-of-range df2', () => fCdf(1, { df1: 1, df2: -1 })],
    ['not-an-integer n', () => binomialPmf(0, { n: 1.5, p: 0.5 })],
    ['out-of-range p', () => binomialCdf(0, { n: 1, p: -0.1 })],
    ['not-an-integer x', () => binomialUpperTail(0.5, { n: 1, p: 0.1 })],
    ['out-of-range D', () => hypergeometricPmf(0, { N: 5, D: 6, n: 1 })],
    ['out-of-range n', () => hypergeometricCdf(0, { N: 5, D: 1, n: 6 })],
  ])('%s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
