import { requireCount, requireOpenFraction, StatisticsError } from '../errors';
import { exactQuantile } from '../streams/quantile';
import { uniformStream } from './random';
import type { Tally, UnitTally } from './tally';

/** How an interval is resampled. */
export interface BootstrapOptions {
  /** The same seed gives the same interval: keep it with the figure. */
  readonly seed: number;
  /** 2,000 where not given; at least 200. */
  readonly resamples?: number;
  /** 0.95 where not given. */
  readonly level?: number;
}

/** A percentile interval. `undefinedResamples` counts draws on which the coefficient does not exist. */
export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  readonly undefinedResamples: number;
}

/** The share of undefined draws above which what is left no longer stands for the whole. */
const MOST_UNDEFINED = 0.05;

/**
 * The percentile interval of a coefficient of agreement: conversations are drawn again with replacement, whole, with
 * all their ratings. Judge agreement by its lower end.
 *
 * **Shape**: `coefficient` takes a tally and gives a number. **Errors**: `not-estimable` where more than 5 % of the
 * draws leave the coefficient undefined (too few conversations, or too few fails among them); `out-of-range`,
 * `not-an-integer`. **Source**: Efron & Tibshirani, "An Introduction to the Bootstrap", chapter 13.
 *
 * Example: 40 both pass, 6 disputed, 4 both fail (α 0.507), seed 1 → 0.12 to 0.81.
 */
export function bootstrapInterval(
  tally: Tally,
  coefficient: (resample: Tally) => number,
  { seed, resamples = 2000, level = 0.95 }: BootstrapOptions,
): BootstrapInterval {
  requireCount(Math.abs(seed), 'seed');
  requireCount(resamples, 'resamples', 200);
  requireOpenFraction(level, 'level');
  const random = uniformStream(seed);
  const upTo = cumulative(tally.units);
  const values: number[] = [];
  for (let draw = 0; draw < resamples; draw += 1) {
    const value = valueOf(coefficient, drawAgain(tally, upTo, random));
    if (value !== null) values.push(value);
  }
  const undefinedResamples = resamples - values.length;
  if (undefinedResamples > MOST_UNDEFINED * resamples) {
    throw new StatisticsError(
      'not-estimable',
      'tally',
      `the coefficient is undefined on ${undefinedResamples} of ${resamples} draws`,
    );
  }
  return {
    low: exactQuantile(values, (1 - level) / 2, 'linear'),
    high: exactQuantile(values, (1 + level) / 2, 'linear'),
    undefinedResamples,
  };
}

function drawAgain(tally: Tally, upTo: readonly number[], random: () => number): Tally {
  const total = upTo.at(-1) ?? 0;
  const times = new Array<number>(upTo.length).fill(0);
  for (let unit = 0; unit < total; unit += 1) {
    const at = placeOf(upTo, random() * total);
    times[at] = (times[at] ?? 0) + 1;
  }
  const units = tally.units.flatMap((unit, at): UnitTally[] => {
    const drawn = times[at] ?? 0;
    return drawn === 0 ? [] : [{ ...unit, times: drawn }];
  });
  return { categories: tally.categories, units };
}

function cumulative(units: readonly UnitTally[]): number[] {
  let total = 0;
  return units.map(({ times }) => (total += times));
}

/** The first place whose running total exceeds `point`. */
function placeOf(upTo: readonly number[], point: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((upTo[middle] ?? 0) > point) high = middle;
    else low = middle + 1;
  }
  return low;
}

function valueOf(coefficient: (resample: Tally) => number, resample: Tally): number | null {
  try {
    return coefficient(resample);
  } catch (error) {
    // A draw may hold one category only; the caller is told how many did.
    if (error instanceof StatisticsError && error.code === 'not-estimable') return null;
    throw error;
  }
}
