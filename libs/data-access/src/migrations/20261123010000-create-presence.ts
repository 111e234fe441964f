import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which safety officers look at the lane, one row a window and brand. Worth nothing after a crash: not logged. */
export class CreatePresence20261123010000 implements MigrationInterface {
  readonly name = 'CreatePresence20261123010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table officers_looking (
        window_id text not null,
        brand_id text not null,
        person_id uuid not null,
        seen_at timestamptz not null default clock_timestamp(),
        primary key (window_id, brand_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table officers_looking');
  }
}
