import fc from 'fast-check';
import { poissonCdf } from './poisson';

describe('poissonCdf', () => {
  it('gives the worked example', () => expect(poissonCdf(2, 3)).toBeCloseTo(8.5 * Math.exp(-3), 14));

  it.each([
    [-1, 3, 0],
    [0, 0, 1],
    [0, 2, Math.exp(-2)],
    [5, 0, 1],
  ])('P(X <= %i) at mean %d', (k, mean, expected) => expect(poissonCdf(k, mean)).toBeCloseTo(expected, 15));

  it('rises with k, falls with the mean, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.double({ min: 0, max: 400, noNaN: true }), (k, mean) => {
        const at = poissonCdf(k, mean);
        expect(at).toBeGreaterThanOrEqual(poissonCdf(k - 1, mean) - 1e-12);
        expect(at).toBeGreaterThanOrEqual(poissonCdf(k, mean + 1) - 1e-12);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['a negative mean', 1, -1, 'out-of-range'],
    ['half a count', 0.5, 1, 'not-an-integer'],
    ['no mean', 1, Number.NaN, 'not-finite'],
  ])('refuses %s', (_, k, mean, code) => {
    expect(() => poissonCdf(k, mean)).toThrow(expect.objectContaining({ code }));
  });
});
