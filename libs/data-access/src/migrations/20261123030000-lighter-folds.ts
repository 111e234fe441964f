import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A conversation's row is written anew for every batch that holds one of its events. Its fold is text now, which
 * PostgreSQL takes as it is, where json is read and checked each time; and half of each page is left free, so that
 * nearly all new versions find room beside the old one and no index is touched.
 */
export class LighterFolds20261123030000 implements MigrationInterface {
  readonly name = 'LighterFolds20261123030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversations alter column fold type text using fold::text, set (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversations alter column fold type json using fold::json, set (fillfactor = 70);
    `);
  }
}
