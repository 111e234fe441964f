import { type MetricId } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { wholeMinutes } from '@earshot/domain/metrics';
import { unsettledSql } from '../flags/flag-list-sql';
import { flagScopeSql, type Values } from '../scope-sql';

/** What a condition on conversations may need: whose eyes, and the window (either end may be open). */
export interface Behind {
  readonly scope: Scope;
  readonly values: Values;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The window as the figures over it are summed. */
export function summedWindow({ from, to }: Pick<Behind, 'from' | 'to'>): Pick<Behind, 'from' | 'to'> {
  const edges = wholeMinutes(Date.parse(from ?? ''), Date.parse(to ?? ''));
  const told = (ms: number) => (Number.isNaN(ms) ? undefined : new Date(ms).toISOString());
  return { from: told(edges.fromMs), to: told(edges.toMs) };
}

/** Whether `column` lies in the window: `from` included, `to` excluded. */
export function withinSql(
  column: string,
  { from, to, values }: Pick<Behind, 'from' | 'to' | 'values'>,
): string {
  const after = from === undefined ? 'true' : `${column} >= ${values.add(from)}::timestamptz`;
  const before = to === undefined ? 'true' : `${column} < ${values.add(to)}::timestamptz`;
  return `${after} and ${before}`;
}

// A stored fold leaves out what is as it was before the first event, zeros among it.
const foldInstant = (path: string) => `to_timestamp((c.fold::json #>> '{${path}}')::bigint / 1000.0)`;
/**
 * Whether an instant that has to be read out of the fold lies in the window. Reading it is what costs, so it is read
 * once, and only of conversations whose `latest`, a column that it is never after, is not before the window's start.
 */
function costlyWithin(instant: string, latest: string, { from, to, values }: Behind): string {
  const start = `${values.add(from ?? null)}::timestamptz`;
  const isRecent = from === undefined ? 'true' : `${latest} >= ${start}`;
  return `${isRecent} and tstzrange(${start}, ${values.add(to ?? null)}::timestamptz, '[)') @> ${instant}`;
}
const foldWithin = (path: string, behind: Behind) =>
  costlyWithin(foldInstant(path), 'c.last_event_at', behind);
/**
 * Whether the last close lies in the window. Of a closed conversation it stands in a column, also where it was derived
 * from a silence and so is later than the last event; one that was opened again closed before its last event.
 */
const byLastClose = (behind: Behind) =>
  costlyWithin(
    `coalesce(c.closed_at, ${foldInstant('close,at')})`,
    'coalesce(c.closed_at, c.last_event_at)',
    behind,
  );
const byFirstClose = (behind: Behind) => withinSql('c.first_closed_at', behind);

function byFlag(behind: Behind, condition: string): string {
  return `exists (select from flags g where g.conversation_key = c.key
    and ${flagScopeSql(behind.scope, 'g', behind.values)} and ${condition})`;
}

function byReview(behind: Behind): string {
  return `exists (select from review_items i join reviews r on r.item_id = i.id and r.state = 'submitted'
    where i.conversation_key = c.key and ${withinSql('i.decided_at', behind)})`;
}

const acknowledged = (behind: Behind) =>
  byFlag(behind, `g.acknowledged_at is not null and ${withinSql('g.received_at', behind)}`);

const conditions: Record<MetricId, (behind: Behind) => string> = {
  'first-response-time': (behind) => foldWithin('firstResponse,since', behind),
  'response-time': (behind) => `(c.fold::json #>> '{responses,n}')::int > 0 and ${overlapSql(behind)}`,
  'waiting-now': () => `c.state = 'open' and c.waiting_since is not null`,
  'time-to-human': (behind) => withinSql('c.opened_at', behind),
  'resolution-time': byLastClose,
  'first-contact-resolution': byFirstClose,
  satisfaction: (behind) => foldWithin('rating,at', behind),
  'complaint-rate': byFirstClose,
  'qa-pass-rate': byReview,
  'qa-score': byReview,
  'abandoned-rate': byFirstClose,
  'unanswered-rate': byFirstClose,
  'intake-lag': (behind) => withinSql('c.last_received_at', behind),
  'open-flags': (behind) => byFlag(behind, unsettledSql('g')),
  'time-to-acknowledge': acknowledged,
  'time-to-brand': acknowledged,
};

/**
 * The condition on conversations `c` that says of which a metric tells in the window (docs/metrics): of a rate all that
 * it is a share of, whether or not they count for it.
 */
export function behindMetricSql(metric: MetricId, behind: Behind): string {
  return conditions[metric](behind);
}

/** A conversation that ran at some time in the window. */
function overlapSql({ from, to, values }: Behind): string {
  const after = from === undefined ? 'true' : `c.last_event_at >= ${values.add(from)}::timestamptz`;
  const before = to === undefined ? 'true' : `c.opened_at < ${values.add(to)}::timestamptz`;
  return `${after} and ${before}`;
}
