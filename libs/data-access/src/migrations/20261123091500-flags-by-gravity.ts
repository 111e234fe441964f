import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of flags goes through them from the gravest to the least, whatever their state. */
export class FlagsByGravity20261123091500 implements MigrationInterface {
  readonly name = 'FlagsByGravity20261123091500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index flags_by_gravity on flags (brand_id, severity, received_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index flags_by_gravity');
  }
}
