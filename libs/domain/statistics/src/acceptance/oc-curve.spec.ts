import fc from 'fast-check';
import {
  acceptanceProbability,
  lotAcceptanceProbability,
  nonconformityAcceptanceProbability,
} from './oc-curve';
import { twoPointPlan } from './two-point-plan';

const rule = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.nat(20))
  .map(([n, c]) => ({ n, acceptanceNumber: Math.min(n, c) }));
const fraction = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

describe('acceptance probabilities', () => {
  it.each([
    [0.04, 0.988],
    [0.05, 0.951],
    [0.08, 0.583],
    [0.1, 0.284],
    [0.12, 0.103],
  ])('worked example: n 125, Ac 10 at %d → %d', (p, expected) => {
    expect(acceptanceProbability({ n: 125, acceptanceNumber: 10 }, p)).toBeCloseTo(expected, 3);
  });

  it('gives the worked examples of the finite lot and of nonconformities', () => {
    const lot = { lotSize: 80, nonconforming: 2 };
    expect(lotAcceptanceProbability({ n: 13, acceptanceNumber: 0 }, lot)).toBeCloseTo(0.6997, 4);
    expect(nonconformityAcceptanceProbability({ n: 125, acceptanceNumber: 5 }, 0.04)).toBeCloseTo(0.616, 4);
  });

  it('falls as quality gets worse, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(rule, fraction, fraction, (one, a, b) => {
        const [better, worse] = [Math.min(a, b), Math.max(a, b)];
        for (const curve of [acceptanceProbability, nonconformityAcceptanceProbability]) {
          expect(curve(one, better)).toBeGreaterThanOrEqual(curve(one, worse) - 1e-12);
          expect(curve(one, worse)).toBeGreaterThanOrEqual(0);
          expect(curve(one, better)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is certain for a whole lot inspected, one way or the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.nat(200), (lotSize, d, c) => {
        const lot = { lotSize, nonconforming: Math.min(d, lotSize) };
        const acceptanceNumber = Math.min(c, lotSize);
        expect(lotAcceptanceProbability({ n: lotSize, acceptanceNumber }, lot)).toBe(
          lot.nonconforming <= acceptanceNumber ? 1 : 0,
        );
      }),
    );
  });

  it('tends to the process as the lot grows', () => {
    const one = { n: 50, acceptanceNumber: 2 };
    const lot = { lotSize: 1_000_000, nonconforming: 40_000 };
    expect(lotAcceptanceProbability(one, lot)).toBeCloseTo(acceptanceProbability(one, 0.04), 4);
  });

  it.each([
    ['no sample', () => acceptanceProbability({ n: 0, acceptanceNumber: 0 }, 0.1), 'out-of-range'],
    ['Ac above n', () => acceptanceProbability({ n: 2, acceptanceNumber: 3 }, 0.1), 'out-of-range'],
    ['p above 1', () => acceptanceProbability({ n: 2, acceptanceNumber: 1 }, 1.1), 'out-of-range'],
    [
      'a sample above the lot',
      () => lotAcceptanceProbability({ n: 9, acceptanceNumber: 1 }, { lotSize: 8, nonconforming: 1 }),
      'out-of-range',
    ],
    [
      'a negative rate',
      () => nonconformityAcceptanceProbability({ n: 2, acceptanceNumber: 1 }, -1),
      'out-of-range',
    ],
  ])('refuses %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code }));
  });
});

describe('twoPointPlan', () => {
  const points = (good: number, bad: number) => ({
    good: { p: good, leastAccepted: 0.95 },
    bad: { p: bad, mostAccepted: 0.1 },
  });

  it('gives the worked example', () => {
    expect(twoPointPlan(points(0.01, 0.05))).toEqual({ n: 132, acceptanceNumber: 3 });
  });

  it('keeps both promises, and no smaller sample with the same Ac does', () => {
    const pair = fc.tuple(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 3, max: 8 }));
    fc.assert(
      fc.property(pair, ([thousandths, times]) => {
        const [good, bad] = [thousandths / 1000, (thousandths * times) / 1000];
        const plan = twoPointPlan(points(good, bad));
        expect(acceptanceProbability(plan, good)).toBeGreaterThanOrEqual(0.95);
        expect(acceptanceProbability(plan, bad)).toBeLessThanOrEqual(0.1);
        const smaller = { ...plan, n: plan.n - 1 };
        if (smaller.n > plan.acceptanceNumber) {
          expect(acceptanceProbability(smaller, bad)).toBeGreaterThan(0.1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('rounds a finite lot to whole items on the safe side', () => {
    const plan = twoPointPlan(points(0.013, 0.087), { kind: 'hypergeometric', lotSize: 150 });
    expect(lotAcceptanceProbability(plan, { lotSize: 150, nonconforming: 2 })).toBeGreaterThanOrEqual(0.95);
    expect(lotAcceptanceProbability(plan, { lotSize: 150, nonconforming: 13 })).toBeLessThanOrEqual(0.1);
  });

  it.each([
    ['good not better than bad', points(0.05, 0.05), { kind: 'binomial' }, 'out-of-range'],
    ['a rate of 0', points(0, 0.05), { kind: 'binomial' }, 'out-of-range'],
    ['a lot too small to tell', points(0.04, 0.05), { kind: 'hypergeometric', lotSize: 10 }, 'infeasible'],
    ['rates too close', points(0.05, 0.050001), { kind: 'poisson' }, 'infeasible'],
  ] as const)('refuses %s', (_, both, model, code) => {
    expect(() => twoPointPlan(both, model)).toThrow(expect.objectContaining({ code }));
  });
});
