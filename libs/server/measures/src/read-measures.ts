import { Injectable } from '@nestjs/common';
import { metricIds, reviewWindowDays, type Measure, type MetricId } from '@earshot/contracts';
import {
  BucketRepository,
  FactRepository,
  type Dimensions,
  type GroupBy,
  type GroupedBucket,
  type MeasureSlice,
} from '@earshot/data-access';
import { grainMs, sumOf } from '@earshot/domain/metrics';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { noFacts, type Facts, type Source } from './facts';
import { metricRegistry, type MetricDefinition } from './metric-registry';

const reviewWindowMs = reviewWindowDays * grainMs.day;
const ofReviews: ReadonlySet<MetricId> = new Set<MetricId>(['qa-pass-rate', 'qa-score']);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Computes measures of a slice, with what they rest on. */
@Injectable()
export class ReadMeasures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The measures of `metrics` (all without) by group, in the order of the contract. Every group that any of them
   * knows appears with all of them; without groups there is one measure each. Metrics about this moment are left out
   * where the slice is cut by time.
   */
  async execute(slice: MeasureSlice, metrics: readonly MetricId[] = metricIds): Promise<Measure[]> {
    return this.measures(slice, metrics, () => new BucketRepository(this.database).sums(slice));
  }

  /**
   * All measures of a slice without groups, and the same by vendor, with one read of the buckets. Those of reviews
   * go back at least four weeks (their own `from` says so): a live window holds too few to say anything.
   */
  async overview(slice: Omit<MeasureSlice, 'groupBy'>): Promise<{ overall: Measure[]; byVendor: Measure[] }> {
    const sums = new BucketRepository(this.database).sums({ ...slice, groupBy: ['vendorId'] });
    const all = async () => [{ dimensions: {}, bucket: sumOf((await sums).map(({ bucket }) => bucket)) }];
    const [overall, byVendor] = await Promise.all([
      this.withReviews({ ...slice, groupBy: [] }, all),
      this.withReviews({ ...slice, groupBy: ['vendorId'] }, () => sums),
    ]);
    return { overall, byVendor };
  }

  private async withReviews(slice: MeasureSlice, sums: () => Promise<GroupedBucket[]>): Promise<Measure[]> {
    const from = new Date(Math.min(slice.from.getTime(), slice.to.getTime() - reviewWindowMs));
    const [live, reviews] = await Promise.all([
      this.measures(
        slice,
        metricIds.filter((metric) => !ofReviews.has(metric)),
        sums,
      ),
      this.measures(
        { ...slice, from },
        metricIds.filter((metric) => ofReviews.has(metric)),
        sums,
      ),
    ]);
    return [...live, ...reviews];
  }

  private async measures(
    slice: MeasureSlice,
    metrics: readonly MetricId[],
    sums: () => Promise<GroupedBucket[]>,
  ): Promise<Measure[]> {
    const now = this.clock.now();
    const byTime = slice.groupBy.some((group) => group === 'minute' || group === 'hour' || group === 'day');
    const asked = metrics.filter((metric) => !(byTime && metricRegistry[metric].isNow === true));
    const sources = new Set(asked.map((metric) => metricRegistry[metric].source));
    const groups = await this.facts(slice, { sources, now: new Date(now), sums });
    return asked.flatMap((metric) => groups.map((facts) => measureOf(metric, { slice, facts, now })));
  }

  private async facts(
    slice: MeasureSlice,
    {
      sources,
      now,
      sums: readSums,
    }: { sources: ReadonlySet<Source>; now: Date; sums: () => Promise<GroupedBucket[]> },
  ): Promise<Facts[]> {
    const stored = new FactRepository(this.database);
    const when = <T>(source: Source, read: () => Promise<T[]>) => (sources.has(source) ? read() : []);
    const [sums, waiting, firstContacts, openFlags, acknowledged, toBrand, cells] = await Promise.all([
      when('buckets', readSums),
      when('waiting', () => stored.waiting(slice)),
      when('firstContacts', () => stored.firstContacts(slice)),
      when('openFlags', () => stored.openFlags(slice, now)),
      when('acknowledged', () => stored.acknowledgements(slice, 'received_at')),
      when('toBrand', () => stored.acknowledgements(slice, 'opened_at')),
      when('cells', () => stored.reviewCells(slice)),
    ]);
    const groups = new Groups(slice.groupBy);
    for (const { dimensions, bucket } of sums) groups.of(dimensions).bucket = bucket;
    for (const one of waiting) groups.of(one.dimensions).waiting = one;
    for (const one of firstContacts) groups.of(one.dimensions).firstContacts = one;
    for (const one of openFlags) groups.of(one.dimensions).openFlags = one;
    for (const one of acknowledged) groups.of(one.dimensions).acknowledged = one;
    for (const one of toBrand) groups.of(one.dimensions).toBrand = one;
    for (const cell of cells) {
      const group = groups.of(cell.dimensions);
      group.cells = [...group.cells, cell];
    }
    return groups.sorted();
  }
}

/** Facts by their dimensions; without groups there is exactly one. */
class Groups {
  private readonly byKey = new Map<string, Mutable<Facts>>();

  constructor(private readonly groupBy: readonly GroupBy[]) {
    if (groupBy.length === 0) this.of({});
  }

  of(dimensions: Dimensions): Mutable<Facts> {
    const key = this.keyOf(dimensions);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const facts = noFacts(dimensions);
    this.byKey.set(key, facts);
    return facts;
  }

  sorted(): Facts[] {
    return [...this.byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, facts]) => facts);
  }

  private keyOf(dimensions: Dimensions): string {
    return JSON.stringify(this.groupBy.map((group) => dimensions[group] ?? null));
  }
}

function measureOf(
  metric: MetricId,
  { slice, facts, now }: { slice: MeasureSlice; facts: Facts; now: number },
): Measure {
  const definition: MetricDefinition = metricRegistry[metric];
  const { from, to } = windowOf(slice, facts.dimensions);
  const filtered = { vendorId: slice.vendorId, channel: slice.channel, scenario: slice.scenario };
  const given = Object.entries(filtered).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    metric,
    dimensions: { ...Object.fromEntries(given), ...definedOf(facts.dimensions) },
    unit: definition.unit,
    ...definition.figure(facts, now),
    from: new Date(definition.isNow === true ? now : from).toISOString(),
    to: new Date(definition.isNow === true ? now : to).toISOString(),
    asOf: new Date(now).toISOString(),
    provisional: definition.maturesMs !== undefined && to + definition.maturesMs > now,
  };
}

function definedOf(dimensions: Dimensions): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(dimensions).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The group's part of the window: a group of time may reach over its edges. */
function windowOf(slice: MeasureSlice, dimensions: Dimensions): { from: number; to: number } {
  const window = { from: slice.from.getTime(), to: slice.to.getTime() };
  for (const grain of ['minute', 'hour', 'day'] as const) {
    const start = dimensions[grain];
    if (typeof start !== 'string') continue;
    const at = Date.parse(start);
    return { from: Math.max(window.from, at), to: Math.min(window.to, at + grainMs[grain]) };
  }
  return window;
}
