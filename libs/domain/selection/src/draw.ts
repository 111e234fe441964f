import { SelectionError } from './errors';
import { type Purpose, selectionHash } from './hash';
import { SelectionKey } from './key';

/** One stream of random numbers: a plan's key and a purpose. */
export interface Stream {
  readonly key: SelectionKey | Uint8Array;
  readonly planId: string;
  readonly purpose: Purpose;
}

/** A conversation with its random number. */
export interface Ranked {
  readonly id: string;
  readonly u: bigint;
}

/** A conversation with its size measure, a whole number >= 1. */
export interface Sized {
  readonly id: string;
  readonly size: number;
}

function byId(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}

function byHash(a: Ranked, b: Ranked): number {
  return a.u < b.u ? -1 : a.u > b.u ? 1 : byId(a.id, b.id);
}

function requireDraw(ids: readonly string[], count: number): void {
  if (new Set(ids).size !== ids.length) {
    throw new SelectionError('duplicate-id', 'an id occurs twice in the list to draw from');
  }
  if (!Number.isSafeInteger(count) || count < 0 || count > ids.length) {
    throw new SelectionError('bad-count', `expected a whole number from 0 to ${ids.length}, got ${count}`);
  }
}

function ranks({ key, planId, purpose }: Stream, ids: readonly string[]): Ranked[] {
  const held = key instanceof SelectionKey ? key : SelectionKey.fromBytes(key);
  return ids.map((id) => ({ id, u: selectionHash(held, planId, purpose, id) }));
}

/**
 * Gives a simple random sample of exactly `k` of `ids`, each with inclusion probability k/N: those with the smallest
 * random numbers, in rising order (ties by the bytes of the id).
 *
 * The list must be closed. A top-up asks for a larger `k`: it keeps what was drawn and goes on down the same order.
 * **Shape**: distinct ids in any order, 0 <= k <= N. **Errors**: `duplicate-id`, `bad-count`, `bad-id`, `bad-key`.
 * **Source**: Ohlsson 1995, permanent random numbers.
 */
export function bottomK(stream: Stream, ids: readonly string[], k: number): Ranked[] {
  requireDraw(ids, k);
  return ranks(stream, ids).sort(byHash).slice(0, k);
}

/**
 * Gives the `k` smallest of the bottom-k draws of disjoint parts of a lot: the draw of the whole, provided each part
 * gave its own `k` smallest (or all it has).
 *
 * **Errors**: `duplicate-id`, `bad-count`.
 */
export function mergeBottomK(parts: readonly (readonly Ranked[])[], k: number): Ranked[] {
  const all = parts.flat();
  requireDraw(
    all.map(({ id }) => id),
    k,
  );
  return all.sort(byHash).slice(0, k);
}

/**
 * Gives a sample of exactly `n` units with probabilities nearly proportional to size: those with the smallest
 * u / size, compared as exact fractions, in rising order (ties by the bytes of the id).
 *
 * **Shape**: distinct ids; sizes whole, >= 1. **Errors**: `duplicate-id`, `bad-count`, `bad-size`, `bad-id`,
 * `bad-key`. **Source**: Ohlsson 1998, sequential Poisson sampling.
 */
export function sequentialPoisson(stream: Stream, units: readonly Sized[], n: number): Ranked[] {
  const ids = units.map(({ id }) => id);
  requireDraw(ids, n);
  const sizes = units.map(({ id, size }) => {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new SelectionError('bad-size', `${id}: expected a whole size of at least 1, got ${size}`);
    }
    return BigInt(size);
  });
  return ranks(stream, ids)
    .map((ranked, index) => ({ ranked, size: sizes[index] ?? 1n }))
    .sort((a, b) => {
      const left = a.ranked.u * b.size;
      const right = b.ranked.u * a.size;
      return left < right ? -1 : left > right ? 1 : byId(a.ranked.id, b.ranked.id);
    })
    .slice(0, n)
    .map(({ ranked }) => ranked);
}

/**
 * Gives the nominal inclusion probability of each unit under `sequentialPoisson`: `n size / total size`. It is exact
 * only in the limit of many units; the design keeps within a few percent of it.
 *
 * **Errors**: `bad-count`, `bad-size` where a size asks for a probability above 1: keep that unit with certainty and
 * draw the rest without it.
 *
 * Example: 18 of 120 units of total size 234 give a unit of size 2 the probability 18 * 2 / 234 = 0.1538.
 */
export function sequentialPoissonProbabilities(sizes: readonly number[], n: number): number[] {
  requireDraw(
    sizes.map((_, index) => String(index)),
    n,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => {
    const nominal = (n * size) / total;
    if (!(size > 0) || nominal > 1) {
      throw new SelectionError('bad-size', `a size of ${size} gives no probability from 0 to 1`);
    }
    return nominal;
  });
}
