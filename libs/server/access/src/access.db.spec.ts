import { AuditLog, createDataSource, PersonStore, SessionStore } from '@earshot/data-access';
import { ManualClock } from '@earshot/platform/clock';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { FirstAdministrator } from './first-administrator';
import { LogIn } from './log-in';
import { OwnAccount } from './own-account';
import { hashPassword } from './passwords';
import { SessionLedger } from './session-ledger';
import { SessionCookie, sessionLimits } from './session-token';
import { StoredSessionReader } from './stored-session-reader';

const start = Date.parse('2026-03-02T12:00:00.000Z');

describe('accounts and sessions', () => {
  let db: TestDatabase;
  let source: ReturnType<typeof createDataSource>;
  let clock: ManualClock;
  let audit: AuditLog;
  let people: PersonStore;
  let logIn: LogIn;
  let ledger: SessionLedger;
  let reader: StoredSessionReader;

  beforeAll(async () => {
    db = await testDatabase();
    source = await createDataSource(db.url).initialize();
    await db.database.query("insert into brands (brand_id, name) values ('b', 'B')");
    await db.database.query(
      "insert into vendors (brand_id, vendor_id, name) values ('b', 'v1', 'One'), ('b', 'v2', 'Two')",
    );
  });
  afterAll(async () => {
    await source.destroy();
    await db.close();
  });
  beforeEach(async () => {
    await db.database.query('delete from people');
    clock = new ManualClock(start);
    audit = new AuditLog(clock);
    people = new PersonStore(source);
    ledger = new SessionLedger(new SessionStore(db.database), db.database, audit, clock);
    logIn = new LogIn(people, ledger, clock);
    reader = new StoredSessionReader(new SessionStore(db.database), new SessionCookie(false), clock);
  });

  const addPerson = async (email: string, more: { vendorIds?: string[]; disabled?: boolean } = {}) => {
    const [row] = await db.database.query<{ id: string }>(
      `insert into people (email, name, password_hash, roles, brand_ids, vendor_ids, disabled_at)
       values ($1, 'Ann', $2, '{vendor-manager}', '{b}', $3, $4) returning id`,
      [
        email,
        await hashPassword('right horse'),
        more.vendorIds ?? null,
        more.disabled ? new Date(start) : null,
      ],
    );
    return row?.id ?? '';
  };
  const attempt = (email: string, password: string, earlierToken: string | null = null) =>
    logIn.execute({ email, password, address: '10.0.0.1', earlierToken });
  const read = (token: string) => reader.read(`earshot=${token}`);

  it('the right password, in whatever case the address is written, gives a session of that person', async () => {
    const id = await addPerson('ann@x.test', { vendorIds: ['v1'] });
    const { token } = await attempt(' Ann@X.test ', 'right horse');
    expect(await read(token)).toEqual({
      personId: id,
      roles: ['vendor-manager'],
      brandIds: ['b'],
      vendorIds: ['v1'],
    });
    const stored = await db.database.query('select * from person_sessions');
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it.each([
    ['a wrong password', 'ann@x.test', 'wrong'],
    ['an unknown address', 'bob@x.test', 'right horse'],
    ['a disabled person', 'off@x.test', 'right horse'],
  ])('refuses %s with one answer', async (_name, email, password) => {
    await addPerson('ann@x.test');
    await addPerson('off@x.test', { disabled: true });
    await expect(attempt(email, password)).rejects.toMatchObject({
      code: 'wrong-credentials',
      detail: 'The e-mail address or the password is wrong.',
    });
  });

  it('makes a guesser wait, though it may know the password by then', async () => {
    await addPerson('ann@x.test');
    for (let n = 0; n < 10; n += 1) await expect(attempt('ann@x.test', `guess ${n}`)).rejects.toBeDefined();
    await expect(attempt('ann@x.test', 'right horse')).rejects.toMatchObject({
      code: 'too-many-attempts',
      retryAfterSeconds: 900,
    });
    clock.advance(900_001);
    await expect(attempt('ann@x.test', 'right horse')).resolves.toBeDefined();
  });

  it('a new log-in ends the session that the browser had', async () => {
    await addPerson('ann@x.test');
    const first = await attempt('ann@x.test', 'right horse');
    const second = await attempt('ann@x.test', 'right horse', first.token);
    expect(await read(first.token)).toBeNull();
    expect(await read(second.token)).not.toBeNull();
  });

  it('a session lives on while it is used, and ends when idle or after the longest time', async () => {
    await addPerson('ann@x.test');
    const { token } = await attempt('ann@x.test', 'right horse');
    const step = sessionLimits.idleMs - 1_000;
    for (let used = 0; used + step < sessionLimits.longestMs; used += step) {
      expect(await read(token)).not.toBeNull();
      clock.advance(step);
    }
    clock.advance(sessionLimits.idleMs);
    expect(await read(token)).toBeNull();

    const idle = await attempt('ann@x.test', 'right horse');
    clock.advance(sessionLimits.idleMs + 1);
    expect(await read(idle.token)).toBeNull();
    await attempt('ann@x.test', 'right horse');
    expect(await db.database.query('select 1 from person_sessions')).toHaveLength(1);
  });

  it('logging out and being disabled end a session at once', async () => {
    const id = await addPerson('ann@x.test');
    const first = await attempt('ann@x.test', 'right horse');
    await ledger.end(id, first.token);
    expect(await read(first.token)).toBeNull();
    const second = await attempt('ann@x.test', 'right horse');
    await db.database.query('update people set disabled_at = now()');
    expect(await read(second.token)).toBeNull();
  });

  it.each([[''], ['x'], ['a'.repeat(5_000)]])('a cookie that is no token gives nobody', async (token) => {
    expect(await read(token)).toBeNull();
  });

  it('records who came, who was refused and who left', async () => {
    const id = await addPerson('ann@x.test');
    const before = (await db.database.query('select 1 from audit_log')).length;
    const { token } = await attempt('ann@x.test', 'right horse');
    await ledger.end(id, token);
    await expect(attempt('ann@x.test', 'wrong')).rejects.toBeDefined();
    const rows = async () =>
      db.database.query<{ act: string }>('select act, subject from audit_log order by seq offset $1', [
        before,
      ]);
    for (let tries = 0; (await rows()).length < 3 && tries < 100; tries += 1) {
      await new Promise((done) => setTimeout(done, 20));
    }
    const subject = `person ${id}`;
    expect(await rows()).toEqual([
      { act: 'session.begun', subject },
      { act: 'session.ended', subject },
      { act: 'session.refused', subject },
    ]);
    expect(await audit.firstBroken(db.database)).toBeNull();
  });

  describe('OwnAccount', () => {
    it.each([
      ['brand person', undefined, ['v1', 'v2']],
      ['vendor person', ['v2'], ['v2']],
    ])('a %s knows of its own vendors only', async (_name, vendorIds, expected) => {
      const id = await addPerson('ann@x.test', vendorIds === undefined ? {} : { vendorIds });
      const me = await new OwnAccount(people, db.database).whoAmI(id);
      expect(me.vendors.map(({ vendorId }) => vendorId)).toEqual(expected);
      expect(me).toMatchObject({ email: 'ann@x.test', vendorIds: vendorIds ?? null, language: null });
    });

    it('keeps the language', async () => {
      const id = await addPerson('ann@x.test');
      const account = new OwnAccount(people, db.database);
      await account.setLanguage(id, 'en');
      expect((await account.whoAmI(id)).language).toBe('en');
    });
  });

  describe('FirstAdministrator', () => {
    const given = { email: 'Boss@X.test', name: 'Boss', password: 'long enough a word' };
    const first = () => new FirstAdministrator(people, db.database, audit, clock);
    const here = '10.0.0.1';

    it('makes one administrator of all brands, who can log in; the link works once', async () => {
      const token = (await first().offer()) ?? '';
      await first().redeem({ ...given, token }, here);
      const { person } = await attempt('boss@x.test', given.password);
      expect(person).toMatchObject({ roles: ['administrator'], brandIds: ['b'], vendorIds: null });
      await expect(first().redeem({ ...given, email: 'two@x.test', token }, here)).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await first().offer()).toBeNull();
    });

    it('a newer link replaces the older, and each is good for a day', async () => {
      const older = (await first().offer()) ?? '';
      const newer = (await first().offer()) ?? '';
      await expect(first().redeem({ ...given, token: older }, here)).rejects.toMatchObject({
        code: 'not-found',
      });
      clock.advance(24 * 3_600_000);
      await expect(first().redeem({ ...given, token: newer }, here)).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('two who use the link at once make one person', async () => {
      const token = (await first().offer()) ?? '';
      const both = await Promise.allSettled([
        first().redeem({ ...given, token }, here),
        first().redeem({ ...given, email: 'two@x.test', token }, here),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('a wrong token costs no hash, and a guesser waits while the operator elsewhere gets in', async () => {
      const token = (await first().offer()) ?? '';
      const one = first();
      let began = performance.now();
      for (let n = 0; n < 10; n += 1) await hashPassword('long enough a word');
      const hashes = performance.now() - began;
      began = performance.now();
      for (let n = 0; n < 10; n += 1) {
        await expect(one.redeem({ ...given, token: `guess ${n}` }, here)).rejects.toMatchObject({
          code: 'not-found',
        });
      }
      expect(performance.now() - began).toBeLessThan(hashes / 2);
      await expect(one.redeem({ ...given, token }, here)).rejects.toMatchObject({
        code: 'too-many-attempts',
        retryAfterSeconds: 900,
      });
      await one.redeem({ ...given, token }, '10.0.0.2');
    });

    it('a taken address is a conflict, and the link stays good', async () => {
      await addPerson('boss@x.test');
      const token = (await first().offer()) ?? '';
      await expect(first().redeem({ ...given, token }, here)).rejects.toMatchObject({
        code: 'conflict',
        pointer: '/email',
      });
      await first().redeem({ ...given, email: 'other@x.test', token }, here);
    });
  });
});
