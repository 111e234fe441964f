import { requireProbability } from '../errors';

/** Gives the p-values with their positions, smallest first. */
function ranked(pValues: readonly number[]): { p: number; index: number }[] {
  return pValues
    .map((p, index) => ({ p: requireProbability(p, `pValues[${index}]`), index }))
    .sort((a, b) => a.p - b.p || a.index - b.index);
}

/** Gives `p * factor(rank)`, capped at 1 and made monotone from the largest p-value down. */
function stepUp(pValues: readonly number[], factor: (rank: number) => number): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 1;
  const order = ranked(pValues);
  for (let rank = order.length; rank >= 1; rank--) {
    const entry = order[rank - 1];
    if (entry) {
      least = Math.min(least, entry.p * factor(rank));
      adjusted[entry.index] = least;
    }
  }
  return adjusted;
}

/**
 * Gives Benjamini–Hochberg adjusted p-values in the order given: marking those at most q keeps the expected share of
 * false marks at q or below, for independent or positively dependent tests. For "changed" markers in a weekly table.
 *
 * **Errors**: `not-finite`, `out-of-range`. **Source**: Benjamini & Hochberg 1995.
 *
 * Example: 0.01, 0.04, 0.03 give 0.03, 0.04, 0.04.
 */
export function adjustBenjaminiHochberg(pValues: readonly number[]): number[] {
  return stepUp(pValues, (rank) => pValues.length / rank);
}

/**
 * Gives Benjamini–Yekutieli adjusted p-values: as Benjamini–Hochberg, under any dependence.
 *
 * **Errors**: `not-finite`, `out-of-range`. **Source**: Benjamini & Yekutieli 2001.
 */
export function adjustBenjaminiYekutieli(pValues: readonly number[]): number[] {
  const harmonic = pValues.reduce((total, _p, index) => total + 1 / (index + 1), 0);
  return stepUp(pValues, (rank) => (harmonic * pValues.length) / rank);
}

/**
 * Gives Holm adjusted p-values: marking those at most alpha keeps the chance of any false mark at alpha or below,
 * under any dependence. For statements of which none may be wrong.
 *
 * **Errors**: `not-finite`, `out-of-range`. **Source**: Holm 1979.
 *
 * Example: 0.01, 0.04, 0.03 give 0.03, 0.06, 0.06.
 */
export function adjustHolm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let most = 0;
  ranked(pValues).forEach(({ p, index }, position) => {
    most = Math.max(most, Math.min(1, p * (pValues.length - position)));
    adjusted[index] = most;
  });
  return adjusted;
}
