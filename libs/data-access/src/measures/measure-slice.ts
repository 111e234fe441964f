import { type groupBys } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { Values, vendorSql } from '../scope-sql';

export type GroupBy = (typeof groupBys)[number];

/** What measures are asked about: whose eyes, which window, narrowed how, cut by what. */
export interface MeasureSlice {
  readonly scope: Scope;
  /** Included. */
  readonly from: Date;
  /** Excluded. */
  readonly to: Date;
  /** Empty: of no known vendor. */
  readonly vendorId?: string | undefined;
  readonly channel?: string | undefined;
  readonly scenario?: string | undefined;
  readonly groupBy: readonly GroupBy[];
}

/** A group's dimensions by name; `minute`, `hour`, `day` hold the start (UTC) as an instant. null: not known. */
export type Dimensions = Readonly<Partial<Record<GroupBy, string | null>>>;

/** The SQL expressions that a fact offers for its dimensions. */
export interface FactColumns {
  readonly vendor: string;
  readonly channel: string;
  readonly scenario: string;
  /** The instant that the fact is counted at. */
  readonly at: string;
}

/** SQL parts that cut facts into the groups of a slice: the select list, and `group by` (empty without groups). */
export function groupSql(slice: MeasureSlice, columns: FactColumns): { select: string; groupBy: string } {
  const parts = slice.groupBy.map((group) => `${expressionOf(group, columns)} as "${group}"`);
  return {
    select: parts.map((part) => `${part}, `).join(''),
    groupBy: parts.length === 0 ? '' : `group by ${parts.map((_, index) => index + 1).join(', ')}`,
  };
}

/** Conditions that narrow facts to the slice's dimensions; its window and scope are not among them. */
export function narrowSql(slice: MeasureSlice, columns: FactColumns, values: Values): string {
  const wanted = [
    [columns.channel, slice.channel],
    [columns.scenario, slice.scenario],
  ] as const;
  const conditions = wanted.flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${values.add(value)}`],
  );
  return [vendorSql(columns.vendor, slice.vendorId, values), ...conditions].join(' and ');
}

/** The dimensions of a row that `groupSql` selected. */
export function dimensionsOf(slice: MeasureSlice, row: Readonly<Record<string, unknown>>): Dimensions {
  return Object.fromEntries(
    slice.groupBy.map((group) => {
      const value = row[group];
      return [group, value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : null];
    }),
  );
}

function expressionOf(group: GroupBy, columns: FactColumns): string {
  switch (group) {
    case 'vendorId':
      return columns.vendor;
    case 'channel':
      return columns.channel;
    case 'scenario':
      return columns.scenario;
    case 'minute':
    case 'hour':
    case 'day':
      return `date_trunc('${group}', ${columns.at}, 'UTC')`;
  }
}
