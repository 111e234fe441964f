import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What holds words, or what was found in them, and its type; no search compares it. */
const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  messages: {
    masked: 'text',
    spans: 'jsonb',
    secret: 'bytea',
    signals: 'jsonb',
    attachments_secret: 'bytea',
  },
  conversation_events: { data: 'jsonb', secret: 'bytea' },
  conversations: { fold: 'text', decided: 'text' },
  findings: { pack_version: 'text', reasons: 'jsonb', evidence: 'jsonb' },
  flags: { reason: 'text', reason_secret: 'bytea', excerpt: 'text' },
  rejected_events: { detail: 'text', excerpt: 'text', secret: 'bytea' },
};

/**
 * PostgreSQL samples every column for its planner: of texts that would keep copies of what customers wrote, for longer
 * than the rows are kept, and take more time than all other columns together.
 */
export class NoStatisticsOfTexts20261123163000 implements MigrationInterface {
  readonly name = 'NoStatisticsOfTexts20261123163000';
  /** One statement a table, each by itself: whoever reads several tables meanwhile waits for one lock, in no circle. */
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(texts)) {
      // Samples that were taken stay until the type is set anew, though it is the same: then they go, and no row moves.
      const changes = Object.entries(columns).map(
        ([name, type]) => `alter column ${name} type ${type}, alter column ${name} set statistics 0`,
      );
      await runner.query(`alter table ${table} ${changes.join(', ')}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(texts)) {
      const changes = Object.keys(columns).map((name) => `alter column ${name} set statistics -1`);
      await runner.query(`alter table ${table} ${changes.join(', ')}`);
    }
  }
}
