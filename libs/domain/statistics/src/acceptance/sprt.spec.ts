import fc from 'fast-check';
import { decideNow, followSprt, sprtLimits, sprtNumbers, type SprtTest } from './sprt';
import { sprtApproximation, sprtCharacteristics } from './sprt-characteristics';

const test: SprtTest = { good: 0.01, bad: 0.1, alpha: 0.05, beta: 0.1 };
const release: SprtTest = { good: 0.02, bad: 0.08, alpha: 0.05, beta: 0.1 };
const someTest = fc
  .record({ good: fc.integer({ min: 1, max: 15 }), times: fc.integer({ min: 2, max: 5 }) })
  .map(({ good, times }) => ({ good: good / 100, bad: (good * times) / 100, alpha: 0.05, beta: 0.1 }));

const none = (length: number): boolean[] => Array.from({ length }, () => false);

describe('sprt', () => {
  it('gives the worked examples', () => {
    const limits = sprtLimits(test);
    expect(limits.slope).toBeCloseTo(0.0397, 4);
    expect(limits.acceptIntercept).toBeCloseTo(0.939, 3);
    expect(limits.rejectIntercept).toBeCloseTo(1.205, 3);
    expect(sprtNumbers(test, 24)).toEqual({ acceptAtMost: 0, rejectAtLeast: 3 });
    expect(sprtNumbers(test, 10).acceptAtMost).toBeNull();
    expect(followSprt(test, [true, true, false])).toMatchObject({ decision: 'reject', decidedAt: 2 });
    expect(followSprt(test, none(30))).toMatchObject({ decision: 'accept', decidedAt: 24 });
  });

  it('decides by the lines as by the ratio', () => {
    fc.assert(
      fc.property(someTest, fc.array(fc.boolean(), { maxLength: 80 }), (one, fails) => {
        const { decision, decidedAt } = followSprt(one, fails);
        const n = decidedAt ?? fails.length;
        if (n === 0) return;
        const count = fails.slice(0, n).filter(Boolean).length;
        const { acceptAtMost, rejectAtLeast } = sprtNumbers(one, n);
        expect(decision === 'accept').toBe(acceptAtMost !== null && count <= acceptAtMost);
        expect(decision === 'reject').toBe(rejectAtLeast !== null && count >= rejectAtLeast);
      }),
    );
  });

  it('decides a truncated test by the sign', () => {
    expect(followSprt(test, none(10), 10)).toMatchObject({ decision: 'accept', decidedAt: 10 });
    expect(followSprt(test, [...none(9), true], 10)).toMatchObject({ decision: 'reject', decidedAt: 10 });
    expect(decideNow(sprtLimits(test), 0)).toBe('accept');
  });

  it.each([
    ['good above bad', { ...test, good: 0.2 }],
    ['a rate of 0', { ...test, good: 0 }],
    ['errors that leave nothing', { ...test, alpha: 0.6, beta: 0.4 }],
  ])('refuses %s', (_, bad) => {
    expect(() => sprtLimits(bad)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  });
});

describe('sprtCharacteristics', () => {
  it('gives the worked example', () => {
    const atGood = sprtCharacteristics(release, 0.02);
    expect(atGood.rejectProbability).toBeCloseTo(0.031, 3);
    expect(Math.round(atGood.meanSampleNumber)).toBe(62);
    const atBad = sprtCharacteristics(release, 0.08);
    expect(atBad.acceptProbability).toBeCloseTo(0.099, 3);
    expect(Math.round(atBad.meanSampleNumber)).toBe(54);
  });

  it("keeps Wald's bounds on both errors, which add up to less than alpha + beta", () => {
    fc.assert(
      fc.property(someTest, (one) => {
        const atGood = sprtCharacteristics(one, one.good);
        const atBad = sprtCharacteristics(one, one.bad);
        expect(atGood.rejectProbability).toBeLessThanOrEqual(one.alpha / (1 - one.beta));
        expect(atBad.acceptProbability).toBeLessThanOrEqual(one.beta / (1 - one.alpha));
        expect(atGood.rejectProbability + atBad.acceptProbability).toBeLessThanOrEqual(one.alpha + one.beta);
        expect(atGood.acceptProbability + atGood.rejectProbability).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    );
  });

  it('never needs more than the truncation allows', () => {
    const truncated = sprtCharacteristics(release, 0.04, 98);
    expect(truncated.acceptProbability + truncated.rejectProbability).toBeCloseTo(1, 12);
    expect(truncated.meanSampleNumber).toBeLessThan(sprtCharacteristics(release, 0.04).meanSampleNumber);
  });

  it('refuses a rate of 0', () => {
    expect(() => sprtCharacteristics(test, 0)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  });
});

describe('sprtApproximation', () => {
  it('gives the worked example', () => {
    const got = sprtApproximation(test, 1);
    expect(got.p).toBeCloseTo(0.01, 12);
    expect(got.acceptProbability).toBeCloseTo(0.95, 12);
    expect(got.meanSampleNumber).toBeCloseTo(28, 1);
  });

  it('is continuous where the drift vanishes', () => {
    const [below, at, above] = [-1e-5, 0, 1e-5].map((h) => sprtApproximation(test, h));
    expect(at?.p).toBeCloseTo(((below?.p ?? 0) + (above?.p ?? 0)) / 2, 7);
    expect(at?.acceptProbability).toBeCloseTo(above?.acceptProbability ?? 0, 4);
    expect(Math.abs((at?.meanSampleNumber ?? 0) - (above?.meanSampleNumber ?? 0))).toBeLessThan(0.01);
  });
});
