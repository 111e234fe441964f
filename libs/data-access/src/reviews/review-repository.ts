import { type Answer, type ReviewQueue } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type ReviewState, type Score } from '@earshot/domain/scoring';
import { type Queryable } from '@earshot/platform/database';
import { decodeCursor, pageOfRows, type Page, type PageRequest } from '../page';
import { Values } from '../scope-sql';
import { claimableSql } from './review-item-repository';
import {
  knownReview,
  reviewColumns,
  reviewJoins,
  reviewScopeSql,
  type KnownReview,
  type ReviewRow,
} from './review-rows';

/** Which reviews to list; what is not given does not narrow. */
export interface ReviewFilter extends PageRequest {
  readonly vendorId?: string | undefined;
  readonly state?: ReviewState | undefined;
}

/** What a reviewer wrote: masked, with the original texts encrypted beside it. */
export interface Draft {
  readonly answers: Record<string, Answer>;
  readonly note: string;
  readonly secret: Buffer;
  readonly keyId: string;
}

/** Reads reviews within a person's scope and roles, and writes what reviewers do. */
export class ReviewRepository {
  constructor(private readonly database: Queryable) {}

  /** A page of reviews, last claimed first. */
  async list(scope: Scope, filter: ReviewFilter): Promise<Page<KnownReview>> {
    const values = new Values();
    const conditions = [reviewScopeSql(scope, values)];
    if (filter.vendorId !== undefined) conditions.push(`r.vendor_id = ${values.add(filter.vendorId)}`);
    if (filter.state !== undefined) conditions.push(`r.state = ${values.add(filter.state)}`);
    if (filter.cursor !== undefined) {
      const [at, id] = decodeCursor(filter.cursor);
      const [atValue, idValue] = [`${values.add(at)}::timestamptz`, `${values.add(id)}::uuid`];
      conditions.push(`r.claimed_at <= ${atValue} and (r.claimed_at < ${atValue} or r.id > ${idValue})`);
    }
    const rows = await this.database.query<ReviewRow>(
      `select ${reviewColumns} from ${reviewJoins} where ${conditions.join(' and ')}
       order by r.claimed_at desc, r.id limit ${values.add(filter.limit + 1)}`,
      values.list,
    );
    return pageOfRows(rows, filter.limit, { keyOf: (row) => [row.cursor_at, row.id], show: knownReview });
  }

  /** The submitted reviews of a conversation, newest first. */
  async ofConversation(scope: Scope, conversationKey: string): Promise<KnownReview[]> {
    const values = new Values();
    const rows = await this.database.query<ReviewRow>(
      `select ${reviewColumns} from ${reviewJoins}
       where ${reviewScopeSql(scope, values)} and i.conversation_key = ${values.add(conversationKey)}::uuid
         and r.state = 'submitted'
       order by r.submitted_at desc, r.id`,
      values.list,
    );
    return rows.map(knownReview);
  }

  /** One review, or null where there is none that this person may see. */
  async find(scope: Scope, id: string): Promise<KnownReview | null> {
    return this.one(scope, 'r.id', id);
  }

  /** As `find`, for the person's own, with the review and its item locked until the transaction's end. */
  async lockOwn(scope: Scope, id: string): Promise<KnownReview | null> {
    // The item first, as claiming does: two orders would be a deadlock.
    await this.database.query(
      'select from review_items where id = (select item_id from reviews where id = $1) for update',
      [id],
    );
    await this.database.query('select from reviews where id = $1 for update', [id]);
    const review = await this.find(scope, id);
    return review?.reviewerId === scope.personId ? review : null;
  }

  /** The person's draft, oldest first where there are several brands' items; null where there is none. */
  async ownDraft(scope: Scope): Promise<KnownReview | null> {
    const values = new Values();
    const [row] = await this.database.query<ReviewRow>(
      `select ${reviewColumns} from ${reviewJoins}
       where r.reviewer_id = ${values.add(scope.personId)} and r.state = 'draft' and ${reviewScopeSql(scope, values)}
       order by r.claimed_at, r.id limit 1`,
      values.list,
    );
    return row === undefined ? null : knownReview(row);
  }

