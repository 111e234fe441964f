import { type Scope } from './interval';
import { wilsonOfEstimate } from './proportion';
import { type EstimatedPart, type PassCount } from './stratified-proportion';

/** Reviews below which a cell does not stand alone: MOVER over many thinner cells covers less than it promises. */
export const LEAST_IN_CELL = 20;

/** A cell, reviewed or not, with what its conversations had in common. */
export interface PoolableCell {
  readonly tier: string;
  readonly inclusionProbability: string;
  readonly population: number;
  readonly reviewed: number;
  readonly passed: number;
}

/** A part of the whole with the number of unweighted reviews that its reviews are worth. */
export interface PooledPart extends EstimatedPart {
  readonly nEff: number;
}

/** One or several cells taken together. */
interface Pool {
  readonly cells: readonly PoolableCell[];
}

const reviewed = ({ cells }: Pool): number => cells.reduce((sum, cell) => sum + cell.reviewed, 0);

/**
 * Gives the parts over which a pass rate is combined: cells with fewer than 20 reviews, none included, are taken
 * together, first with those of the same tier and inclusion probability (whose conversations had the same chance of
 * being reviewed), then with those of the same tier. Which ones depends on numbers of reviews only, never on outcomes.
 *
 * Within a pool of unequal probabilities each probability keeps its weight, and the interval is Wilson's on Kish's
 * effective size. A census cell (everything reviewed) is exact and stays alone. A cell without a review whose
 * probability no reviewed cell of its tier has is in no part: nothing speaks for it.
 */
export function poolThinCells(cells: readonly PoolableCell[], scope: Scope, level: number): PooledPart[] {
  const isCensus = (cell: PoolableCell): boolean => cell.reviewed === cell.population;
  const alone = cells.filter(isCensus).map((cell): Pool => ({ cells: [cell] }));
  const rest = cells.filter((cell) => !isCensus(cell)).map((cell): Pool => ({ cells: [cell] }));
  const alike = pool(rest, ({ tier, inclusionProbability }) => JSON.stringify([tier, inclusionProbability]));
  const seen = alike.filter((one) => reviewed(one) > 0);
  const tiers = pool(seen, ({ tier }) => tier);
  return [...alone, ...tiers].map((one) => partOf(one, scope, level));
}

/** Joins, within each key, all pools that are too thin, and the smallest that is not if they remain so together. */
function pool(pools: readonly Pool[], keyOf: (cell: PoolableCell) => string): Pool[] {
  const groups = new Map<string, Pool[]>();
  for (const one of pools) {
    const [first] = one.cells;
    const key = first ? keyOf(first) : '';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const order = [...group].sort((a, b) => reviewed(a) - reviewed(b));
    const thin = order.filter((one) => reviewed(one) < LEAST_IN_CELL);
    const thick = order.slice(thin.length);
    if (thin.length === 0) {
      return thick;
    }
    const joined: Pool = { cells: thin.flatMap(({ cells }) => cells) };
    const [next, ...others] = thick;
    return next && reviewed(joined) < LEAST_IN_CELL
      ? [{ cells: [...joined.cells, ...next.cells] }, ...others]
      : [joined, ...thick];
  });
}

function partOf({ cells }: Pool, scope: Scope, level: number): PooledPart {
  const byProbability = new Map<string, PassCount>();
  for (const { population, reviewed: count, passed, inclusionProbability } of cells) {
    const sum = byProbability.get(inclusionProbability) ?? { N: 0, n: 0, x: 0 };
    byProbability.set(inclusionProbability, { N: sum.N + population, n: sum.n + count, x: sum.x + passed });
  }
  const sums = [...byProbability.values()];
  const over = (of: (cell: PassCount) => number): number => sums.reduce((sum, cell) => sum + of(cell), 0);
  const N = over((cell) => cell.N);
  const estimate = Math.min(1, over((cell) => (cell.N * cell.x) / cell.n) / N);
  const spread = over((cell) => cell.N ** 2 / cell.n);
  const nEff = N ** 2 / spread;
  return {
    N,
    estimate,
    nEff,
    interval: wilsonOfEstimate(estimate, nEff, level),
    // Each cell's part of the variance, N² / n, shrinks by 1 - n / N; those that go add up to N.
    unseen: scope === 'lot' ? 1 - N / spread : 1,
  };
}
