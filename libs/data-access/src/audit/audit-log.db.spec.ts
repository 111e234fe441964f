import { ManualClock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { testDatabase, until, type TestDatabase } from '@earshot/testing';
import { AuditLog } from './audit-log';

const elapsed = (ms: number) => new Promise((resolve) => setTimeout(() => resolve('too late'), ms).unref());

describe('AuditLog', () => {
  let db: TestDatabase;
  const clock = new ManualClock(Date.parse('2026-03-02T12:00:00.123Z'));
  const audit = new AuditLog(clock);
  beforeAll(async () => (db = await testDatabase()));
  afterAll(() => db.close());

  const entry = (n: number) => ({
    personId: null,
    act: 'test.done',
    subject: `thing ${n}`,
    detail: { zeta: n, alpha: { b: ['x', null], a: '注意' } },
  });
  const count = async () => (await db.database.query('select 1 from audit_log')).length;

  it('numbers rows without a gap when many write at once, and the chain holds', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => audit.append(db.database, entry(n))));
    expect(await count()).toBe(30);
    expect(await audit.firstBroken(db.database)).toBeNull();
  });

  it('waits on one connection, however many wait, so that other work goes on', async () => {
    const database = new Database(db.url, { connections: 3 });
    const before = await count();
    let release = () => undefined as void;
    const holder = db.database.transaction(async (tx) => {
      await audit.append(tx, entry(200));
      await new Promise<void>((resolve) => (release = resolve));
    });
    await until('the chain is held', async () => {
      const held = await db.database.query(
        "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
      );
      return held.length > 0;
    });
    const appended = Promise.all(Array.from({ length: 20 }, (_, n) => audit.append(database, entry(n))));
    expect(await Promise.race([database.query('select 1 as n'), elapsed(5_000)])).toEqual([{ n: 1 }]);
    release();
    await Promise.all([holder, appended]);
    expect(await count()).toBe(before + 21);
    expect(await audit.firstBroken(db.database)).toBeNull();
    await database.close();
  });

  it('refuses one that cannot be written, and none of those that wait with it', async () => {
    const before = await count();
    const bad = { ...entry(1), subject: 'not\0text' };
    const all = [entry(1), bad, entry(2), bad, entry(3)].map((one) => audit.append(db.database, one));
    const settled = await Promise.allSettled(all);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await count()).toBe(before + 3);
    expect(await audit.firstBroken(db.database)).toBeNull();
  });

  it('links more than go together', async () => {
    const before = await count();
    await Promise.all(Array.from({ length: 450 }, (_, n) => audit.append(db.database, entry(n))));
    expect(await count()).toBe(before + 450);
    expect(await audit.firstBroken(db.database)).toBeNull();
  });

  it('writes nothing where its transaction is rolled back', async () => {
    const before = await count();
    await expect(
      db.database.transaction(async (tx) => {
        await audit.append(tx, entry(99));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await count()).toBe(before);
  });

  it.each([
    ['update', "update audit_log set act = 'x' where seq = 7"],
    ['delete', 'delete from audit_log where seq = 7'],
  ])('refuses %s', async (_name, sql) => {
    await expect(db.database.query(sql)).rejects.toThrow('append-only');
  });

  it.each([
    ['a changed row', "update audit_log set detail = '{}' where seq = 7", '7'],
    ['a row taken out', 'delete from audit_log where seq = 5', '6'],
  ])('names the row that breaks the chain: %s', async (_name, sql, expected) => {
    await db.database
      .transaction(async (tx) => {
        await tx.query('alter table audit_log disable trigger audit_log_append_only');
        await tx.query(sql);
        expect(await audit.firstBroken(tx)).toBe(expected);
        throw new Error('undo');
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error;
      });
  });
});
