import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { SafetyModule } from './safety.module';

describe('why a flag is closed, or opened again', () => {
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let officer: Scope;
  let colleague: Scope;
  let made = 0;

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['v1']);
    app = await testApp({ database: test.database, imports: [SafetyModule], now: rowsNow.getTime() });
    const scopeOf = async (name: string): Promise<Scope> => ({
      personId: await rows.person({ name, roles: ['safety'] }),
      roles: ['safety'],
      brandIds: ['b'],
      vendorIds: null,
    });
    officer = await scopeOf('Officer Wang');
    colleague = await scopeOf('Officer Li');
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });

  const aFlag = () => rows.evidencedFlag(`c${(made += 1)}`);
  const act = (scope: Scope, id: string, deed: string, body?: unknown) =>
    app.call(scope, `POST /api/v1/flags/${id}/${deed}`, body);

  it('lets only whoever closed it undo that at once without a word', async () => {
    const id = await aFlag();
    const close = () => act(officer, id, 'close', { outcome: 'no-danger', reason: '乘客已到家' });
    await close();
    const refused = await act(colleague, id, 'reopen');
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'invalid-input', pointer: '/reason' });
    expect((await act(officer, id, 'reopen')).body).toMatchObject({
      state: 'acknowledged',
      reopened: { by: 'Officer Wang', reason: null },
    });
    await close();
    app.clock.advance(10_001);
    expect((await act(officer, id, 'reopen')).status).toBe(422);
    expect((await act(officer, id, 'reopen', { reason: 'ok' })).status).toBe(422);
    expect((await act(officer, id, 'reopen', { reason: '司机否认' })).status).toBe(200);
    app.clock.advance(-10_001);
  });

  it.each(['ok', '   办   ', 'aaaa', 'a\u200b\u200b\u200b', '1234567', '……！！', ''])(
    'takes no "%s" for a reason',
    async (reason) => {
      const id = await aFlag();
      const { status, body } = await act(officer, id, 'close', { outcome: 'acted', reason });
      expect(status).toBe(422);
      expect(body).toMatchObject({
        pointer: '/reason',
        detail: expect.stringContaining('at least two Chinese characters or four letters') as string,
      });
      expect((await app.call(officer, `GET /api/v1/flags/${id}`)).body).toMatchObject({ state: 'open' });
    },
  );

  it('is not told to a vendor, whose own people it may be about', async () => {
    const id = await aFlag();
    const vendor: Scope = { ...officer, roles: ['vendor-manager'], vendorIds: ['v1'] };
    const read = async (scope: Scope) => (await app.call(scope, `GET /api/v1/flags/${id}`)).body;
    await act(officer, id, 'close', { outcome: 'passed-to-authority', reason: '已立案，怀疑坐席参与' });
    expect(await read(officer)).toMatchObject({ reason: '已立案，怀疑坐席参与' });
    expect(await read(vendor)).toMatchObject({
      outcome: 'passed-to-authority',
      reason: null,
      closedBy: null,
    });
    await act(officer, id, 'reopen', { reason: '再次作案，勿惊动对方' });
    expect(await read(officer)).toMatchObject({ reopened: { reason: '再次作案，勿惊动对方' } });
    expect(await read(vendor)).toMatchObject({ reopened: { by: null, reason: null } });
  });
});
