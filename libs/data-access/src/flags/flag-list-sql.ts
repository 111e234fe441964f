import { type Category, type FlagState, type Severity } from '@earshot/contracts';
import { storedSeverity } from '../columns';
import { decodeCursor, decodeGravityCursor } from '../page';
import { vendorSql, type Values } from '../scope-sql';
import { type FlagRow } from './flag-rows';

/** Which flags are meant; what is not given does not narrow. */
export interface FlagFilter {
  readonly severity?: Severity | undefined;
  /** As grave as this, or graver. */
  readonly leastSeverity?: Severity | undefined;
  readonly category?: Category | undefined;
  readonly state?: FlagState | undefined;
  /** Those that are still to be dealt with. */
  readonly unsettled?: true | undefined;
  /** Empty: of no known vendor. */
  readonly vendorId?: string | undefined;
  readonly conversationId?: string | undefined;
  /** Of the conversation; a flag found in a rejected event has none. */
  readonly channel?: string | undefined;
  readonly scenario?: string | undefined;
}

/** Whether a flag, as the statement calls it, is still to be dealt with. */
export const unsettledSql = (flag: string): string => `${flag}.state in ('open', 'acknowledged')`;

/** The conversations `c` of flags `f`, where what is asked of them is theirs to answer. */
export const conversationJoinSql = 'left join conversations c on c.key = f.conversation_key';

/** What `flags f` are joined with for the conditions of `filterSql`. */
export function filterJoinSql({ channel, scenario }: FlagFilter): string {
  return channel === undefined && scenario === undefined ? '' : conversationJoinSql;
}

/** The conditions that say which flags `f` are meant: of lists, of their counts, and of the figure of open flags. */
export function filterSql(filter: FlagFilter, values: Values): string[] {
  const equal = {
    'f.severity': filter.severity === undefined ? undefined : storedSeverity(filter.severity),
    'f.category': filter.category,
    'f.state': filter.state,
    'f.conversation_id': filter.conversationId,
    'c.channel': filter.channel,
    'c.scenario': filter.scenario,
  };
  const conditions = Object.entries(equal).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${values.add(value)}`],
  );
  if (filter.vendorId !== undefined) conditions.push(vendorSql('f.vendor_id', filter.vendorId, values));
  if (filter.unsettled === true) conditions.push(unsettledSql('f'));
  // The graver, the lower the number.
  if (filter.leastSeverity !== undefined) {
    conditions.push(`f.severity <= ${values.add(storedSeverity(filter.leastSeverity))}`);
  }
  return conditions;
}

/** In which order flags are listed: `gravest`, of these the longest known, or the last opened first. */
export type FlagOrder = 'gravest' | 'newest';

interface Order {
  readonly by: string;
  readonly keyOf: (row: FlagRow) => readonly string[];
  /** The condition on rows behind the one that a cursor names. */
  readonly after: (cursor: string, values: Values) => string;
}

/** The orders of a list of flags `f`. */
export const orders: Readonly<Record<FlagOrder, Order>> = {
  gravest: {
    by: 'f.severity, f.received_at, f.id',
    keyOf: (row) => [String(row.severity), row.cursor_received_at, row.id],
    after: (cursor, values) => {
      const [severity, at, id] = decodeGravityCursor(cursor);
      return `(f.severity, f.received_at, f.id)
        > (${values.add(severity)}::smallint, ${values.add(at)}::timestamptz, ${values.add(id)}::uuid)`;
    },
  },
  newest: {
    by: 'f.opened_at desc, f.id',
    keyOf: (row) => [row.cursor_at, row.id],
    after: (cursor, values) => {
      const [at, id] = decodeCursor(cursor);
      const [atValue, idValue] = [`${values.add(at)}::timestamptz`, `${values.add(id)}::uuid`];
      return `f.opened_at <= ${atValue} and (f.opened_at < ${atValue} or f.id > ${idValue})`;
    },
  },
};
