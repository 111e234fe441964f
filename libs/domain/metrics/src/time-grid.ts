import { Bucket } from './bucket';

export const grains = ['minute', 'hour', 'day'] as const;
export type Grain = (typeof grains)[number];

/** Length of a grain in milliseconds; days are UTC days. */
export const grainMs: Readonly<Record<Grain, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What a bucket is cut by; '' where unknown. */
export interface Series {
  readonly brandId: string;
  readonly vendorId: string;
  readonly channel: string;
  readonly scenario: string;
}

/** One bucket's place: a grain, its start (ms, a multiple of the grain) and its series. */
export interface BucketCell extends Series {
  readonly grain: Grain;
  readonly startMs: number;
  readonly bucket: Bucket;
}

/** Collects changes by minute and series, and gives them at every grain. */
export class BucketChanges {
  // Asked several times for every event, so without a key made of text for each minute.
  private readonly bySeries = new Map<string, { series: Series; minutes: Map<number, Bucket> }>();
  private last: { readonly series: Series; readonly minutes: Map<number, Bucket> } | null = null;

  /** The minute's bucket of changes for `series` at `atMs`, to add to. */
  at(atMs: number, series: Series): Bucket {
    // One conversation after the other is counted, each with a series of its own.
    if (this.last?.series !== series) this.last = { series, minutes: this.minutesOf(series) };
    return bucketAt(this.last.minutes, startOf('minute', atMs));
  }

  private minutesOf(series: Series): Map<number, Bucket> {
    const { brandId, vendorId, channel, scenario } = series;
    const key = `${brandId}\0${vendorId}\0${channel}\0${scenario}`;
    let its = this.bySeries.get(key);
    if (its === undefined) {
      its = { series: { brandId, vendorId, channel, scenario }, minutes: new Map() };
      this.bySeries.set(key, its);
    }
    return its.minutes;
  }

  /** All changes by minute, hour and day, those that came to nothing left out. */
  finish(): BucketCell[] {
    const cells: BucketCell[] = [];
    for (const { series, minutes } of this.bySeries.values()) {
      const grown = {
        minute: new Map<number, Bucket>(),
        hour: new Map<number, Bucket>(),
        day: new Map<number, Bucket>(),
      };
      for (const [startMs, bucket] of minutes) {
        if (bucket.isEmpty()) continue;
        for (const grain of grains) bucketAt(grown[grain], startOf(grain, startMs)).merge(bucket);
      }
      for (const grain of grains) {
        for (const [startMs, bucket] of grown[grain]) {
          if (!bucket.isEmpty()) cells.push({ grain, startMs, ...series, bucket });
        }
      }
    }
    return cells;
  }
}

function startOf(grain: Grain, atMs: number): number {
  return Math.floor(atMs / grainMs[grain]) * grainMs[grain];
}

function bucketAt(buckets: Map<number, Bucket>, startMs: number): Bucket {
  let bucket = buckets.get(startMs);
  if (bucket === undefined) {
    bucket = new Bucket();
    buckets.set(startMs, bucket);
  }
  return bucket;
}

/** [fromMs, toMs) with its edges widened to whole minutes; NaN stays an open end. */
export function wholeMinutes(fromMs: number, toMs: number): { fromMs: number; toMs: number } {
  return {
    fromMs: startOf('minute', fromMs),
    toMs: Math.ceil(toMs / grainMs.minute) * grainMs.minute,
  };
}

/**
 * The fewest spans of the grid that make up [fromMs, toMs): days in the middle, hours and minutes at the edges.
 * The edges are widened to whole minutes.
 */
export function spansOf(fromMs: number, toMs: number): { grain: Grain; fromMs: number; toMs: number }[] {
  const { fromMs: from, toMs: to } = wholeMinutes(fromMs, toMs);
  const spans: { grain: Grain; fromMs: number; toMs: number }[] = [];
  const add = (grain: Grain, start: number, end: number) => {
    if (start < end) spans.push({ grain, fromMs: start, toMs: end });
  };
  const hours = inner(from, to, grainMs.hour);
  if (hours === null) {
    add('minute', from, to);
    return spans;
  }
  add('minute', from, hours.from);
  const days = inner(hours.from, hours.to, grainMs.day);
  if (days === null) add('hour', hours.from, hours.to);
  else {
    add('hour', hours.from, days.from);
    add('day', days.from, days.to);
    add('hour', days.to, hours.to);
  }
  add('minute', hours.to, to);
  return spans;
}

function inner(from: number, to: number, unit: number): { from: number; to: number } | null {
  const start = Math.ceil(from / unit) * unit;
  const end = Math.floor(to / unit) * unit;
  return start < end ? { from: start, to: end } : null;
}
