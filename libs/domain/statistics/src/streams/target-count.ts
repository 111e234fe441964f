import { requireCount, requireFinite, StatisticsError } from '../errors';

/**
 * How many values met a target, counted exactly: "90 % answered within 60 s" is a proportion, and is never read off
 * a quantile. Counts of parts add up to the count of the whole.
 *
 * **Shape**: a value equal to the target meets it. Both in one unit of the caller's choosing.
 *
 * Example: target 60, values 12, 60, 61 → 2 of 3 within.
 */
export class TargetCount {
  private withinCount = 0;
  private totalCount = 0;

  /** **Shape**: target >= 0. **Errors**: `not-finite`, `out-of-range`. */
  constructor(readonly target: number) {
    if (requireFinite(target, 'target') < 0) {
      throw new StatisticsError('out-of-range', 'target', `expected 0 or more, got ${target}`);
    }
  }

  /** Values at or below the target. */
  get within(): number {
    return this.withinCount;
  }

  /** All values. */
  get total(): number {
    return this.totalCount;
  }

  /** Adds `value` `times` times; a negative `times` takes it away. **Errors**: `out-of-range` (a negative value). */
  add(value: number, times = 1): void {
    if (requireFinite(value, 'value') < 0) {
      throw new StatisticsError('out-of-range', 'value', `expected 0 or more, got ${value}`);
    }
    requireCount(Math.abs(times), 'times');
    this.totalCount += times;
    if (value <= this.target) this.withinCount += times;
  }

  /** Adds the counts of `other`. **Errors**: `bad-choice` where the targets differ. */
  merge(other: TargetCount): void {
    if (other.target !== this.target) {
      throw new StatisticsError('bad-choice', 'other', `target ${other.target} beside ${this.target}`);
    }
    this.withinCount += other.withinCount;
    this.totalCount += other.totalCount;
  }

  /** The share within the target, or null of no values. **Errors**: `not-estimable` while counts are negative. */
  share(): number | null {
    if (this.withinCount < 0 || this.totalCount < this.withinCount) {
      throw new StatisticsError('not-estimable', 'counts', 'more was taken away than was added');
    }
    return this.totalCount === 0 ? null : this.withinCount / this.totalCount;
  }
}
