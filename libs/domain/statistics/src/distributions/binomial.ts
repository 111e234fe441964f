import cdf from '@stdlib/stats-base-dists-binomial-cdf';
import pmf from '@stdlib/stats-base-dists-binomial-pmf';
import { requireCount, requireProbability } from '../errors';
import { betaCdf } from './beta';

/** Number of independent trials and the chance of success in each. */
export interface BinomialShape {
  readonly n: number;
  readonly p: number;
}

function checked({ n, p }: BinomialShape): BinomialShape {
  return { n: requireCount(n, 'n'), p: requireProbability(p, 'p') };
}

/**
 * Gives P(X = x) of the binomial distribution; 0 where x lies outside 0..n.
 *
 * **Errors**: `not-an-integer`, `not-finite`, `out-of-range`. **Source**: `@stdlib`, relative error below 2e-12 for
 * n up to 20,000 (docs/adr/0010).
 *
 * Example: `binomialPmf(1, { n: 3, p: 0.5 })` is 0.375.
 */
export function binomialPmf(x: number, shape: BinomialShape): number {
  const { n, p } = checked(shape);
  return pmf(requireCount(x, 'x', Number.MIN_SAFE_INTEGER), n, p);
}

/**
 * Gives P(X <= x) of the binomial distribution.
 *
 * **Shape**: 0 for x < 0, 1 for x >= n. **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 * **Source**: `@stdlib`, relative error below 2e-12 for n up to 20,000 (docs/adr/0010).
 *
 * Example: `binomialCdf(10, { n: 125, p: 0.08 })` is 0.583: the chance that a lot with 8 % defectives passes a plan
 * of 125 with acceptance number 10.
 */
export function binomialCdf(x: number, shape: BinomialShape): number {
  const { n, p } = checked(shape);
  requireCount(x, 'x', Number.MIN_SAFE_INTEGER);
  return x < 0 ? 0 : x >= n ? 1 : cdf(x, n, p);
}

/**
 * Gives P(X >= x) of the binomial distribution without the loss of `1 - binomialCdf(x - 1)` in the upper tail.
 *
 * **Shape**: 1 for x <= 0, 0 for x > n. **Errors**: `not-an-integer`, `not-finite`, `out-of-range`.
 * **Source**: `I_p(x, n - x + 1)`.
 *
 * Example: `binomialUpperTail(3, { n: 3, p: 0.1 })` is 0.001.
 */
export function binomialUpperTail(x: number, shape: BinomialShape): number {
  const { n, p } = checked(shape);
  requireCount(x, 'x', Number.MIN_SAFE_INTEGER);
  return x <= 0 ? 1 : x > n ? 0 : betaCdf(p, { a: x, b: n - x + 1 });
}
