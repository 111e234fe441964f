import { type Scope } from '@earshot/domain/access';
import { type TestApp } from '@earshot/testing';
import { OfficersDesk } from './testing/officers-desk';

describe('why a flag is closed, or opened again', () => {
  let desk: OfficersDesk;
  let app: TestApp;
  let officer: Scope;
  let colleague: Scope;
  let aFlag: OfficersDesk['aFlag'];
  let act: OfficersDesk['act'];

  beforeAll(async () => {
    desk = await OfficersDesk.open(['v1']);
    ({ app, officer, colleague, aFlag, act } = desk);
  });
  afterAll(() => desk.close());

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

  it('is not needed to undo a close of several in one act; what a colleague opened meanwhile is left, and told', async () => {
    const [a, b, theirs] = [await aFlag(), await aFlag(), await aFlag()];
    const ids = [a, b, theirs];
    const flags = ids.map((id) => ({ id, revision: 1 }));
    const end = { outcome: 'acted', reason: '司机已停运' };
    expect((await app.call(officer, 'POST /api/v1/flags/close', { flags, ...end })).status).toBe(200);
    await act(colleague, theirs, 'reopen', { reason: '乘客又来电' });
    const { body } = await app.call(officer, 'POST /api/v1/flags/reopen', { ids });
    expect(body).toMatchObject({
      flags: [
        { id: a, state: 'acknowledged' },
        { id: b, state: 'acknowledged' },
      ],
      left: [{ id: theirs, why: 'not-closed', flag: { reopened: { by: 'Officer Li' } } }],
    });
    const audited = await desk.test.database.query(
      `select subject, person_id from audit_log where act = 'flag.reopened' and subject = any($1) order by seq`,
      [ids.map((id) => `flag ${id}`)],
    );
    expect(audited).toEqual([
      { subject: `flag ${theirs}`, person_id: colleague.personId },
      { subject: `flag ${a}`, person_id: officer.personId },
      { subject: `flag ${b}`, person_id: officer.personId },
    ]);
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
