import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person who has not chosen a language has none; the browser's is shown. Those there are keep what they have. */
export class LeaveLanguageUnchosen20261123010100 implements MigrationInterface {
  readonly name = 'LeaveLanguageUnchosen20261123010100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table people alter column language drop not null, alter column language drop default',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update people set language = 'zh-CN' where language is null;
      alter table people alter column language set default 'zh-CN', alter column language set not null;
    `);
  }
}
