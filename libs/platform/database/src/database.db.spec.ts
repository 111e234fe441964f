import { testDatabase, type TestDatabase } from '@earshot/testing';
import { Database } from './database';
import { isEndedIdle, isTooSlow, isTransient } from './errors';

describe('Database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
    await db.database.query('create table things (id integer primary key)');
  });
  afterAll(() => db.close());
  const ids = async () =>
    (await db.database.query<{ id: number }>('select id from things order by 1')).map((r) => r.id);

  it('commits what resolves and rolls back what throws', async () => {
    await db.database.transaction((tx) => tx.query('insert into things values (1)'));
    await expect(
      db.database.transaction(async (tx) => {
        await tx.query('insert into things values (2)');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await ids()).toEqual([1]);
  });

  it('cancels what takes longer than it may, and only that', async () => {
    const own = new Database(db.url, { connections: 1 });
    const slow = own.bounded(50, (tx) => tx.query('select pg_sleep(30)'));
    expect(isTooSlow(await slow.catch((error: unknown) => error))).toBe(true);
    expect(await own.bounded(5000, (tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
    expect(await own.query('show statement_timeout')).toEqual([{ statement_timeout: '0' }]);
    await own.close();
  });

  it('survives a connection that is killed in a transaction, and goes on', async () => {
    const own = new Database(db.url, { connections: 1 });
    await expect(
      own.transaction(async (tx) => {
        const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        await db.database.query('select pg_terminate_backend($1)', [row?.pid]);
        await tx.query('insert into things values (3)');
      }),
    ).rejects.toThrow();
    expect(await own.query('select 1 as one')).toEqual([{ one: 1 }]);
    await own.close();
    expect(await ids()).toEqual([1]);
  });

  it('lets go of what a transaction holds that asks nothing for too long', async () => {
    await db.database.query('insert into things values (7)');
    const own = new Database(db.url, { connections: 1, idleInTransactionMs: 100 });
    const frozen = own.transaction(async (tx) => {
      await tx.query('select id from things where id = 7 for update');
      // The other waits for the row as long as PostgreSQL leaves it to a transaction that does not go on.
      await db.database.query('delete from things where id = 7');
      await tx.query('insert into things values (8)');
    });
    const error = await frozen.catch((failure: unknown) => failure);
    // PostgreSQL told of it between two statements, and the statement that failed told only of a lost connection.
    expect([isTransient(error), isEndedIdle(error)]).toEqual([true, true]);
    expect(await own.query('select 1 as one')).toEqual([{ one: 1 }]);
    await own.close();
    expect(await ids()).toEqual([1]);
  });

  it('says so too where it was our own work between two statements that took so long', async () => {
    const own = new Database(db.url, { connections: 1, idleInTransactionMs: 50 });
    const busy = own.transaction(async (tx) => {
      await tx.query('select 1');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
      await tx.query('insert into things values (9)');
    });
    expect(isEndedIdle(await busy.catch((failure: unknown) => failure))).toBe(true);
    await own.close();
    expect(await ids()).toEqual([1]);
  });

  it('hears of an idle connection that broke', async () => {
    const heard: Error[] = [];
    const own = new Database(db.url, { connections: 1, onIdleError: (error) => heard.push(error) });
    const [row] = await own.query<{ pid: number }>('select pg_backend_pid() as pid');
    await db.database.query('select pg_terminate_backend($1)', [row?.pid]);
    for (let tries = 0; heard.length === 0 && tries < 100; tries += 1)
      await new Promise((done) => setTimeout(done, 20));
    expect(heard).toHaveLength(1);
    await own.close();
  });
});
