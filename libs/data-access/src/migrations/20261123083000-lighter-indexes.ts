import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every event is written into fewer index entries. Decisions are looked up by their conversation and never by their id
 * alone, and the id is derived from the conversation: one index serves both. An event that is no message claims no
 * message id, and needs no entry that says so.
 */
export class LighterIndexes20261123083000 implements MigrationInterface {
  readonly name = 'LighterIndexes20261123083000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table selections drop constraint selections_pkey, add primary key (conversation_key, id);
      drop index selections_by_conversation;
      alter table receipts drop constraint receipts_message_key_key;
      create unique index receipts_by_message on receipts (message_key) where message_key is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index receipts_by_message;
      alter table receipts add unique (message_key);
      create index selections_by_conversation on selections (conversation_key);
      alter table selections drop constraint selections_pkey, add primary key (id);
    `);
  }
}
