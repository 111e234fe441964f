import { requireCount, requirePositive } from '../errors';

/** A set of charts that page the same people. */
export interface WatchedCharts {
  readonly charts: number;
  /** Points that one chart gets in a day: 1 for a daily chart, the number of reviews for a CUSUM of reviews. */
  readonly pointsPerDay: number;
}

/**
 * The run length (mean number of points between false alarms) each chart must have so that all of them together give
 * one false alarm in `daysBetween` days. **Units**: points. **Errors**: `not-an-integer`, `out-of-range`,
 * `not-finite`.
 *
 * Example: 60 daily charts, one false alarm in 30 days → 1,800 points.
 */
export function runLengthForBudget({ charts, pointsPerDay }: WatchedCharts, daysBetween: number): number {
  requireCount(charts, 'charts', 1);
  return charts * requirePositive(pointsPerDay, 'pointsPerDay') * requirePositive(daysBetween, 'daysBetween');
}

/**
 * How many false alarms a set of charts of this run length is expected to give in `days` days, whatever the vendors
 * do. **Errors**: as {@link runLengthForBudget}.
 *
 * Example: 60 daily charts at 370 points → 4.9 in 30 days, more than one a week.
 */
export function expectedFalseAlarms(
  { charts, pointsPerDay }: WatchedCharts,
  runLength: number,
  days: number,
): number {
  requireCount(charts, 'charts', 1);
  requirePositive(pointsPerDay, 'pointsPerDay');
  return (charts * pointsPerDay * requirePositive(days, 'days')) / requirePositive(runLength, 'runLength');
}
