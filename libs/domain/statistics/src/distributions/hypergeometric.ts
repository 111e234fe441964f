import { StatisticsError, requireCount } from '../errors';
import { binomialPmf } from './binomial';

/** A lot of N of which D have the property; n are drawn without replacement. */
export interface HypergeometricShape {
  readonly N: number;
  readonly D: number;
  readonly n: number;
}

function checked({ N, D, n }: HypergeometricShape): HypergeometricShape {
  requireCount(N, 'N');
  if (requireCount(D, 'D') > N) {
    throw new StatisticsError('out-of-range', 'D', `expected at most N = ${N}, got ${D}`);
  }
  if (requireCount(n, 'n') > N) {
    throw new StatisticsError('out-of-range', 'n', `expected at most N = ${N}, got ${n}`);
  }
  return { N, D, n };
}

function mass(x: number, { N, D, n }: HypergeometricShape): number {
  if (x < Math.max(0, n + D - N) || x > Math.min(n, D)) {
    return 0;
  }
  if (n === 0 || n === N) {
    return 1;
  }
  // Three binomials at p = n/N cancel the large factorials before they lose digits (Loader 2000).
  const p = n / N;
  return (binomialPmf(x, { n: D, p }) * binomialPmf(n - x, { n: N - D, p })) / binomialPmf(n, { n: N, p });
}

/**
 * Gives P(X = x) of the hypergeometric distribution; 0 where x is impossible.
 *
 * **Errors**: `not-an-integer`, `out-of-range` (D or n above N). **Source**: Loader 2000, "Fast and accurate
 * computation of binomial probabilities".
 *
 * Example: `hypergeometricPmf(1, { N: 10, D: 2, n: 5 })` is 5/9.
 */
export function hypergeometricPmf(x: number, shape: HypergeometricShape): number {
  return mass(requireCount(x, 'x', Number.MIN_SAFE_INTEGER), checked(shape));
}

/**
 * Gives P(X <= x) of the hypergeometric distribution, summed over the shorter tail.
 *
 * **Shape**: 0 below, 1 at and above the largest possible x. **Errors**: `not-an-integer`, `out-of-range`.
 *
 * Example: `hypergeometricCdf(0, { N: 10, D: 2, n: 5 })` is 2/9.
 */
export function hypergeometricCdf(x: number, shape: HypergeometricShape): number {
  const { N, D, n } = checked(shape);
  requireCount(x, 'x', Number.MIN_SAFE_INTEGER);
  const least = Math.max(0, n + D - N);
  const most = Math.min(n, D);
  if (x < least) {
    return 0;
  }
  if (x >= most) {
    return 1;
  }
  const isLowerTail = x < (n * D) / N;
  const [from, to] = isLowerTail ? [least, x] : [x + 1, most];
  let sum = 0;
  for (let k = from; k <= to; k++) {
    sum += mass(k, { N, D, n });
  }
  return Math.min(1, isLowerTail ? sum : 1 - sum);
}
