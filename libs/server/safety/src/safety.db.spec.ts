import { randomUUID } from 'node:crypto';
import {
  flagsDoneSchema,
  flagSchema,
  flagsPage,
  type Category,
  type Flag,
  type FlagsDone,
} from '@earshot/contracts';
import { AuditLog } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, type TestApp, type TestDatabase } from '@earshot/testing';
import { reasonContext } from './flag-deeds';
import { FlagDesk } from './flag-desk';
import { OfficersDesk } from './testing/officers-desk';

describe('safety', () => {
  let desk: OfficersDesk;
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let officer: Scope;
  let colleague: Scope;
  let aFlag: OfficersDesk['aFlag'];
  let act: OfficersDesk['act'];

  beforeAll(async () => {
    desk = await OfficersDesk.open(['v1', 'v2']);
    ({ test, rows, app, officer, colleague, aFlag, act } = desk);
  });
  afterAll(() => desk.close());

  it('gives a flag with its evidence in offsets of the masked text', async () => {
    const id = await aFlag();
    const { status, body } = await app.call(officer, `GET /api/v1/flags/${id}`);
    expect(status).toBe(200);
    const flag = flagSchema.parse(body);
    const [span] = flag.findings[0]?.evidence ?? [];
    expect('司机‹mobile›骚扰我'.slice(span?.start, span?.end)).toBe('骚扰');
  });

  it('tells the second person who was first', async () => {
    const id = await aFlag();
    const answers = await Promise.all([act(officer, id, 'acknowledge'), act(colleague, id, 'acknowledge')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409)?.body as { code: string; detail: string };
    const winner = answers.find(({ status }) => status === 200)?.body as Flag;
    expect(lost.code).toBe('already-acknowledged');
    expect(lost.detail).toContain(winner.acknowledgedBy);
  });

  it('lets the person take it back, then close it with a reason that is masked and sealed, and another open it again with one', async () => {
    const id = await aFlag();
    expect((await act(officer, id, 'acknowledge')).body).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Officer Wang',
    });
    expect((await act(colleague, id, 'release')).status).toBe(409);
    expect((await act(officer, id, 'release')).body).toMatchObject({ state: 'open', acknowledgedAt: null });
    const reason = '已致电13800138000，司机停运';
    const closed = (await act(officer, id, 'close', { outcome: 'acted', reason })).body;
    expect(closed).toMatchObject({
      state: 'closed',
      outcome: 'acted',
      reason: '已致电‹mobile›，司机停运',
      closedBy: 'Officer Wang',
      acknowledgedBy: 'Officer Wang',
    });
    const [stored] = await test.database.query<{ reason_secret: Buffer; key_id: string }>(
      'select * from flags where id = $1',
      [id],
    );
    const sealed = { secret: stored?.reason_secret ?? Buffer.alloc(0), keyId: stored?.key_id ?? '' };
    expect(app.keys.open(sealed, reasonContext(id))).toBe(reason);
    const why = '乘客又来电：13800138000';
    expect((await act(colleague, id, 'reopen', { reason: why })).body).toMatchObject({
      state: 'acknowledged',
      outcome: null,
      reason: null,
      reopened: { by: 'Officer Li', reason: '乘客又来电：‹mobile›' },
      acknowledgedBy: 'Officer Wang',
    });
    const acts = await test.database.query<{ act: string; reason_secret: Buffer | null; key_id: string }>(
      'select * from flag_acts where flag_id = $1 order by id',
      [id],
    );
    expect(acts.map((row) => row.act)).toEqual(['acknowledged', 'released', 'closed', 'reopened']);
    const originals = acts.flatMap(({ reason_secret: secret, key_id: keyId }) =>
      secret === null ? [] : [app.keys.open({ secret, keyId }, reasonContext(id))],
    );
    expect(originals).toEqual([reason, why]);
    const audited = await test.database.query('select from audit_log where subject = $1', [`flag ${id}`]);
    expect(audited).toHaveLength(4);
    expect(await app.audit.firstBroken(test.database)).toBeNull();
  });

  it('leaves to nobody what has turned graver since it was seen', async () => {
    const id = await aFlag({ severity: 1 });
    const seen = (severity: string) => act(officer, id, 'acknowledge', { seen: { severity } });
    await test.database.query('update flags set severity = 0, revision = revision + 1 where id = $1', [id]);
    const { status, body } = await seen('high');
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('critical now') as string,
    });
    expect((await app.call(officer, `GET /api/v1/flags/${id}`)).body).toMatchObject({ state: 'open' });
    expect((await seen('grave')).status).toBe(422);
    expect((await seen('critical')).body).toMatchObject({ state: 'acknowledged' });
    // The answer to that was lost, and an older click comes again: it is taken already.
    expect((await seen('high')).status).toBe(200);
  });

  it('takes what is less grave than it was seen', async () => {
    const id = await aFlag({ severity: 2 });
    expect((await act(officer, id, 'acknowledge', { seen: { severity: 'high' } })).status).toBe(200);
  });

  it('says on the bus what changed', async () => {
    const id = await aFlag();
    const heard = new Promise((resolve) => void app.bus.subscribe('flags.changed', resolve));
    await act(officer, id, 'acknowledge');
    expect(await heard).toEqual({ flagIds: [id] });
  });

  it.each<[string, Partial<Scope>, number]>([
    ['a lead', { roles: ['lead'] }, 403],
    ['a vendor manager', { roles: ['vendor-manager'], vendorIds: ['v1'] }, 403],
    ['a supervisor who is bound to a vendor', { roles: ['supervisor'], vendorIds: ['v1'] }, 403],
    ['a person of another brand', { brandIds: ['other'] }, 404],
    ['a supervisor', { roles: ['supervisor'] }, 200],
  ])('answers %s who acknowledges: %j, %d', async (_name, over, status) => {
    const id = await aFlag();
    expect((await act({ ...officer, ...over }, id, 'acknowledge')).status).toBe(status);
  });

  it('shows a vendor its flag only while a person of the brand has it, without names', async () => {
    const id = await aFlag();
    const vendor: Scope = { ...officer, roles: ['vendor-manager'], vendorIds: ['v1'] };
    const see = () => app.call(vendor, `GET /api/v1/flags/${id}`);
    expect((await see()).status).toBe(404);
    await act(officer, id, 'acknowledge');
    expect((await see()).body).toMatchObject({ state: 'acknowledged', acknowledgedBy: null });
    expect((await app.call({ ...vendor, vendorIds: ['v2'] }, `GET /api/v1/flags/${id}`)).status).toBe(404);
    await act(officer, id, 'release');
    expect((await see()).status).toBe(404);
  });

  it.each(['GET /api/v1/flags/not-an-id', 'GET /api/v1/flags/00000000-0000-0000-0000-000000000000'])(
    'answers %s with 404',
    async (request) => {
      expect((await app.call(officer, request)).status).toBe(404);
    },
  );

  it('lists by filter and pages', async () => {
    await aFlag({ category: 'fraud', opened_at: new Date(rowsNow.getTime() + 1000) });
    await aFlag({ category: 'fraud' });
    const list = async (query: string) =>
      (await app.call(officer, `GET /api/v1/flags?category=fraud&${query}`)).body as {
        items: Flag[];
        nextCursor: string | null;
      };
    const first = await list('limit=1');
    const second = await list(`limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items]).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect((await app.call(officer, 'GET /api/v1/flags?colour=red')).body).toMatchObject({
      code: 'unknown-query-name',
    });
  });

  it.each([
    ['', ['critical early', 'critical late', 'critical last', 'high early']],
    ['&sort=gravest', ['critical early', 'critical late', 'critical last', 'high early']],
    ['&sort=newest', ['high early', 'critical last', 'critical late', 'critical early']],
  ])('lists in order, page by page: "%s"', async (sort, expected) => {
    const conversationId = `order${sort}`;
    const flag = async (name: string, category: Category, columns: Record<string, unknown>) =>
      [await rows.flag({ conversationId, category, columns }), name] as const;
    const at = (seconds: number) => new Date(rowsNow.getTime() + seconds * 1000);
    const names = new Map([
      await flag('high early', 'fraud', { severity: 1, received_at: at(-9), opened_at: at(40) }),
      await flag('critical last', 'threat', { severity: 0, received_at: at(3), opened_at: at(30) }),
      await flag('critical early', 'self-harm', { severity: 0, received_at: at(1), opened_at: at(10) }),
      await flag('critical late', 'harassment', { severity: 0, received_at: at(2), opened_at: at(20) }),
    ]);
    const listed: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const query = `conversationId=${encodeURIComponent(conversationId)}&limit=1${sort}${next}`;
      const { status, body } = await app.call(officer, `GET /api/v1/flags?${query}`);
      expect(status).toBe(200);
      const page = flagsPage.parse(body);
      listed.push(...page.items.map(({ id }) => names.get(id) ?? id));
      cursor = page.nextCursor;
    }
    expect(listed).toEqual(expected);
  });

  it('refuses a cursor of another order, a limit beyond the most, and an order it does not know', async () => {
    await aFlag({ category: 'customer-abuse' });
    await aFlag({ category: 'customer-abuse' });
    const list = (query: string) => app.call(officer, `GET /api/v1/flags?category=customer-abuse&${query}`);
    const { nextCursor } = flagsPage.parse((await list('limit=1&sort=newest')).body);
    for (const query of [`cursor=${nextCursor ?? ''}`, 'limit=201', 'sort=oldest'])
      expect([query, (await list(query)).status]).toEqual([query, 400]);
  });

  it('counts what the list holds, by severity', async () => {
    await aFlag({ category: 'discrimination', severity: 1 });
    await aFlag({ category: 'discrimination', severity: 1 });
    const counts = (query: string) =>
      app.call(officer, `GET /api/v1/flags/counts?category=discrimination${query}`);
    expect((await counts('')).body).toEqual({ critical: 0, high: 2, medium: 0, low: 0, total: 2 });
    expect((await counts('&severity=critical')).body).toMatchObject({ total: 0 });
    expect((await counts('&leastSeverity=medium')).body).toMatchObject({ high: 2, total: 2 });
    expect((await counts('&leastSeverity=critical')).body).toMatchObject({ total: 0 });
    expect((await counts('&state=closed')).body).toMatchObject({ high: 0, total: 0 });
  });

  it('says of a finding from which score it counts, and why the rule exists', async () => {
    const id = await aFlag();
    const rule_id = 'zh.harassment.by-worker';
    await rows.finding({ flagId: id, evidence: [], columns: { rule_id } });
    const flag = flagSchema.parse((await app.call(officer, `GET /api/v1/flags/${id}`)).body);
    const finding = flag.findings.find(({ ruleId }) => ruleId === rule_id);
    expect(finding).toMatchObject({
      opensFrom: 0.5,
      rationale: {
        en: expect.any(String) as string,
        'zh-CN': expect.stringMatching(/[\u4e00-\u9fff]/) as string,
      },
    });
  });

  describe('several at once', () => {
    const batch = async (scope: Scope, deed: string, body: unknown) => {
      const { status, body: answer } = await app.call(scope, `POST /api/v1/flags/${deed}`, body);
      expect(status).toBe(200);
      return flagsDoneSchema.parse(answer);
    };
    const states = ({ flags }: FlagsDone) => flags.map(({ id, state }) => [id, state]);
    const seen = (...ids: string[]) => ({ flags: ids.map((id) => ({ id, severity: 'critical' })) });
    const actsOf = (id: string) =>
      test.database.query('select act from flag_acts where flag_id = $1 order by id', [id]);

    it('acknowledges all, each with its own record, tells once, and undoes', async () => {
      const [a, b] = [await aFlag(), await aFlag()];
      const heard: string[][] = [];
      const stop = await app.bus.subscribe('flags.changed', ({ flagIds }) => void heard.push([...flagIds]));
      const done = await batch(officer, 'acknowledge', seen(b, a, b));
      stop();
      expect(states(done)).toEqual([
        [b, 'acknowledged'],
        [a, 'acknowledged'],
      ]);
      expect(done.left).toEqual([]);
      expect(heard.map((ids) => ids.sort())).toEqual([[a, b].sort()]);
      const again = await batch(officer, 'acknowledge', seen(b, a));
      expect(states(again)).toEqual(states(done));
      expect(await actsOf(a)).toEqual([{ act: 'acknowledged' }]);
      expect(states(await batch(officer, 'release', { ids: [a, b] }))).toEqual([
        [a, 'open'],
        [b, 'open'],
      ]);
      const audited = await test.database.query(`select act from audit_log where subject = $1 order by seq`, [
        `flag ${b}`,
      ]);
      expect(audited).toEqual([{ act: 'flag.acknowledged' }, { act: 'flag.released' }]);
      expect(await app.audit.firstBroken(test.database)).toBeNull();
    });

    it('leaves what another has taken, and what is not there, and does the rest', async () => {
      const [theirs, mine] = [await aFlag(), await aFlag()];
      await act(colleague, theirs, 'acknowledge');
      const nowhere = '00000000-0000-0000-0000-000000000000';
      const done = await batch(officer, 'acknowledge', seen(theirs, mine, nowhere));
      expect(states(done)).toEqual([[mine, 'acknowledged']]);
      expect(done.left).toMatchObject([
        { id: theirs, why: 'already-acknowledged', flag: { acknowledgedBy: 'Officer Li', revision: 2 } },
        { id: nowhere, why: 'not-found', flag: null },
      ]);
    });

    it('leaves what has turned graver since it was seen, and answers a repetition alike', async () => {
      const high = { severity: 1 };
      const [graver, lesser, same] = [await aFlag(high), await aFlag(high), await aFlag(high)];
      const turn = (id: string, severity: number) =>
        test.database.query('update flags set severity = $2, revision = revision + 1 where id = $1', [
          id,
          severity,
        ]);
      await turn(graver, 0);
      await turn(lesser, 2);
      await test.database.query('update flags set revision = revision + 1 where id = $1', [same]);
      const asked = { flags: [graver, lesser, same].map((id) => ({ id, severity: 'high' })) };
      const done = await batch(officer, 'acknowledge', asked);
      expect(states(done)).toEqual([
        [lesser, 'acknowledged'],
        [same, 'acknowledged'],
      ]);
      expect(done.left).toMatchObject([
        { id: graver, why: 'changed', flag: { state: 'open', severity: 'critical' } },
      ]);
      expect(await batch(officer, 'acknowledge', asked)).toEqual(done);
      expect(states(await batch(officer, 'acknowledge', seen(graver)))).toEqual([[graver, 'acknowledged']]);
      // The answer to that was lost, and an older click comes again: it is taken already.
      expect((await batch(officer, 'acknowledge', asked)).left).toEqual([]);
      expect(await actsOf(graver)).toEqual([{ act: 'acknowledged' }]);
    });

    it('closes with one outcome and reason, leaves what changed meanwhile, and answers a repetition alike', async () => {
      const [a, b, changed] = [await aFlag(), await aFlag(), await aFlag()];
      await act(colleague, changed, 'acknowledge');
      const flags = [a, b, changed].map((id) => ({ id, revision: 1 }));
      const body = { flags, outcome: 'acted', reason: '已致电13800138000' };
      const done = await batch(officer, 'close', body);
      expect(done.flags).toMatchObject([
        { id: a, state: 'closed', outcome: 'acted', reason: '已致电‹mobile›', closedBy: 'Officer Wang' },
        { id: b, state: 'closed' },
      ]);
      expect(done.left).toMatchObject([{ id: changed, why: 'changed', flag: { state: 'acknowledged' } }]);
      expect(await batch(officer, 'close', body)).toEqual(done);
      expect(await actsOf(a)).toEqual([{ act: 'closed' }]);
      const sealed = await test.database.query<{ reason_secret: Buffer; key_id: string }>(
        'select reason_secret, key_id from flags where id = $1',
        [b],
      );
      expect(
        app.keys.open(
          { secret: sealed[0]?.reason_secret ?? Buffer.alloc(0), keyId: sealed[0]?.key_id ?? '' },
          reasonContext(b),
        ),
      ).toBe(body.reason);
      expect((await batch(colleague, 'close', body)).left.map(({ why }) => why)).toEqual([
        'closed',
        'closed',
        'changed',
      ]);
      const unexplained = await batch(colleague, 'reopen', { ids: [a, b] });
      expect(unexplained.left.map(({ why }) => why)).toEqual(['reason-needed', 'reason-needed']);
      expect(states(await batch(officer, 'reopen', { ids: [a, b] }))).toEqual([
        [a, 'acknowledged'],
        [b, 'acknowledged'],
      ]);
    });

    it('does nothing where it fails on the way', async () => {
      const [a, b] = [await aFlag(), await aFlag()];
      const failing = new FlagDesk(
        test.database,
        app.clock,
        new (class extends AuditLog {
          override append(): Promise<void> {
            return Promise.reject(new Error('the disk is full'));
          }
        })(app.clock),
        app.bus,
      );
      const ask = { deed: 'acknowledge', flags: [{ id: a }, { id: b }] } as const;
      await expect(failing.actOnAll(officer, ask)).rejects.toThrow('the disk is full');
      expect(await actsOf(a)).toEqual([]);
      expect(states(await batch(officer, 'acknowledge', seen(a, b)))).toHaveLength(2);
    });

    it.each<[string, Partial<Scope>, unknown, number]>([
      ['a lead', { roles: ['lead'] }, {}, 403],
      ['a person of a vendor', { roles: ['supervisor'], vendorIds: ['v1'] }, {}, 403],
      ['no flag', {}, { flags: [] }, 422],
      ['an id that is none', {}, seen('x'), 422],
      ['flags without what was seen of them', {}, { flags: [{ id: randomUUID() }] }, 422],
    ])('refuses %s', async (_name, over, body, status) => {
      const id = await aFlag();
      const call = app.call({ ...officer, ...over }, 'POST /api/v1/flags/acknowledge', {
        ...seen(id),
        ...(body as object),
      });
      expect((await call).status).toBe(status);
    });
  });
});
