import fc from 'fast-check';
import { gaussLegendre } from './gauss-legendre';
import { solve } from './solve';

describe('solve', () => {
  it('gives the worked example', () => {
    const [x, y] = solve([[2, 1], [1, 3]], [3, 5]); // prettier-ignore
    expect(x).toBeCloseTo(0.8, 14);
    expect(y).toBeCloseTo(1.4, 14);
  });

  it('solves what it is given', () => {
    const system = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc.tuple(
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        }),
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }),
      ),
    );
    fc.assert(
      fc.property(system, ([matrix, right]) => {
        const dominant = matrix.map((row, at) =>
          row.map((entry, column) => entry + (at === column ? 60 : 0)),
        );
        const x = solve(dominant, right);
        dominant.forEach((row, at) => {
          const got = row.reduce((sum, entry, column) => sum + entry * (x[column] ?? 0), 0);
          expect(got).toBeCloseTo(right[at] ?? 0, 9);
        });
      }),
    );
  });

  it.each([
    [
      'a singular matrix',
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
      'not-estimable',
    ],
    ['a matrix that is not square', [[1, 2]], [1], 'length-mismatch'],
  ])('refuses %s', (_, matrix, right, code) => {
    expect(() => solve(matrix, right)).toThrow(expect.objectContaining({ code }));
  });
});

describe('gaussLegendre', () => {
  it('gives the worked example', () => {
    const [low, high] = gaussLegendre(2, [-1, 1]);
    expect([low?.x, high?.x, low?.weight, high?.weight].map((value) => value?.toFixed(5))).toEqual([
      '-0.57735',
      '0.57735',
      '1.00000',
      '1.00000',
    ]);
  });

  it.each([1, 5, 30, 90])('is exact for polynomials of degree 2n − 1, n = %i', (count) => {
    const degree = Math.min(2 * count - 1, 40);
    const got = gaussLegendre(count, [0, 1]).reduce((sum, { x, weight }) => sum + weight * x ** degree, 0);
    expect(got).toBeCloseTo(1 / (degree + 1), 13);
  });
});
