import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is wrong with a rejected event is kept as a code with values too, so that it can be said in any language. */
export class SayFaults20261123170500 implements MigrationInterface {
  readonly name = 'SayFaults20261123170500';

  async up(runner: QueryRunner): Promise<void> {
    // Of those kept before only the English words are known.
    await runner.query('alter table rejected_events add column fault json');
    // Its values may quote the producer, as `detail` does, of which no samples are kept either.
    await runner.query('alter table rejected_events alter column fault set statistics 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table rejected_events drop column fault');
  }
}
