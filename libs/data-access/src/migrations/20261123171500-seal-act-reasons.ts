import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a person closed a flag, or opened it again, stays sealed with the act when the flag itself has moved on. */
export class SealActReasons20261123171500 implements MigrationInterface {
  readonly name = 'SealActReasons20261123171500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table flag_acts add column reason_secret bytea, add column key_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table flag_acts drop column reason_secret, drop column key_id');
  }
}
