import { StatisticsError, requireCount, requireOpenFraction } from '../errors';
import { type Interval, type Scope } from './interval';
import { type InsufficientReason, insufficientReason } from './publication';
import { poolThinCells } from './pooling';
import { combineParts } from './stratified-proportion';

/** Which streams could have kept a conversation: the random one alone, or a trigger as well. */
export type Tier = 'random' | 'trigger';

/**
 * One cell: all conversations of a stratum and tier that were decided with one inclusion probability.
 *
 * How to form cells from selections is spelled out in docs/statistics.md, "The QA pass rate on a tile"; in short:
 *
 * - Count every **decided** conversation of the window once, kept or not, in the cell
 *   (`stratum`, `trigger` if its p_trigger > 0 else `random`, `inclusionProbability`), all three as stored with the
 *   decision. A rate that changed inside the window makes two cells.
 * - The tier is what could have happened (p_trigger > 0), not which stream did keep it.
 * - `kept` counts those that either stream kept; `reviewed` those of them with a submitted review, each once;
 *   `passed` those reviews that pass. A kept conversation whose review is open, skipped or not yet claimed is in
 *   `kept` and not in `reviewed`.
 * - Manual picks that no stream kept are in `population` only: their reviews have no known probability.
 * - List cells of which nothing was reviewed too; leaving one out silently changes what the number is about.
 */
export interface PassRateCell {
  readonly stratum: string;
  readonly tier: Tier;
  /** Decimal string as stored with the decisions; cells may be merged only where it is equal. */
  readonly inclusionProbability: string;
  /** Decided conversations, kept or not. */
  readonly population: number;
  /** Of those, kept by either stream. */
  readonly kept: number;
  /** Of those, with a submitted review. */
  readonly reviewed: number;
  /** Of those, passed. */
  readonly passed: number;
}

/** What `qaPassRate` is asked. */
export interface PassRateInput {
  readonly cells: readonly PassRateCell[];
  /** Confidence level; 0.95 by default. */
  readonly level?: number;
  /** `'lot'` (default): the pass rate of these conversations. `'process'`: of the way they are handled. */
  readonly scope?: Scope;
}

/** The QA pass rate of a vendor in a window, ready to be shown. */
export interface PassRate {
  /** Fraction; null where nothing was reviewed. */
  readonly estimate: number | null;
  /** Contains the estimate; 0 to 1 where nothing was reviewed. */
  readonly interval: Interval;
  /** Reviewed conversations. */
  readonly n: number;
  /** Decided conversations. */
  readonly N: number;
  /** What the n weighted reviews are worth in unweighted ones, at most n. */
  readonly nEff: number;
  /** Reviewed share of what was kept; null where nothing was kept. Below 1, reviews are open or were skipped. */
  readonly completion: number | null;
  /** Share of the conversations that lie in cells of which none was reviewed. */
  readonly unseenShare: number;
  /** Whether unequal weights were used, so that x of n is not the estimate: the tile's "weighted" badge. */
  readonly isWeighted: boolean;
  /** Null if the number may be shown; else why it must be hidden. */
  readonly insufficient: null | { readonly reason: InsufficientReason };
}

const LARGEST_UNSEEN_SHARE = 0.05;

/**
 * Gives the design-weighted QA pass rate: post-stratified cell means with the MOVER-Wilson interval and the rule for
 * "insufficient data".
 *
 * Cells with fewer than 20 reviews are pooled with their like (`poolThinCells`), by numbers of reviews and never by
 * outcomes: over many thin cells the interval covers 92 % where it promises 95 %. Where nothing was reviewed of a cell
 * and of its like, the estimate is about the other cells, and the interval is widened as if those unseen
 * conversations had all failed or all passed.
 * **Shape**: a cell with population 0 is skipped. **Errors**: `not-an-integer`, `out-of-range` (passed > reviewed >
 * kept > population), `duplicate` (the same stratum, tier and probability twice).
 * **Source**: `stratifiedMean`, `moverWilson`, `insufficientReason`.
 *
 * Example: 9,600 conversations, 192 reviewed, 182 passed, and 400 risky ones, 204 reviewed, 112 passed, give
 * 0.932 with 0.893 to 0.954 and n_eff 208 of 396; the plain mean would say 0.742.
 */
export function qaPassRate(input: PassRateInput): PassRate {
  const { level = 0.95, scope = 'lot' } = input;
  requireOpenFraction(level, 'level');
  const cells = requireCells(input.cells);
  const total = (of: (cell: PassRateCell) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  const [N, n, kept] = [
    total((cell) => cell.population),
    total((cell) => cell.reviewed),
    total((cell) => cell.kept),
  ];
  const completion = kept === 0 ? null : n / kept;
  if (n === 0) {
    return {
      estimate: null,
      interval: { low: 0, high: 1 },
      n,
      N,
      nEff: 0,
      completion,
      unseenShare: N === 0 ? 0 : 1,
      isWeighted: false,
      insufficient: { reason: 'nothing-reviewed' },
    };
  }
  const parts = poolThinCells(cells, scope, level);
  const seenN = parts.reduce((sum, part) => sum + part.N, 0);
  const unseenShare = (N - seenN) / N;
  const { estimate, interval: seen } = combineParts(parts);
  const interval = {
    low: Math.min(estimate, seen.low * (1 - unseenShare)),
    high: Math.max(estimate, seen.high * (1 - unseenShare) + unseenShare),
  };
  const nEff = Math.min(n, seenN ** 2 / parts.reduce((sum, part) => sum + part.N ** 2 / part.nEff, 0));
  const rule = insufficientReason({ estimate, interval, n, nEff });
  const reason = rule ?? (unseenShare > LARGEST_UNSEEN_SHARE ? 'too-much-unseen' : null);
  return {
    estimate,
    interval,
    n,
    N,
    nEff,
    completion,
    unseenShare,
    isWeighted: n - nEff > 1e-9 * n,
    insufficient: reason === null ? null : { reason },
  };
}

function requireCells(cells: readonly PassRateCell[]): PassRateCell[] {
  const keys = new Set<string>();
  cells.forEach(({ population, kept, reviewed, passed, stratum, tier, inclusionProbability }, index) => {
    const counts = [
      ['population', population, Infinity],
      ['kept', kept, population],
      ['reviewed', reviewed, kept],
      ['passed', passed, reviewed],
    ] as const;
    for (const [name, count, most] of counts) {
      if (requireCount(count, `cells[${index}].${name}`) > most) {
        throw new StatisticsError(
          'out-of-range',
          `cells[${index}].${name}`,
          `expected at most ${most}, got ${count}`,
        );
      }
    }
    const key = JSON.stringify([stratum, tier, inclusionProbability]);
    if (keys.has(key)) {
      throw new StatisticsError('duplicate', `cells[${index}]`, `the cell ${key} occurs twice`);
    }
    keys.add(key);
  });
  return cells.filter(({ population }) => population > 0);
}
