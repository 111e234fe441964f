import { tQuantile } from '../distributions/student-t';
import { StatisticsError, requireCount, requireOpenFraction, requireProbability } from '../errors';
import { type Interval, type Scope, type WithInterval, clipToUnit } from './interval';
import { clopperPearsonOfEstimate, wilson } from './proportion';

/** `x` passes among `n` reviewed of the `N` conversations of a cell; 0 <= x <= n, 1 <= n <= N. */
export interface PassCount {
  readonly N: number;
  readonly n: number;
  readonly x: number;
}

/**
 * Gives the MOVER-Wilson interval of a stratified or post-stratified proportion: each cell's Wilson interval, their
 * distances from the cell's rate squared, weighted and summed. The default for a weighted pass rate: unlike Wald's it
 * does not collapse when a cell passes throughout.
 *
 * **Shape**: `scope` `'lot'` (default) shrinks each cell's part by `1 - n/N`, so that a census cell adds no width;
 * `'process'` does not. **Errors**: `empty`, `not-an-integer`, `out-of-range`.
 * **Source**: Zou, Huang & Zhang 2009; Zou & Donner 2008.
 *
 * Example: one cell of 45 passes among 50 reviewed of 1,000 gives 0.789 to 0.955 for the lot and, for the process,
 * Wilson's 0.786 to 0.957.
 */
export function moverWilson(
  cells: readonly PassCount[],
  options: { readonly level?: number; readonly scope?: Scope } = {},
): Interval {
  const { level = 0.95, scope = 'lot' } = options;
  requireCells(cells);
  return combineParts(
    cells.map((cell) => ({
      N: cell.N,
      estimate: cell.x / cell.n,
      interval: wilson(cell, level),
      unseen: scope === 'lot' ? 1 - cell.n / cell.N : 1,
    })),
  ).interval;
}

/** One part of a whole, with its own estimate and interval. */
export interface EstimatedPart extends WithInterval {
  /** Conversations in the part: its weight. */
  readonly N: number;
  /** Share of its sampling variance that a lot statement keeps, `1 - n / N`; 1 for a process statement. */
  readonly unseen: number;
}

/**
 * Gives the estimate and interval of a whole from those of its parts (MOVER for a weighted sum).
 *
 * **Shape**: at least one part, together of N > 0; the intervals at one level, which the result has. Cut to 0..1.
 * **Source**: Zou, Huang & Zhang 2009.
 */
export function combineParts(parts: readonly EstimatedPart[]): WithInterval {
  const N = parts.reduce((total, part) => total + part.N, 0);
  // Summed before dividing: parts that all pass give exactly 1.
  const estimate = parts.reduce((total, part) => total + part.N * part.estimate, 0) / N;
  let [below, above] = [0, 0];
  for (const { N: size, estimate: p, interval, unseen } of parts) {
    const weight = size / N;
    below += unseen * (weight * (p - interval.low)) ** 2;
    above += unseen * (weight * (interval.high - p)) ** 2;
  }
  return {
    estimate,
    interval: clipToUnit({ low: estimate - Math.sqrt(below), high: estimate + Math.sqrt(above) }),
  };
}

/** Checks the cells. **Errors**: `empty`, `not-an-integer`, `out-of-range`. */
function requireCells(cells: readonly PassCount[]): void {
  if (cells.length === 0) {
    throw new StatisticsError('empty', 'cells', 'there is no cell');
  }
  cells.forEach(({ N, n, x }, index) => {
    requireCount(n, `cells[${index}].n`, 1);
    requireCount(N, `cells[${index}].N`, n);
    if (requireCount(x, `cells[${index}].x`) > n) {
      throw new StatisticsError('out-of-range', `cells[${index}].x`, `expected at most n = ${n}, got ${x}`);
    }
  });
}

/** A weighted estimate of a proportion with its design. */
export interface DesignedProportion {
  readonly estimate: number;
  /** Standard error under the design, >= 0. */
  readonly se: number;
  /** Reviewed conversations. */
  readonly n: number;
  /** Degrees of freedom: n minus the number of strata. */
  readonly df: number;
}

/**
 * Gives the number of simple random reviews that would give the same standard error, corrected for degrees of
 * freedom: `p (1 - p) / se² (t_{n-1} / t_df)²`. It is `n` where the estimate is 0 or 1 or the standard error is 0, and
 * it may exceed n; displays and `kornGraubard` cap it at n.
 *
 * **Errors**: `not-an-integer`, `not-finite`, `out-of-range`; `not-estimable` where df < 1.
 * **Source**: Korn & Graubard 1998.
 */
export function designEffectiveSize(proportion: DesignedProportion, level = 0.95): number {
  const { estimate, se, n, df } = proportion;
  requireProbability(estimate, 'estimate');
  requireCount(n, 'n', 1);
  const upper = (1 + requireOpenFraction(level, 'level')) / 2;
  if (!(se >= 0)) {
    throw new StatisticsError('out-of-range', 'se', `expected a standard error >= 0, got ${se}`);
  }
  if (estimate === 0 || estimate === 1 || se === 0) {
    return n;
  }
  if (n < 2 || df < 1) {
    throw new StatisticsError('not-estimable', 'df', 'no degree of freedom is left');
  }
  const ratio = tQuantile(upper, n - 1) / tQuantile(upper, df);
  return ((estimate * (1 - estimate)) / se ** 2) * ratio ** 2;
}

/**
 * Gives the Korn–Graubard interval of a weighted proportion: Clopper–Pearson on the effective number of reviews,
 * capped at n. Conservative; for weighted statements in a contract.
 *
 * **Errors**: those of `designEffectiveSize`. **Source**: Korn & Graubard 1998; NCHS 2017 (the cap).
 */
export function kornGraubard(proportion: DesignedProportion, level = 0.95): Interval {
  const nEff = Math.min(proportion.n, designEffectiveSize(proportion, level));
  return clopperPearsonOfEstimate(proportion.estimate, nEff, level);
}
