import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { createDataSource } from '../data-source';
import { NoStatisticsOfTexts20261123163000 } from '../migrations/20261123163000-no-statistics-of-texts';
import { keepPartitions } from './partitions';

/** Columns of texts and of what is told of them: looked at by nobody's search, so no plan needs to know their values. */
const UNSEARCHED = ['masked', 'secret', 'signals', 'spans', 'data', 'fold', 'reasons', 'evidence', 'excerpt'];

describe('the statistics that PostgreSQL keeps', () => {
  let own: TestDatabase;
  let store: TestIngest;
  beforeAll(async () => {
    own = await testDatabase();
    store = new TestIngest(own.database, eventsNow);
    await store.begin();
  });
  afterAll(() => own.close());

  const sampled = () =>
    own.database.query<{ table: string; column: string }>(
      `select tablename as table, attname as column from pg_stats
       where schemaname = 'public' and attname = any($1::text[]) order by 1, 2`,
      [UNSEARCHED],
    );

  it('hold nothing of what customers write, also in partitions that were made since', async () => {
    await keepPartitions(own.database, eventsNow + 200 * 86_400_000, 300);
    const words = '司机一直在骚扰我，我住在幸福路';
    await store.write(
      Array.from({ length: 40 }, (_, n) => [
        anEvent('conversation.message.v1', {
          id: `m${n}`,
          subject: `c${n}`,
          data: { messageId: `m${n}`, text: words, sender: { role: 'customer', id: 'c' } },
        }),
        anEvent('conversation.complained.v1', {
          id: `k${n}`,
          subject: `c${n}`,
          data: { text: words, category: 'conduct' },
        }),
      ]).flat(),
    );
    await own.database.query('analyze');
    const [row] = await own.database.query<{ n: number }>(
      "select count(*)::int as n from pg_stats where tablename like 'messages%' and attname = 'message_id'",
    );
    expect(row?.n).toBeGreaterThan(0);
    expect(await sampled()).toEqual([]);
  });

  it('forget what was sampled before that', async () => {
    const source = await createDataSource(own.url).initialize();
    try {
      const runner = source.createQueryRunner();
      const migration = new NoStatisticsOfTexts20261123163000();
      await migration.down(runner);
      await own.database.query('analyze');
      expect((await sampled()).map(({ column }) => column)).toContain('masked');
      await migration.up(runner);
      await runner.release();
    } finally {
      await source.destroy();
    }
    expect(await sampled()).toEqual([]);
  });

  it('are given up beside a process that reads several tables at once', async () => {
    const source = await createDataSource(own.url).initialize();
    const [before, runner, reader] = [0, 1, 2].map(() => source.createQueryRunner());
    try {
      await before?.startTransaction();
      await before?.query('select from findings limit 1');
      const migration = new NoStatisticsOfTexts20261123163000();
      const given = runner === undefined ? null : migration.up(runner);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const read = reader?.query(
        'select count(*) from flags f left join conversations c on c.key = f.conversation_key',
      );
      await read;
      await before?.commitTransaction();
      await given;
    } finally {
      await source.destroy();
    }
    expect(await sampled()).toEqual([]);
  });
});