  /** Starts a review of a claimed item, on the transcript and the scorecard of now; gives its id. */
  async start(scope: Scope, itemId: string, now: Date): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(
      `insert into reviews (id, item_id, brand_id, vendor_id, reviewer_id, scorecard_id, scorecard_version,
         transcript_revision, state, claimed_at)
       select gen_random_uuid(), i.id, i.brand_id, i.vendor_id, $2, d.scorecard_id, d.version, c.version, 'draft', $3
       from review_items i
         join conversations c on c.key = i.conversation_key
         join lateral (select scorecard_id, version from scorecards where brand_id = i.brand_id
           order by published_at desc, version desc limit 1) d on true
       where i.id = $1 returning id`,
      [itemId, scope.personId, now],
    );
    if (row === undefined)
      throw new Error(`review item ${itemId} has no conversation or its brand no scorecard`);
    return row.id;
  }

  /** The person's earlier review of an item that was taken over by another, or null. */
  async ownExpired(scope: Scope, itemId: string): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }>(
      `select id from reviews where item_id = $1 and reviewer_id = $2 and state = 'expired' limit 1`,
      [itemId, scope.personId],
    );
    return row?.id ?? null;
  }

  /** Sets a review's state. */
  async setState(id: string, state: ReviewState): Promise<void> {
    await this.database.query('update reviews set state = $2, revision = revision + 1 where id = $1', [
      id,
      state,
    ]);
  }

  /** Marks the drafts that other people had on an item as expired: their answers stay. */
  async expireOthers(scope: Scope, itemId: string): Promise<void> {
    await this.database.query(
      `update reviews set state = 'expired', revision = revision + 1
       where item_id = $1 and state = 'draft' and reviewer_id <> $2`,
      [itemId, scope.personId],
    );
  }

  /** Keeps a draft; gives the new revision. */
  async save(id: string, draft: Draft): Promise<number> {
    const [row] = await this.database.query<{ revision: string }>(
      `update reviews set answers = $2, note = $3, secret = $4, key_id = $5, revision = revision + 1
       where id = $1 returning revision`,
      [id, JSON.stringify(draft.answers), draft.note, draft.secret, draft.keyId],
    );
    return Number(row?.revision);
  }

  /** Writes the outcome of a review: submitted with its score, or skipped with the reason. */
  async finish(
    id: string,
    outcome: { at: Date } & ({ score: Score } | { skipReason: string }),
  ): Promise<void> {
    if ('score' in outcome) {
      const { scorePercent, passed } = outcome.score;
      await this.database.query(
        `update reviews set state = 'submitted', submitted_at = $2, score_percent = $3, passed = $4,
           revision = revision + 1 where id = $1`,
        [id, outcome.at, scorePercent, passed],
      );
      return;
    }
    await this.database.query(
      `update reviews set state = 'skipped', skip_reason = $2, revision = revision + 1 where id = $1`,
      [id, outcome.skipReason],
    );
  }

  /** Makes a submitted review a draft again, without its outcome. */
  async takeBack(id: string): Promise<void> {
    await this.database.query(
      `update reviews set state = 'draft', submitted_at = null, score_percent = null, passed = null,
         revision = revision + 1 where id = $1`,
      [id],
    );
  }

  /** What waits for the person, and what they did in the day that contains `now` (UTC). */
  async queue(scope: Scope, now: Date): Promise<ReviewQueue> {
    const values = new Values();
    const claimable = claimableSql(scope, now, values);
    const me = values.add(scope.personId);
    const day = values.add(new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000));
    const [row] = await this.database.query<{
      waiting: number;
      submitted_today: number;
      draft: string | null;
      median_seconds: number | null;
    }>(
      `select (select count(*)::int from review_items i where ${claimable}) as waiting,
         (select count(*)::int from reviews where reviewer_id = ${me} and submitted_at >= ${day}) as submitted_today,
         (select id from reviews where reviewer_id = ${me} and state = 'draft' order by claimed_at, id limit 1) as draft,
         (select percentile_cont(0.5) within group (order by extract(epoch from submitted_at - claimed_at)::float8)
            from (select submitted_at, claimed_at from reviews where reviewer_id = ${me} and state = 'submitted'
              order by submitted_at desc limit 100) latest) as median_seconds`,
      values.list,
    );
    return {
      waiting: row?.waiting ?? 0,
      submittedToday: row?.submitted_today ?? 0,
      draft: row?.draft ?? null,
      medianReviewSeconds: row?.median_seconds ?? null,
    };
  }

  private async one(scope: Scope, column: 'r.id', value: string): Promise<KnownReview | null> {
    const values = new Values();
    const [row] = await this.database.query<ReviewRow>(
      `select ${reviewColumns} from ${reviewJoins}
       where ${column} = ${values.add(value)} and ${reviewScopeSql(scope, values)}`,
      values.list,
    );
    return row === undefined ? null : knownReview(row);
  }
}
