import { type MetricId } from '@earshot/contracts';
import { mayRead } from '@earshot/domain/access';
import { unsettledSql } from '../flags/flag-list-sql';
import { resolvedAtOnceSql } from '../measures/fact-repository';
import { flagScopeSql } from '../scope-sql';
import { type Behind } from './behind-metric';

/** What one conversation `c` gives to a metric, as SQL of type `double precision`. */
export interface FigureSql {
  /** The conversation's own value, in the unit of the contract; null where it is told by other columns, or by none. */
  readonly value: string;
  /** What the list is sorted by: higher is worse, null is best. */
  readonly worst: string;
}

const none = 'null::double precision';
const foldNumber = (path: string) => `(c.fold::json #>> '{${path}}')::double precision`;
const ms = (instant: string) => `extract(epoch from ${instant})::double precision * 1000`;
const descending = (value: string): FigureSql => ({ value, worst: value });
/** What counts for a rate (1) before what does not (0), in each the newest first: a time is below the weight. */
const counted = (condition: string): FigureSql => {
  const value = `case when ${condition} then 1 else 0 end::double precision`;
  return { value, worst: `${value} * 1e14 + ${ms('c.opened_at')}` };
};

const resolvedAtOnce = `case when ${resolvedAtOnceSql} then 1 else 0 end::double precision`;

/** Of the newest submitted review; those who may not read reviews are told nothing of one. */
function ofReview({ scope }: Behind, column: string): string {
  if (!mayRead(scope, 'reviews')) return none;
  return `(select ${column} from review_items i join reviews r on r.item_id = i.id and r.state = 'submitted'
    where i.conversation_key = c.key order by r.submitted_at desc limit 1)::double precision`;
}

function ofFlags({ scope, values }: Behind, value: string, condition: string): string {
  return `(select ${value} from flags g where g.conversation_key = c.key
    and ${flagScopeSql(scope, 'g', values)} and ${condition})::double precision`;
}

const isOpen = unsettledSql('g');
const longestUntil = (behind: Behind, from: string): string =>
  ofFlags(
    behind,
    `max(extract(epoch from g.acknowledged_at - g.${from})) * 1000`,
    'g.acknowledged_at is not null',
  );

const figures: Record<MetricId, (behind: Behind) => FigureSql> = {
  'first-response-time': () => descending(foldNumber('firstResponse,ms')),
  'response-time': () => descending(`${foldNumber('responses,sumMs')} / ${foldNumber('responses,n')}`),
  // How long it waits goes on growing: told by `waitingSince`, and sorted by what stands still.
  'waiting-now': () => ({ value: none, worst: `-${ms('c.waiting_since')}` }),
  'time-to-human': () => descending(`${foldNumber('humanAt')} - ${ms('c.opened_at')}`),
  'resolution-time': () => descending(`${foldNumber('close,at')} - ${ms('c.opened_at')}`),
  'first-contact-resolution': () => ({ value: resolvedAtOnce, worst: `-${resolvedAtOnce}` }),
  satisfaction: () => ({ value: 'c.rating::double precision', worst: '-c.rating::double precision' }),
  'complaint-rate': () => counted('c.complained'),
  'qa-pass-rate': (behind) => {
    const value = ofReview(behind, 'r.passed::int');
    return { value, worst: `-${value}` };
  },
  'qa-score': (behind) => {
    const value = ofReview(behind, 'r.score_percent');
    return { value, worst: `-${value}` };
  },
  'abandoned-rate': () => counted(`c.outcome = 'abandoned'`),
  'unanswered-rate': () => counted(`coalesce((c.fold::json ->> 'humanMessages')::int, 0) = 0`),
  'intake-lag': () => descending(ms('(c.last_received_at - c.last_event_at)')),
  'open-flags': (behind) => ({
    value: ofFlags(behind, 'count(*)', isOpen),
    // A graver flag outweighs any number of lesser ones.
    worst: ofFlags(behind, '(4 - min(g.severity)) * 1e6 + count(*)', isOpen),
  }),
  'time-to-acknowledge': (behind) => descending(longestUntil(behind, 'received_at')),
  'time-to-brand': (behind) => descending(longestUntil(behind, 'opened_at')),
};

/** What a conversation `c` gives to a metric, and by what the worst stand first (docs/metrics). */
export function figureSql(metric: MetricId, behind: Behind): FigureSql {
  return figures[metric](behind);
}
