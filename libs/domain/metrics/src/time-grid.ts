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
  private readonly cells = new Map<string, BucketCell>();

  /** The minute's bucket of changes for `series` at `atMs`, to add to. */
  at(atMs: number, series: Series): Bucket {
    return this.cell('minute', atMs, series).bucket;
  }

  /** All changes by minute, hour and day, those that came to nothing left out. Call it once, at the end. */
  finish(): BucketCell[] {
    for (const cell of [...this.cells.values()]) {
      if (cell.bucket.isEmpty()) {
        this.cells.delete(keyOf(cell));
        continue;
      }
      this.cell('hour', cell.startMs, cell).bucket.merge(cell.bucket);
      this.cell('day', cell.startMs, cell).bucket.merge(cell.bucket);
    }
    return [...this.cells.values()];
  }

  private cell(grain: Grain, atMs: number, series: Series): BucketCell {
    const startMs = Math.floor(atMs / grainMs[grain]) * grainMs[grain];
    const { brandId, vendorId, channel, scenario } = series;
    const cell: BucketCell = { grain, startMs, brandId, vendorId, channel, scenario, bucket: new Bucket() };
    const key = keyOf(cell);
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    this.cells.set(key, cell);
    return cell;
  }
}

function keyOf(cell: Omit<BucketCell, 'bucket'>): string {
  return `${cell.grain}\0${cell.startMs}\0${cell.brandId}\0${cell.vendorId}\0${cell.channel}\0${cell.scenario}`;
}

/**
 * The fewest spans of the grid that make up [fromMs, toMs): days in the middle, hours and minutes at the edges.
 * The edges are widened to whole minutes.
 */
export function spansOf(fromMs: number, toMs: number): { grain: Grain; fromMs: number; toMs: number }[] {
  const from = Math.floor(fromMs / grainMs.minute) * grainMs.minute;
  const to = Math.ceil(toMs / grainMs.minute) * grainMs.minute;
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
