import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Decisions are looked up by their conversation and never by their id alone, and the id is derived from the
 * conversation: one index serves both, and every decision is written into one fewer.
 */
export class SelectionKey20261123083000 implements MigrationInterface {
  readonly name = 'SelectionKey20261123083000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table selections drop constraint selections_pkey, add primary key (conversation_key, id);
      drop index selections_by_conversation;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index selections_by_conversation on selections (conversation_key);
      alter table selections drop constraint selections_pkey, add primary key (id);
    `);
  }
}
