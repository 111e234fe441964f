import { type Queryable } from '@earshot/platform/database';
import { conversationJoinSql, filterSql } from '../flags/flag-list-sql';
import { flagScopeSql, scopeSql, Values } from '../scope-sql';
import { dimensionsOf, groupSql, narrowSql, type Dimensions, type MeasureSlice } from './measure-slice';

/** Conversations that wait for an answer at this moment. */
export interface Waiting {
  readonly dimensions: Dimensions;
  readonly waiting: number;
  readonly open: number;
  readonly longestSince: Date | null;
}

/** First closes in the window, and how many of them needed no second contact. */
export interface FirstContacts {
  readonly dimensions: Dimensions;
  readonly closed: number;
  readonly resolvedAtOnce: number;
}

/** Flags that are not closed, at this moment. */
export interface OpenFlags {
  readonly dimensions: Dimensions;
  /** By stored severity, gravest first. */
  readonly bySeverity: readonly [number, number, number, number];
  readonly pastDeadline: number;
}

/** How long flags received in the window waited for a person of the brand. Times in ms. */
export interface Acknowledgements {
  readonly dimensions: Dimensions;
  readonly flags: number;
  readonly acknowledged: number;
  readonly critical: number;
  readonly criticalInTarget: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly longest: number | null;
}

/** All conversations of a stratum and tier that were decided with one inclusion probability, with their reviews. */
export interface ReviewCell {
  readonly dimensions: Dimensions;
  readonly stratum: string;
  readonly tier: 'random' | 'trigger';
  readonly inclusionProbability: string;
  readonly population: number;
  readonly kept: number;
  readonly reviewed: number;
  readonly passed: number;
  /** Reviews with a score (not all criteria "not applicable"), their mean in percent and its sample variance. */
  readonly scored: number;
  readonly meanScore: number | null;
  readonly scoreVariance: number | null;
}

const ofConversation = { vendor: 'c.vendor_id', channel: 'c.channel', scenario: 'c.scenario' };
const ofFlag = { vendor: 'f.vendor_id', channel: 'c.channel', scenario: 'c.scenario' };
const criticalTargetMs = 60_000;
/** A contact within this time after the close takes the "first" from first-contact resolution. */
export const secondContactMs = 72 * 3_600_000;
/** Whether the first close of a conversation `c` resolved it, and its customer has not come again in that time. */
export const resolvedAtOnceSql = `c.outcome = 'resolved' and not exists (
  select from conversations n where n.brand_id = c.brand_id and n.customer_hash = c.customer_hash
    and n.opened_at > c.first_closed_at
    and n.opened_at < c.first_closed_at + interval '${secondContactMs} milliseconds'
    and n.key <> c.key)`;

/** Counts, within a person's scope, what is not in metric buckets: states of this moment and facts that mature. */
export class FactRepository {
  constructor(private readonly database: Queryable) {}

  /** Open conversations now, and those whose last word is the customer's. */
  async waiting(slice: MeasureSlice): Promise<Waiting[]> {
    const values = new Values();
    const columns = { ...ofConversation, at: 'c.opened_at' };
    const { select, groupBy } = groupSql(slice, columns);
    const rows = await this.database.query<{ waiting: number; open: number; since: Date | null }>(
      `select ${select} count(*)::int as open, count(c.waiting_since)::int as waiting, min(c.waiting_since) as since
       from conversations c where c.state = 'open' and ${scopeSql(slice.scope, 'c', values)}
         and ${narrowSql(slice, columns, values)} ${groupBy}`,
      values.list,
    );
    return rows.map((row) => ({
      dimensions: dimensionsOf(slice, { ...row }),
      waiting: row.waiting,
      open: row.open,
      longestSince: row.since,
    }));
  }

  /** First-contact resolution of what first closed in the window. */
  async firstContacts(slice: MeasureSlice): Promise<FirstContacts[]> {
    const values = new Values();
    const columns = { ...ofConversation, at: 'c.first_closed_at' };
    const { select, groupBy } = groupSql(slice, columns);
    const rows = await this.database.query<{ closed: number; at_once: number }>(
      `select ${select} count(*)::int as closed,
         (count(*) filter (where ${resolvedAtOnceSql}))::int as at_once
       from conversations c
       where ${scopeSql(slice.scope, 'c', values)} and ${narrowSql(slice, columns, values)}
         and c.first_closed_at >= ${values.add(slice.from)} and c.first_closed_at < ${values.add(slice.to)} ${groupBy}`,
      values.list,
    );
    return rows.map((row) => ({
      dimensions: dimensionsOf(slice, { ...row }),
      closed: row.closed,
      resolvedAtOnce: row.at_once,
    }));
  }

