import { StatisticsError } from '../errors';
import type { Tally } from './tally';

/**
 * Agreement on one category: of all ratings of it, the share that a second reviewer of the same conversation gave
 * too. With pass and fail these are the positive and the negative agreement, 2a/(2a+b+c) and 2d/(2d+b+c) for two
 * reviewers. Where nearly all pass, the agreement on fails is the one to watch.
 *
 * **Shape**: null where no conversation with two reviewers has a rating of the category. **Errors**: `bad-choice`
 * (not among the categories). **Source**: Cicchetti & Feinstein, Journal of Clinical Epidemiology 43(6), 1990;
 * Spitzer & Fleiss 1974 for more than two reviewers.
 *
 * Example: 40 both pass, 6 disputed, 4 both fail → 0.930 on passes, 0.571 on fails.
 */
export function specificAgreement(tally: Tally, category: number): number | null {
  const place = placeOf(tally, category);
  let alike = 0;
  let all = 0;
  for (const { cells, reviewers, times } of tally.units) {
    if (reviewers < 2) continue;
    const count = cells.find(([at]) => at === place)?.[1] ?? 0;
    // Each reviewer's rating is weighed against those of the others in the same conversation.
    alike += (times * count * (count - 1)) / (reviewers - 1);
    all += times * count;
  }
  return all === 0 ? null : alike / all;
}

/**
 * Of the conversations that any of their reviewers gave `category`, the share in which all of them did: of those
 * that either failed, how many both failed.
 *
 * **Shape**: null where none was given it. **Errors**: `bad-choice`.
 *
 * Example: 40 both pass, 6 disputed, 4 both fail → 0.40 for fails.
 */
export function sharedByAll(tally: Tally, category: number): number | null {
  const place = placeOf(tally, category);
  let any = 0;
  let all = 0;
  for (const { cells, reviewers, times } of tally.units) {
    const count = cells.find(([at]) => at === place)?.[1] ?? 0;
    if (reviewers < 2 || count === 0) continue;
    any += times;
    if (count === reviewers) all += times;
  }
  return any === 0 ? null : all / any;
}

function placeOf({ categories }: Tally, category: number): number {
  const place = categories.indexOf(category);
  if (place < 0) throw new StatisticsError('bad-choice', 'category', `${category} is not on the scale`);
  return place;
}
