import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * No index holds what changes in a running conversation any more: a new version of its row finds room beside the old
 * one and no index is touched, not even by its close. When an open conversation is next looked at for its silence
 * stands in a table of its own, appended to once a conversation; first closes are found by block range, since rows
 * stand in the order in which conversations began.
 */
export class IdleChecks20261123045000 implements MigrationInterface {
  readonly name = 'IdleChecks20261123045000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idle_checks (conversation_key uuid not null, due_at timestamptz not null);
      insert into idle_checks select key, idle_check_at from conversations where state = 'open';
      create index idle_checks_due on idle_checks (due_at);
      alter table conversations drop column idle_check_at;
      drop index conversations_by_first_close;
      create index conversations_by_first_close on conversations using brin (first_closed_at)
        with (pages_per_range = 32, autosummarize = on);
      alter table conversations reset (autovacuum_vacuum_scale_factor);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversations set (autovacuum_vacuum_scale_factor = 0.05);
      drop index conversations_by_first_close;
      create index conversations_by_first_close on conversations (brand_id, first_closed_at)
        where first_closed_at is not null;
      alter table conversations add column idle_check_at timestamptz;
      update conversations c set idle_check_at = coalesce(
        (select min(due_at) from idle_checks i where i.conversation_key = c.key), c.last_event_at);
      alter table conversations alter column idle_check_at set not null;
      create index conversations_open on conversations (idle_check_at) where state = 'open';
      drop table idle_checks;
    `);
  }
}