  /** Flags still to be dealt with at `now`, as far as this person may count them: those that a list of them holds. */
  async openFlags(slice: MeasureSlice, now: Date): Promise<OpenFlags[]> {
    const values = new Values();
    const columns = { ...ofFlag, at: 'f.received_at' };
    const { select, groupBy } = groupSql(slice, columns);
    const { vendorId, channel, scenario } = slice;
    const rows = await this.database.query<{ s0: number; s1: number; s2: number; s3: number; late: number }>(
      `select ${select} ${[0, 1, 2, 3].map((s) => `(count(*) filter (where f.severity = ${s}))::int as s${s}`).join(', ')},
         (count(*) filter (where f.state = 'open' and f.deadline_at < ${values.add(now)}))::int as late
       from flags f ${conversationJoinSql}
       where ${flagScopeSql(slice.scope, 'f', values)}
         and ${filterSql({ unsettled: true, vendorId, channel, scenario }, values).join(' and ')} ${groupBy}`,
      values.list,
    );
    return rows.map((row) => ({
      dimensions: dimensionsOf(slice, { ...row }),
      bySeverity: [row.s0, row.s1, row.s2, row.s3],
      pastDeadline: row.late,
    }));
  }

  /**
   * Waits of the flags received in the window, counted from `since`: our receipt, or the event's own time. A flag
   * that is still open counts among `flags` and has no wait yet.
   */
  async acknowledgements(
    slice: MeasureSlice,
    since: 'received_at' | 'opened_at',
  ): Promise<Acknowledgements[]> {
    const values = new Values();
    const columns = { ...ofFlag, at: 'f.received_at' };
    const { select, groupBy } = groupSql(slice, columns);
    const wait = `(extract(epoch from f.acknowledged_at - f.${since}) * 1000)::float8`;
    const rows = await this.database.query<{
      flags: number;
      acknowledged: number;
      critical: number;
      in_target: number;
      waits: number[] | null;
      longest: number | null;
    }>(
      `select ${select} count(*)::int as flags, count(f.acknowledged_at)::int as acknowledged,
         (count(*) filter (where f.severity = 0))::int as critical,
         (count(*) filter (where f.severity = 0 and ${wait} <= ${criticalTargetMs}))::int as in_target,
         percentile_cont(array[0.5, 0.9]::float8[]) within group (order by ${wait})
           filter (where f.acknowledged_at is not null) as waits,
         max(${wait}) as longest
       from flags f ${conversationJoinSql}
       where f.state <> 'withdrawn' and ${flagScopeSql(slice.scope, 'f', values)} and ${narrowSql(slice, columns, values)}
         and f.received_at >= ${values.add(slice.from)} and f.received_at < ${values.add(slice.to)} ${groupBy}`,
      values.list,
    );
    return rows.map((row) => ({
      dimensions: dimensionsOf(slice, { ...row }),
      flags: row.flags,
      acknowledged: row.acknowledged,
      critical: row.critical,
      criticalInTarget: row.in_target,
      p50: row.waits?.[0] ?? null,
      p90: row.waits?.[1] ?? null,
      longest: row.longest,
    }));
  }

  /**
   * The cells of what first closed in the window, with their submitted reviews: every decided conversation once,
   * kept or not. Superseded decisions and those outside estimates are left out; a review of what no stream kept (a
   * manual pick) counts for nothing, its probability is unknown.
   */
  async reviewCells(slice: MeasureSlice): Promise<ReviewCell[]> {
    const values = new Values();
    const columns = {
      vendor: 's.vendor_id',
      channel: 'c.channel',
      scenario: 'c.scenario',
      at: 's.decided_at',
    };
    const { select } = groupSql(slice, columns);
    const dimensions = slice.groupBy.map((group) => `d."${group}", `).join('');
    const rows = await this.database.query<{
      stratum: string;
      tier: 'random' | 'trigger';
      pi: string;
      population: number;
      kept: number;
      reviewed: number;
      passed: number;
      scored: number;
      mean: number | null;
      variance: number | null;
    }>(
      `with decided as (
         select ${select} s.conversation_key, s.plan_id, s.stratum, s.inclusion_probability as pi,
           bool_or(s.purpose = 'trigger' and s.p <> '0') as triggered, bool_or(s.kept) as kept
         from selections s join conversations c on c.key = s.conversation_key
         where ${scopeSql(slice.scope, 's', values)} and ${narrowSql(slice, columns, values)}
           and s.superseded_at is null and not s.outside_estimates
           and s.decided_at >= ${values.add(slice.from)} and s.decided_at < ${values.add(slice.to)}
         group by ${slice.groupBy.map((_, index) => `${index + 1}, `).join('')}
           s.conversation_key, s.plan_id, s.stratum, s.inclusion_probability)
       select ${dimensions} d.stratum, case when d.triggered then 'trigger' else 'random' end as tier, d.pi,
         count(*)::int as population, (count(*) filter (where d.kept))::int as kept,
         count(r.id)::int as reviewed, (count(*) filter (where r.passed))::int as passed,
         count(r.score_percent)::int as scored, avg(r.score_percent)::float8 as mean,
         var_samp(r.score_percent)::float8 as variance
       from decided d
         left join review_items i on d.kept and i.conversation_key = d.conversation_key and i.plan_id = d.plan_id
         left join reviews r on r.item_id = i.id and r.state = 'submitted' and r.passed is not null
       group by ${dimensions} d.stratum, tier, d.pi`,
      values.list,
    );
    return rows.map((row) => ({
      dimensions: dimensionsOf(slice, { ...row }),
      stratum: row.stratum,
      tier: row.tier,
      inclusionProbability: row.pi,
      population: row.population,
      kept: row.kept,
      reviewed: row.reviewed,
      passed: row.passed,
      scored: row.scored,
      meanScore: row.mean,
      scoreVariance: row.variance,
    }));
  }
}
