import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose bound intake key first spoke of a conversation: nobody else may open it, or add to it, afterwards. */
export class KeepBoundVendor20261123130000 implements MigrationInterface {
  readonly name = 'KeepBoundVendor20261123130000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversations add column bound_vendor_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversations drop column bound_vendor_id');
  }
}
