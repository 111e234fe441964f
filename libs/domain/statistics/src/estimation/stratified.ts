import { tQuantile } from '../distributions/student-t';
import { StatisticsError, requireCount, requireFinite, requireOpenFraction } from '../errors';
import { type Interval, type Scope } from './interval';
import { type Cell } from './weighted';

/** A stratified or post-stratified mean with its standard errors. */
export interface StratifiedMean {
  readonly estimate: number;
  /** For a statement about these conversations: with the finite population correction. */
  readonly seLot: number;
  /** For a statement about the process: without it. */
  readonly seProcess: number;
  /** As general survey software linearises post-strata of a with-replacement design; null for n = 1. */
  readonly seLinearized: number | null;
  readonly n: number;
  readonly N: number;
  /** Degrees of freedom, n minus the number of cells. */
  readonly df: number;
}

/** Gives the cells back if there are any and each is well formed. **Errors**: `empty`, `out-of-range` ... */
function checked(cells: readonly Cell[]): readonly Cell[] {
  if (cells.length === 0) {
    throw new StatisticsError('empty', 'cells', 'there is no cell');
  }
  cells.forEach(({ N, n, mean, variance }, index) => {
    requireCount(n, `cells[${index}].n`, 1);
    requireCount(N, `cells[${index}].N`, n);
    requireFinite(mean, `cells[${index}].mean`);
    if (requireFinite(variance, `cells[${index}].variance`) < 0) {
      throw new StatisticsError('out-of-range', `cells[${index}].variance`, `is negative: ${variance}`);
    }
  });
  return cells;
}

/**
 * Gives the mean over cells of known size, `sum N_g mean_g / N`: the default estimate of a rate or a score whenever
 * cells were selected at different rates, and the one with the smallest error.
 *
 * **Shape**: one cell for each stratum and trigger tier, in which every conversation had the same inclusion
 * probability; every cell reviewed at least once. A cell with n = 1 < N contributes no variance, so collapse it with
 * a named sibling before looking at outcomes.
 * **Errors**: `empty`, `not-an-integer`, `not-finite`, `out-of-range`.
 * **Source**: Cochran 1977, sections 5.3 and 5A.9; Särndal, Swensson & Wretman 1992, section 7.6.
 *
 * Example: 9,600 conversations of which 192 reviewed pass at 95 %, and 400 of which 204 reviewed pass at 55 %, pass
 * at (9600 * 0.95 + 400 * 0.55) / 10000 = 93.4 %; the plain mean over the 396 says 74.4 %.
 */
export function stratifiedMean(cells: readonly Cell[]): StratifiedMean {
  checked(cells);
  const N = cells.reduce((total, cell) => total + cell.N, 0);
  const n = cells.reduce((total, cell) => total + cell.n, 0);
  const over = (term: (cell: Cell) => number): number => cells.reduce((total, cell) => total + term(cell), 0);
  const variance = (cell: Cell): number => ((cell.N / N) ** 2 * cell.variance) / cell.n;
  const linearized = over((cell) => (variance(cell) * (cell.n - 1)) / cell.n);
  return {
    estimate: over((cell) => cell.N * cell.mean) / N,
    seLot: Math.sqrt(over((cell) => variance(cell) * (1 - cell.n / cell.N))),
    seProcess: Math.sqrt(over(variance)),
    seLinearized: n < 2 ? null : Math.sqrt((n / (n - 1)) * linearized),
    n,
    N,
    df: n - cells.length,
  };
}

/**
 * Gives the t interval of a mean **score** over cells, in the units of the score. Not for pass rates: those take
 * `moverWilson`, which does not collapse when a cell passes throughout.
 *
 * **Errors**: those of `stratifiedMean`, and `not-estimable` where no degree of freedom is left.
 */
export function stratifiedMeanInterval(
  cells: readonly Cell[],
  options: { readonly level?: number; readonly scope?: Scope } = {},
): Interval {
  const { level = 0.95, scope = 'lot' } = options;
  const { estimate, seLot, seProcess, df } = stratifiedMean(cells);
  if (df < 1) {
    throw new StatisticsError(
      'not-estimable',
      'cells',
      'one review in each cell leaves no degree of freedom',
    );
  }
  const t = tQuantile((1 + requireOpenFraction(level, 'level')) / 2, df);
  const reach = t * (scope === 'lot' ? seLot : seProcess);
  return { low: estimate - reach, high: estimate + reach };
}

/** One reviewed conversation of a stratum. */
export interface StratumRow {
  readonly y: number;
  readonly isInDomain: boolean;
}

/** A stratum of known size with its reviewed conversations. */
export interface Stratum {
  readonly N: number;
  readonly rows: readonly StratumRow[];
}

/** The mean of a domain across strata. */
export interface DomainMean {
  readonly estimate: number;
  /** Lot statement, with the finite population correction. */
  readonly se: number;
  /** Reviewed conversations in the domain. */
  readonly n: number;
  /** Estimated size of the domain. */
  readonly populationEstimate: number;
}

/**
 * Gives the mean of a domain (an agent, a topic) across strata, its standard error linearised over the whole design:
 * conversations outside the domain count as zeros, they are not left out.
 *
 * **Errors**: `empty` (no stratum, a stratum without rows, a domain without rows), `out-of-range`, `not-finite`;
 * `not-estimable` where a stratum with one row out of several conversations touches the domain.
 * **Source**: Särndal, Swensson & Wretman 1992, section 5.8; agrees with R survey `svyby`.
 */
export function stratifiedDomainMean(strata: readonly Stratum[]): DomainMean {
  if (strata.length === 0) {
    throw new StatisticsError('empty', 'strata', 'there is no stratum');
  }
  let size = 0;
  let total = 0;
  let n = 0;
  strata.forEach(({ N, rows }, index) => {
    if (rows.length === 0) {
      throw new StatisticsError('empty', `strata[${index}].rows`, 'nothing was reviewed in the stratum');
    }
    const weight = requireCount(N, `strata[${index}].N`, rows.length) / rows.length;
    const inside = rows.filter(({ isInDomain }) => isInDomain);
    n += inside.length;
    size += weight * inside.length;
    total += weight * inside.reduce((sum, { y }) => sum + requireFinite(y, `strata[${index}].y`), 0);
  });
  if (n === 0) {
    throw new StatisticsError('empty', 'strata', 'no row lies in the domain');
  }
  const estimate = total / size;
  const variance = strata.reduce(
    (sum, stratum, index) => sum + residualVariance(stratum, estimate, index),
    0,
  );
  return { estimate, se: Math.sqrt(variance) / size, n, populationEstimate: size };
}

/** Variance that a stratum contributes to the total of the residuals of a domain mean. */
function residualVariance({ N, rows }: Stratum, estimate: number, index: number): number {
  const n = rows.length;
  if (n === N || rows.every(({ isInDomain }) => !isInDomain)) {
    return 0;
  }
  if (n === 1) {
    throw new StatisticsError(
      'not-estimable',
      `strata[${index}]`,
      'one row has no variance: collapse the stratum',
    );
  }
  const residuals = rows.map(({ y, isInDomain }) => (isInDomain ? (N / n) * (y - estimate) : 0));
  const mean = residuals.reduce((sum, z) => sum + z, 0) / n;
  const squares = residuals.reduce((sum, z) => sum + (z - mean) ** 2, 0);
  return (1 - n / N) * (n / (n - 1)) * squares;
}
