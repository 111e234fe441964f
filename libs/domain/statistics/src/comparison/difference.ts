import { StatisticsError, requireFinite } from '../errors';
import { type Interval, type WithInterval } from '../estimation/interval';
import { type Count, requireCounted, wilson } from '../estimation/proportion';

/** A difference, in the units of the estimates, with its interval. */
export interface Difference {
  readonly difference: number;
  readonly interval: Interval;
}

/**
 * Gives the difference `a - b` of two independent estimates from their own intervals (MOVER): the distances of the
 * limits from the estimates, squared and summed. Takes weighted estimates as well as plain ones.
 *
 * **Shape**: both intervals at one level and each around its estimate; the result has that level.
 * **Errors**: `not-finite`, `out-of-range` where an estimate lies outside its interval.
 * **Source**: Zou & Donner 2008.
 */
export function moverDifference(a: WithInterval, b: WithInterval): Difference {
  for (const [name, { estimate, interval }] of [['a', a] as const, ['b', b] as const]) {
    requireFinite(estimate, `${name}.estimate`);
    requireFinite(interval.low, `${name}.interval.low`);
    requireFinite(interval.high, `${name}.interval.high`);
    if (estimate < interval.low || estimate > interval.high) {
      throw new StatisticsError('out-of-range', `${name}.estimate`, 'lies outside its own interval');
    }
  }
  const difference = a.estimate - b.estimate;
  return {
    difference,
    interval: {
      low: difference - Math.hypot(a.estimate - a.interval.low, b.interval.high - b.estimate),
      high: difference + Math.hypot(a.interval.high - a.estimate, b.estimate - b.interval.low),
    },
  };
}

/**
 * Gives the difference of two independent proportions, `a - b`, with Newcombe's hybrid score interval.
 *
 * **Errors**: `not-an-integer`, `out-of-range`. **Source**: Newcombe 1998, method 10.
 *
 * Example: 56 of 70 against 48 of 80 gives 0.20 with 0.0524 to 0.3339.
 */
export function newcombeDifference(a: Count, b: Count, level = 0.95): Difference {
  const withInterval = (count: Count, name: string): WithInterval => {
    const { x, n } = requireCounted(count, name);
    return { estimate: x / n, interval: wilson(count, level) };
  };
  return moverDifference(withInterval(a, 'a'), withInterval(b, 'b'));
}
