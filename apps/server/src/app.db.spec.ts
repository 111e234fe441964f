import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@earshot/platform/config';
import { createLogger } from '@earshot/platform/logging';
import { hashPassword } from '@earshot/server/access';
import { routes } from '@earshot/server/system';
import { freePort, testDatabase, type TestDatabase } from '@earshot/testing';
import { makeParts } from './boot/parts';
import { migrate, openBooks } from './boot/prepare-database';
import { serve, type Serving } from './boot/serve';
import { runStages } from './boot/shutdown';

const key = Buffer.alloc(32, 7).toString('base64');
const intakeKey = 'eik_for-this-test-only';

describe('the server', () => {
  let db: TestDatabase;
  let folder: string;
  let serving: Serving;
  const mapped: string[] = [];
  const logger = createLogger({
    level: 'debug',
    pretty: false,
    destination: {
      write: (line) => {
        const [, path, method] = /Mapped \{(\S+), (\w+)\} route/.exec(line) ?? [];
        if (path !== undefined) mapped.push(`${method?.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
      },
    },
  });

  beforeAll(async () => {
    db = await testDatabase();
    folder = mkdtempSync(join(tmpdir(), 'earshot-app-'));
    mkdirSync(join(folder, 'dashboard', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'dashboard', 'index.html'), '<title>Earshot</title>');
    writeFileSync(join(folder, 'dashboard', 'main-ABCDEF12.js'), 'export {};');
    writeFileSync(join(folder, 'dashboard', 'assets', 'zh-CN.json'), '{}');
    const parts = makeParts(
      loadConfig({
        DATA_DIR: folder,
        DATABASE_URL: db.url,
        EARSHOT_DATA_KEYS: `k:${key}`,
        EARSHOT_PLAN_KEY: key,
        EARSHOT_INTAKE_KEY: intakeKey,
        EARSHOT_BRAND: 'acme',
        PORT: String(await freePort()),
      }),
      logger,
    );
    await migrate(parts);
    serving = await serve(parts, await openBooks(parts), folder);
    await db.database.query(
      `insert into people (email, name, password_hash, roles, brand_ids)
       values ('rev@x.test', 'Rev', $1, '{reviewer}', '{acme}')`,
      [await hashPassword('right horse')],
    );
  });
  afterAll(async () => {
    expect(await runStages(serving.stages, logger)).toEqual([]);
    await db.close();
    rmSync(folder, { recursive: true });
  });

  const call = (path: string, init: RequestInit = {}) => fetch(serving.url + path, init);
  const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const cookie = async () => {
    const answer = await call('/api/v1/session', json({ email: 'rev@x.test', password: 'right horse' }));
    return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  };

  it('has the routes that its description says, and no other', () => {
    const described = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...mapped].sort()).toEqual([...described].sort());
  });

  it('is closed to whoever is not logged in, route by route', async () => {
    const open = [];
    for (const { method, path, access } of routes) {
      if (access !== 'session') continue;
      const { status } = await call(path.replaceAll(/\{\w+\}/g, 'x'), { method: method.toUpperCase() });
      if (status !== 401) open.push(`${method} ${path}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it('logs in, tells who, and logs out', async () => {
    const headers = await cookie();
    const me = await call('/api/v1/session', { headers });
    expect(await me.json()).toMatchObject({
      email: 'rev@x.test',
      roles: ['reviewer'],
      brandIds: ['acme'],
      vendorIds: null,
    });
    expect((await call('/api/v1/session', { method: 'DELETE', headers })).status).toBe(204);
    expect((await call('/api/v1/session', { headers })).status).toBe(401);
  });

  it.each([
    ['a role that may not', 'GET /api/v1/conversations', '403 forbidden', undefined],
    ['a route that is none', 'GET /api/v1/nothing', '404 not-found', undefined],
    ['an unknown query name', 'GET /api/v1/reviews?colour=red', '400 unknown-query-name', undefined],
    ['a wrong query value', 'GET /api/v1/reviews?limit=0', '400 invalid-input', undefined],
    ['no JSON', 'PATCH /api/v1/session', '400 malformed-json', '{'],
    ['a wrong body', 'PATCH /api/v1/session', '422 invalid-input', '{"language":"fr"}'],
    ['a body over 1 MB', 'PATCH /api/v1/session', '413 body-too-large', `"${'x'.repeat(1_100_000)}"`],
    ['a path that does not decode', 'GET /api/v1/flags/%E0%A4%A', '422 invalid-input', undefined],
  ])('answers %s with a problem', async (_name, request, answered, body) => {
    const [method = '', path = ''] = request.split(' ');
    const [status, code] = answered.split(' ');
    const headers = { ...(await cookie()), 'content-type': 'application/json' };
    const answer = await call(path, { method, headers, ...(body === undefined ? {} : { body }) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      Number(status),
      'application/problem+json; charset=utf-8',
    ]);
    const problem = (await answer.json()) as { code: string; requestId: string };
    expect(problem.code).toBe(code);
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('refuses a page of another site, and lets its own in', async () => {
    const wrong = json({ email: 'a', password: 'b' }, { origin: 'https://evil.example' });
    expect(await (await call('/api/v1/session', wrong)).json()).toMatchObject({ code: 'cross-site' });
    const own = json({ email: 'a', password: 'b' }, { origin: serving.url });
    expect(await (await call('/api/v1/session', own)).json()).toMatchObject({ code: 'wrong-credentials' });
  });

  it('takes events with the configured key, and none without', async () => {
    const event = {
      specversion: '1.0',
      id: '1',
      source: 'test',
      type: 'conversation.opened.v1',
      subject: 'c-1',
      time: new Date().toISOString(),
      data: { vendorId: 'v', channel: 'chat', customer: { ref: 'r' } },
    };
    const taken = await call('/api/v1/events', json(event, { authorization: `Bearer ${intakeKey}` }));
    expect([taken.status, await taken.json()]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect((await call('/api/v1/events', json(event))).status).toBe(401);
    const rows = await db.database.query('select brand_id, vendor_id from conversations');
    expect(rows).toEqual([{ brand_id: 'acme', vendor_id: 'v' }]);
  });

  it.each([
    ['/', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/safety/flags/0190', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['/main-ABCDEF12.js', 200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/zh-CN.json', 200, 'application/json; charset=utf-8', 'no-cache'],
    ['/gone-ABCDEF12.js', 404, 'application/problem+json; charset=utf-8', null],
    ['/../app.module.ts', 404, 'application/problem+json; charset=utf-8', null],
  ])('serves %s: %i', async (path, status, type, cache) => {
    const answer = await call(path);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      status,
      type,
      cache,
    ]);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('is ready, counts, and describes itself', async () => {
    expect(await (await call('/health/ready')).json()).toMatchObject({
      ready: true,
      parts: {
        database: { ok: true },
        logins: { ok: true },
        dashboard: { ok: true },
        kafka: { required: false },
      },
    });
    expect(await (await call('/metrics')).text()).toContain('earshot_http_seconds_count');
    expect(await (await call('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  });
});
