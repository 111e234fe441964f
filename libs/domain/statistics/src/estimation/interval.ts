/** An interval of numbers, both ends included; fractions unless said otherwise. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An estimate with the interval that belongs to it. */
export interface WithInterval {
  readonly estimate: number;
  readonly interval: Interval;
}

/** What a statement is about: these conversations and no others, or the process that makes such conversations. */
export type Scope = 'lot' | 'process';

/** Gives `interval` cut to 0..1, as an interval for a proportion is shown. */
export function clipToUnit({ low, high }: Interval): Interval {
  return { low: Math.max(0, low), high: Math.min(1, high) };
}
