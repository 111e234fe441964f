import { emptyDatabase, type TestDatabase } from '@earshot/testing';
import { createDataSource, runMigrations, undoMigrations } from './data-source';

describe('migrations', () => {
  let db: TestDatabase;
  beforeAll(async () => (db = await emptyDatabase()));
  afterAll(() => db.close());

  const tables = async () =>
    (
      await db.database.query<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'public' order by 1",
      )
    ).map(({ name }) => name);

  it('run up, down and up again, leaving nothing between', async () => {
    const first = await runMigrations(db.url);
    expect(first.length).toBeGreaterThan(0);
    const made = await tables();
    expect(made).toContain('audit_log');
    await undoMigrations(db.url);
    expect(await tables()).toEqual(['migrations']);
    expect(await runMigrations(db.url)).toEqual(first);
    expect(await tables()).toEqual(made);
  });

  it('are run once when several processes start together', async () => {
    await undoMigrations(db.url);
    const ran = await Promise.all([runMigrations(db.url), runMigrations(db.url), runMigrations(db.url)]);
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('agree with the entities, column by column', async () => {
    const source = await createDataSource(db.url).initialize();
    try {
      for (const { tableName, columns } of source.entityMetadatas) {
        const rows = await db.database.query<{ name: string; optional: boolean }>(
          `select column_name as name, is_nullable = 'YES' as optional
             from information_schema.columns where table_name = $1 order by 1`,
          [tableName],
        );
        const entity = columns.map((column) => ({ name: column.databaseName, optional: column.isNullable }));
        expect(entity.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows);
      }
    } finally {
      await source.destroy();
    }
  });
});
