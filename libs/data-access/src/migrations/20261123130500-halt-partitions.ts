import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A partition whose stored offset was found outside its log stands still, over restarts, until it is reset. */
export class HaltPartitions20261123130500 implements MigrationInterface {
  readonly name = 'HaltPartitions20261123130500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table kafka_offsets add column outside_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table kafka_offsets drop column outside_since');
  }
}
