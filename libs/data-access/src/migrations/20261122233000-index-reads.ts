import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes of the reads: first-contact resolution by first close, and the review queue in the order in which it is
 * claimed (priority, then id, which is a hash). `first_closed_at` changes once in a conversation's life, so that the
 * updates of a running conversation still touch no index.
 */
export class IndexReads20261122233000 implements MigrationInterface {
  readonly name = 'IndexReads20261122233000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index conversations_by_first_close on conversations (brand_id, first_closed_at)
        where first_closed_at is not null;
      create index review_items_next on review_items (brand_id, priority, id)
        where state in ('waiting', 'claimed', 'skipped');
      drop index review_items_queue;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index review_items_queue on review_items (brand_id, priority, decided_at, id)
        where state in ('waiting', 'claimed');
      drop index review_items_next;
      drop index conversations_by_first_close;
    `);
  }
}
