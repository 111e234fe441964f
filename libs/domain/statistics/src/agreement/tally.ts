import { requireCount, requireFinite, StatisticsError } from '../errors';

/** What one reviewer gave one conversation: a score or the number of a category; null where not scored. */
export type Rating = number | null;

/** How often each category was given, in units that were rated alike. */
export interface UnitTally {
  /** Pairs of category (its place in `categories`) and number of reviewers, ascending, numbers above 0. */
  readonly cells: readonly (readonly [category: number, reviewers: number])[];
  /** Reviewers who scored. */
  readonly reviewers: number;
  /** Units rated like this. */
  readonly times: number;
}

/**
 * Ratings reduced to what most coefficients of agreement need: which reviewer gave which rating does not matter, and
 * units rated alike are kept once with their number. Units without any rating are left out.
 */
export interface Tally {
  /** The values of the categories, ascending. */
  readonly categories: readonly number[];
  readonly units: readonly UnitTally[];
}

/**
 * Tallies ratings: a row a conversation, a column a reviewer.
 *
 * **Shape**: rows may differ in length and hold null; an item that did not apply is null, never a category of its
 * own. `scale` lists all values that could have been given; where not given, those that were. **Errors**: `empty` (no
 * rating at all), `not-finite`, `duplicate` (scale), `bad-choice` (a rating outside the scale).
 *
 * Example: [[1, 1], [1, 1], [1, 2], [null, null]] → categories 1, 2; two units rated 1, 1 and one rated 1, 2.
 */
export function tallyRatings(ratings: readonly (readonly Rating[])[], scale?: readonly number[]): Tally {
  const given = ratings.flatMap((row, unit) =>
    row.flatMap((rating, at) => (rating === null ? [] : [requireFinite(rating, `ratings[${unit}][${at}]`)])),
  );
  if (scale !== undefined && new Set(scale).size !== scale.length) {
    throw new StatisticsError('duplicate', 'scale', 'a value occurs twice');
  }
  const categories = [...new Set(scale ?? given)].sort((a, b) => a - b);
  const place = new Map(categories.map((category, at) => [category, at]));
  const units = ratings.map((row, unit) => {
    const cells = new Map<number, number>();
    for (const rating of row) {
      if (rating === null) continue;
      const at = place.get(rating);
      if (at === undefined)
        throw new StatisticsError('bad-choice', `ratings[${unit}]`, `${rating} not in scale`);
      cells.set(at, (cells.get(at) ?? 0) + 1);
    }
    return { cells, times: 1 };
  });
  return gather(categories, units);
}

/**
 * Tallies a table of two reviewers: rows are the first one's categories, columns the second one's.
 *
 * **Shape**: square, whole numbers; categories are numbered 1, 2, …. **Errors**: `empty`, `length-mismatch`,
 * `not-an-integer`, `out-of-range`. Example: [[20, 5], [10, 15]] is 50 units.
 */
export function tallyTable(table: readonly (readonly number[])[]): Tally {
  requireTable(table);
  const units = table.flatMap((row, first) =>
    row.map((times, second) => ({
      cells: new Map(first === second ? [[first, 2]] : [[first, 1], [second, 1]]), // prettier-ignore
      times,
    })),
  );
  return gather(
    table.map((_, at) => at + 1),
    units,
  );
}

/**
 * Tallies counts: a row a unit, a column a category, a cell the number of reviewers who gave it.
 *
 * **Shape**: rows of one length; categories are numbered 1, 2, …. **Errors**: `empty`, `length-mismatch`,
 * `not-an-integer`, `out-of-range`. Example: [[0, 14], [7, 7]] is two units of 14 reviewers.
 */
export function tallyCounts(counts: readonly (readonly number[])[]): Tally {
  const width = counts[0]?.length ?? 0;
  const units = counts.map((row, unit) => {
    if (row.length !== width)
      throw new StatisticsError('length-mismatch', `counts[${unit}]`, `not ${width} wide`);
    const cells = new Map<number, number>();
    row.forEach((reviewers, at) => {
      if (requireCount(reviewers, `counts[${unit}][${at}]`) > 0) cells.set(at, reviewers);
    });
    return { cells, times: 1 };
  });
  return gather(
    Array.from({ length: width }, (_, at) => at + 1),
    units,
  );
}

/** Checks a table of two reviewers. **Errors**: as {@link tallyTable}. */
export function requireTable(table: readonly (readonly number[])[]): void {
  if (table.length === 0) throw new StatisticsError('empty', 'table', 'no categories');
  table.forEach((row, at) => {
    if (row.length !== table.length)
      throw new StatisticsError('length-mismatch', `table[${at}]`, 'not square');
    row.forEach((count, column) => requireCount(count, `table[${at}][${column}]`));
  });
}

function gather(
  categories: readonly number[],
  units: readonly { readonly cells: Map<number, number>; readonly times: number }[],
): Tally {
  const alike = new Map<string, UnitTally>();
  for (const { cells, times } of units) {
    if (cells.size === 0 || times === 0) continue;
    const sorted = [...cells].sort(([a], [b]) => a - b);
    const name = sorted.join(';');
    const known = alike.get(name);
    const reviewers = sorted.reduce((sum, [, count]) => sum + count, 0);
    alike.set(name, { cells: sorted, reviewers, times: (known?.times ?? 0) + times });
  }
  if (alike.size === 0) throw new StatisticsError('empty', 'ratings', 'nothing was rated');
  return { categories, units: [...alike.values()] };
}
