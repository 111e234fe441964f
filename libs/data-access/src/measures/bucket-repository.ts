import { Bucket, grainMs, spansOf, type Grain } from '@earshot/domain/metrics';
import { type Queryable } from '@earshot/platform/database';
import { scopeSql, Values } from '../scope-sql';
import { narrowSql, type Dimensions, type GroupBy, type MeasureSlice } from './measure-slice';

/** The sum of a group's buckets. */
export interface GroupedBucket {
  readonly dimensions: Dimensions;
  readonly bucket: Bucket;
}

interface Row {
  start_at: Date;
  vendor_id: string;
  channel: string;
  scenario: string;
  payload: Buffer;
}

const columns = { vendor: 'b.vendor_id', channel: 'b.channel', scenario: 'b.scenario', at: 'b.start_at' };

/** Reads metric buckets within a person's scope and adds them up, over writers too. */
export class BucketRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * The sums by group over the slice's window, widened to whole minutes; read at the coarsest grains that make it up.
   * Groups in which nothing was counted are absent.
   */
  async sums(slice: MeasureSlice): Promise<GroupedBucket[]> {
    const values = new Values();
    const scoped = scopeSql(slice.scope, 'b', values);
    const narrowed = narrowSql(slice, columns, values);
    const spans = spansFor(slice);
    if (spans.length === 0) return [];
    const parts = spans.map(
      ({ grain, fromMs, toMs }) =>
        `select b.start_at, b.vendor_id, b.channel, b.scenario, b.payload from metric_buckets b
         where b.grain = ${values.add(grain)} and ${scoped} and ${narrowed}
           and b.start_at >= ${values.add(new Date(fromMs))} and b.start_at < ${values.add(new Date(toMs))}`,
    );
    const rows = await this.database.query<Row>(parts.join(' union all '), values.list);
    const groups = new Map<string, { first: Row; payloads: Buffer[] }>();
    for (const row of rows) {
      const key = keyOf(slice.groupBy, row);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { first: row, payloads: [row.payload] });
      else group.payloads.push(row.payload);
    }
    return [...groups.values()].map(({ first, payloads }) => ({
      dimensions: dimensionsOf(slice.groupBy, first),
      bucket: Bucket.sumOfEncoded(payloads),
    }));
  }
}

const timeGrains = new Set<GroupBy>(['minute', 'hour', 'day']);

/** The grains to read: never coarser than the time that the slice is cut by. */
function spansFor(slice: MeasureSlice): { grain: Grain; fromMs: number; toMs: number }[] {
  const cut = slice.groupBy.find((group): group is Grain => timeGrains.has(group));
  const spans = spansOf(slice.from.getTime(), slice.to.getTime());
  if (cut === undefined) return spans;
  return spans.map((span) => (grainMs[span.grain] > grainMs[cut] ? { ...span, grain: cut } : span));
}

/** What rows of one group have in common. */
function keyOf(groupBy: readonly GroupBy[], row: Row): string {
  let key = '';
  for (const group of groupBy) {
    if (group === 'vendorId') key += row.vendor_id;
    else if (group === 'channel') key += row.channel;
    else if (group === 'scenario') key += row.scenario;
    else key += Math.floor(row.start_at.getTime() / grainMs[group]);
    key += '\0';
  }
  return key;
}

/** '' stands for "not known" in buckets. */
function dimensionsOf(groupBy: readonly GroupBy[], row: Row): Dimensions {
  const known = (text: string) => (text === '' ? null : text);
  return Object.fromEntries(
    groupBy.map((group): [GroupBy, string | null] => {
      switch (group) {
        case 'vendorId':
          return [group, known(row.vendor_id)];
        case 'channel':
          return [group, known(row.channel)];
        case 'scenario':
          return [group, known(row.scenario)];
        case 'minute':
        case 'hour':
        case 'day': {
          const start = Math.floor(row.start_at.getTime() / grainMs[group]) * grainMs[group];
          return [group, new Date(start).toISOString()];
        }
      }
    }),
  );
}
