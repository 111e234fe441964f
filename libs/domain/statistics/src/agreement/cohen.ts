import { StatisticsError } from '../errors';
import type { Weighting } from './chance-corrected';
import { type Rating, requireTable } from './tally';

/** Cohen's κ of two reviewers. */
export interface CohenKappa {
  readonly kappa: number;
  readonly observed: number;
  readonly expected: number;
  /** The standard error for intervals. */
  readonly standardError: number;
  /** The standard error under independence, for a test of κ = 0 only. */
  readonly standardErrorIfIndependent: number;
}

/** For pass/fail and two reviewers: what makes κ low at high agreement. */
export interface Paradox {
  /** |both pass − both fail| / n: near 1 where nearly all pass. */
  readonly prevalence: number;
  /** The difference of the two reviewers' pass rates. */
  readonly bias: number;
}

/**
 * Cohen's κ of two fixed reviewers, weighted for ordered categories (`quadratic` is close to the intraclass
 * correlation). Categories are taken to be equally spaced.
 *
 * **Shape**: a square table of counts, rows the first reviewer. **Errors**: `empty`, `length-mismatch`,
 * `not-an-integer`, `out-of-range`, `not-estimable` (all in one category). **Source**: Cohen 1960, 1968; standard
 * errors by Fleiss, Cohen & Everitt, Psychological Bulletin 72(5), 1969.
 *
 * Example: [[20, 5], [10, 15]] → κ 0.40, agreement 0.70, by chance 0.50, standard error 0.127.
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weighting: Weighting = 'identity',
): CohenKappa {
  requireTable(table);
  const n = sum(table.flat());
  if (n === 0) throw new StatisticsError('empty', 'table', 'no conversations');
  const size = table.length;
  const weight = (a: number, b: number): number => cohenWeight(a - b, size, weighting);
  const first = table.map((row) => sum(row) / n);
  const second = table.map((_, column) => sum(table.map((row) => row[column] ?? 0)) / n);
  // w̄_i· and w̄_·j of Fleiss, Cohen & Everitt.
  const ofRow = first.map((_, a) => sum(second.map((share, b) => share * weight(a, b))));
  const ofColumn = second.map((_, b) => sum(first.map((share, a) => share * weight(a, b))));
  const cells = table.flatMap((row, a) =>
    row.map((count, b) => ({
      share: count / n,
      chance: (first[a] ?? 0) * (second[b] ?? 0),
      weight: weight(a, b),
      mean: (ofRow[a] ?? 0) + (ofColumn[b] ?? 0),
    })),
  );
  const observed = sum(cells.map((cell) => cell.share * cell.weight));
  const expected = sum(cells.map((cell) => cell.chance * cell.weight));
  if (!(expected < 1)) throw new StatisticsError('not-estimable', 'table', 'all ratings are the same');
  const off = 1 - expected;
  const miss = 1 - observed;
  const spread = sum(cells.map((cell) => cell.share * (cell.weight * off - cell.mean * miss) ** 2));
  const centre = observed * expected - 2 * expected + observed;
  const chanceSpread = sum(cells.map((cell) => cell.chance * (cell.weight - cell.mean) ** 2));
  return {
    kappa: (observed - expected) / off,
    observed,
    expected,
    // A difference of nearly equal numbers may come out a rounding error below 0.
    standardError: Math.sqrt(Math.max(0, spread - centre ** 2) / n) / off ** 2,
    standardErrorIfIndependent: Math.sqrt(Math.max(0, chanceSpread - expected ** 2) / n) / off,
  };
}

/**
 * The table of two reviewers' ratings, over conversations that both scored. **Shape**: `scale` lists the categories
 * in order. **Errors**: `empty` (none scored by both), `bad-choice` (a rating outside the scale).
 *
 * Example: [[1, 1], [1, 2], [null, 2]] on the scale 1, 2 → [[1, 1], [0, 0]].
 */
export function pairTable(
  pairs: readonly (readonly [Rating, Rating])[],
  scale: readonly number[],
): number[][] {
  const table = scale.map(() => scale.map(() => 0));
  let both = 0;
  for (const [first, second] of pairs) {
    if (first === null || second === null) continue;
    const row = table[scale.indexOf(first)];
    const column = scale.indexOf(second);
    if (row === undefined || column < 0) {
      throw new StatisticsError('bad-choice', 'pairs', `${first} or ${second} not in scale`);
    }
    row[column] = (row[column] ?? 0) + 1;
    both += 1;
  }
  if (both === 0) throw new StatisticsError('empty', 'pairs', 'no conversation was scored by both');
  return table;
}

/**
 * Why κ may be low although two reviewers agree. **Shape**: a 2 × 2 table. **Errors**: `length-mismatch`, `empty`.
 * **Source**: Byrt, Bishop & Carlin, Journal of Clinical Epidemiology 46(5), 1993.
 *
 * Example: [[118, 5], [2, 0]] → prevalence 0.944, bias 0.024.
 */
export function kappaParadox(table: readonly (readonly number[])[]): Paradox {
  requireTable(table);
  if (table.length !== 2) throw new StatisticsError('length-mismatch', 'table', 'expected two categories');
  const [a = 0, b = 0, c = 0, d = 0] = table.flat();
  const n = a + b + c + d;
  if (n === 0) throw new StatisticsError('empty', 'table', 'no conversations');
  return { prevalence: Math.abs(a - d) / n, bias: Math.abs(b - c) / n };
}

function cohenWeight(apart: number, size: number, weighting: Weighting): number {
  if (apart === 0) return 1;
  if (weighting === 'identity') return 0;
  if (weighting === 'linear') return 1 - Math.abs(apart) / (size - 1);
  if (weighting === 'quadratic') return 1 - (apart / (size - 1)) ** 2;
  throw new StatisticsError('bad-choice', 'weighting', `no such weighting: ${String(weighting)}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
