import { StatisticsError, requireOpenFraction } from '../errors';
import { type Interval } from '../estimation/interval';
import { moverDifference } from './difference';
import { adjustHolm } from './multiplicity';

const HALVINGS = 60;

/** Something to be compared: a vendor with its estimate and the interval of it at any level. */
export interface Comparable {
  readonly id: string;
  readonly estimate: number;
  /** Gives the interval at a level; wider for a higher one. */
  readonly intervalAt: (level: number) => Interval;
}

/** Two of them held against each other. */
export interface PairComparison {
  readonly a: string;
  readonly b: string;
  /** Estimate of `a` minus that of `b`; `a` is the higher one. */
  readonly difference: number;
  /** Smallest error rate at which the interval of the difference leaves out 0; 1 for equal estimates. */
  readonly p: number;
  /** The same, adjusted for the number of pairs (Holm). */
  readonly adjustedP: number;
  readonly isTold: boolean;
}

/** Which can be told apart, and the groups that cannot. */
export interface Ranking {
  readonly pairs: readonly PairComparison[];
  /**
   * Maximal runs, in falling order of the estimate, within which no pair can be told apart. One id may stand in
   * several groups: A and B alike, B and C alike, A and C not.
   */
  readonly groups: readonly (readonly string[])[];
}

/**
 * Gives which of several vendors can be told apart, so that a table prints "cannot be told apart" instead of a rank.
 *
 * Every pair is compared by the MOVER interval of its difference; the p-values are adjusted by Holm, so the chance
 * that any two equal vendors are told apart is at most `1 - level`.
 * **Shape**: distinct ids, at least one; ties are broken by id. **Errors**: `empty`, `duplicate`, `out-of-range`, and
 * those of `moverDifference`.
 *
 * Example: 90 of 100, 88 of 100 and 60 of 100 give the groups {first, second} and {third}.
 */
export function rankGroups(items: readonly Comparable[], level = 0.95): Ranking {
  requireOpenFraction(level, 'level');
  if (items.length === 0) {
    throw new StatisticsError('empty', 'items', 'there is nothing to compare');
  }
  if (new Set(items.map(({ id }) => id)).size !== items.length) {
    throw new StatisticsError('duplicate', 'items', 'an id occurs twice');
  }
  const order = [...items].sort((a, b) => b.estimate - a.estimate || (a.id < b.id ? -1 : 1));
  const raw = order.flatMap((a, index) => order.slice(index + 1).map((b) => ({ a, b, p: pairP(a, b) })));
  const adjusted = adjustHolm(raw.map(({ p }) => p));
  const pairs = raw.map(({ a, b, p }, index) => {
    const adjustedP = adjusted[index] ?? 1;
    const difference = a.estimate - b.estimate;
    return { a: a.id, b: b.id, difference, p, adjustedP, isTold: adjustedP <= 1 - level };
  });
  const told = new Set(pairs.filter(({ isTold }) => isTold).map(({ a, b }) => JSON.stringify([a, b])));
  return {
    pairs,
    groups: runs(
      order.map(({ id }) => id),
      (a, b) => told.has(JSON.stringify([a, b])),
    ),
  };
}

/** Gives the smallest error rate at which the difference of `a` and `b` (a the higher) leaves out 0. */
function pairP(a: Comparable, b: Comparable): number {
  if (a.estimate === b.estimate) {
    return 1;
  }
  const leavesOutZero = (alpha: number): boolean => {
    const level = 1 - alpha;
    const withInterval = (item: Comparable) => ({
      estimate: item.estimate,
      interval: item.intervalAt(level),
    });
    return moverDifference(withInterval(a), withInterval(b)).interval.low > 0;
  };
  // Halving on the logarithm of alpha: p-values of 1e-12 matter as much as those of 0.1 once they are adjusted.
  let [contains, excludes] = [Math.log(1e-15), Math.log(1 - 1e-12)];
  if (leavesOutZero(Math.exp(contains))) {
    return 1e-15;
  }
  if (!leavesOutZero(Math.exp(excludes))) {
    return 1;
  }
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (contains + excludes) / 2;
    if (leavesOutZero(Math.exp(middle))) {
      excludes = middle;
    } else {
      contains = middle;
    }
  }
  return Math.exp(excludes);
}

/** Gives the maximal runs of `order` within which no pair is told apart. */
function runs(order: readonly string[], isTold: (a: string, b: string) => boolean): string[][] {
  const groups: string[][] = [];
  let reached = -1;
  order.forEach((_id, start) => {
    let end = start;
    const fits = (next: string): boolean => order.slice(start, end + 1).every((id) => !isTold(id, next));
    for (let next = order[end + 1]; next !== undefined && fits(next); next = order[end + 1]) {
      end++;
    }
    if (end > reached) {
      groups.push(order.slice(start, end + 1));
      reached = end;
    }
  });
  return groups;
}
