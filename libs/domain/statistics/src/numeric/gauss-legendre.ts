import { requireCount } from '../errors';

/** One node of a quadrature and its weight. */
export interface Node {
  readonly x: number;
  readonly weight: number;
}

/**
 * The nodes and weights of Gauss–Legendre quadrature with `count` nodes on [from, to]: exact for polynomials of
 * degree 2·count − 1.
 *
 * **Shape**: count >= 1, nodes ascending. **Errors**: `not-an-integer`, `out-of-range`. **Source**: roots of the
 * Legendre polynomial by Newton's method from Chebyshev's estimate (Press et al., "Numerical Recipes", 4.6).
 *
 * Example: two nodes on [−1, 1] are ±0.57735, each of weight 1.
 */
export function gaussLegendre(count: number, [from, to]: readonly [number, number]): Node[] {
  requireCount(count, 'count', 1);
  const middle = (from + to) / 2;
  const half = (to - from) / 2;
  return Array.from({ length: count }, (_, at) => {
    let x = -Math.cos((Math.PI * (at + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      const move = value / derivative;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    return { x: middle + half * x, weight: (half * 2) / ((1 - x * x) * slope * slope) };
  });
}

function legendre(degree: number, x: number): { value: number; derivative: number } {
  let value = 1;
  let previous = 0;
  for (let at = 1; at <= degree; at += 1) {
    [value, previous] = [((2 * at - 1) * x * value - (at - 1) * previous) / at, value];
  }
  return { value, derivative: (degree * (x * value - previous)) / (x * x - 1) };
}
