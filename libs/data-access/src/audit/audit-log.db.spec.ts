import { ManualClock } from '@earshot/platform/clock';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { AuditLog } from './audit-log';

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

  it('writes nothing where its transaction is rolled back', async () => {
    await expect(
      db.database.transaction(async (tx) => {
        await audit.append(tx, entry(99));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await count()).toBe(30);
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
