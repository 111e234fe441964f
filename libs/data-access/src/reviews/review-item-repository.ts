import { type Scope } from '@earshot/domain/access';
import { type ItemState } from '@earshot/domain/scoring';
import { type Queryable } from '@earshot/platform/database';
import { scopeSql, Values } from '../scope-sql';

/** An item that was just taken from the queue. */
export interface TakenItem {
  readonly id: string;
  readonly brandId: string;
}

/**
 * The condition that an item `i` can be claimed by this person at `now`: it waits, or its holder's lease ran out;
 * and the person has neither reviewed nor skipped it. What was skipped too often waits for leads.
 */
export function claimableSql(scope: Scope, now: Date, values: Values): string {
  const free = [`i.state = 'waiting'`, `(i.state = 'claimed' and i.lease_until <= ${values.add(now)})`];
  if (scope.roles.includes('lead')) free.push(`i.state = 'skipped'`);
  return `${scopeSql(scope, 'i', values)} and (${free.join(' or ')})
    and not exists (select from reviews k where k.item_id = i.id
      and k.reviewer_id = ${values.add(scope.personId)} and k.state in ('submitted', 'skipped'))`;
}

/** The review queue: who holds which item. */
export class ReviewItemRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * Locks and gives the next item for this person: the most urgent first, and among equals in the order of their
   * ids, which are hashes. So what has been reviewed at any time is a fair draw of what was selected. Items that
   * another person is taking at this moment are passed over; null where none is left.
   */
  async takeNext(scope: Scope, now: Date): Promise<TakenItem | null> {
    const values = new Values();
    const [row] = await this.database.query<{ id: string; brand_id: string }>(
      `select i.id, i.brand_id from review_items i where ${claimableSql(scope, now, values)}
       order by i.priority, i.id limit 1 for update skip locked`,
      values.list,
    );
    return row === undefined ? null : { id: row.id, brandId: row.brand_id };
  }

  /** One claim of a person at a time: a double click gives the same draft twice, not two. */
  async lockFor(scope: Scope): Promise<void> {
    await this.database.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [scope.personId]);
  }

  /** Sets an item's state and its holder. */
  async set(
    id: string,
    { state, lease }: { state: ItemState; lease: { by: string; until: Date } | null },
  ): Promise<void> {
    await this.database.query(
      'update review_items set state = $2, leased_by = $3, lease_until = $4 where id = $1',
      [id, state, lease?.by ?? null, lease?.until ?? null],
    );
  }
}
