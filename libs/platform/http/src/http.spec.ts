import { HttpException, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { flagsQuery, problemCodes, type Role } from '@earshot/contracts';
import { z } from 'zod';
import { AccessGuard } from './access.guard';
import { Allow } from './allow';
import { isAppError, problem, type AppError } from './app-error';
import { isCrossSite } from './middleware';
import { asProblem, problemBody } from './problem.filter';
import { problemTable } from './problem-table';
import { SessionReader, type AppRequest, type RequestViewer } from './request';
import { bodyOf, jsonPointer, queryOf } from './zod.pipe';

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
const meta = { type: 'query' } as const;

describe('queryOf', () => {
  const check = (value: unknown) => queryOf(flagsQuery).transform(value, meta);

  it('gives parsed values with defaults', () => {
    expect(check({ limit: '10', severity: 'high' })).toEqual({ limit: 10, severity: 'high' });
    expect(check({})).toEqual({ limit: 50 });
  });

  it.each([
    ['an unknown name', { severty: 'high' }, 'unknown-query-name', ''],
    ['an unknown name before a wrong value', { limit: '0', x: '1' }, 'unknown-query-name', ''],
    ['a wrong value', { limit: '201' }, 'invalid-input', '/limit'],
    ['a word that is none', { severity: 'loud' }, 'invalid-input', '/severity'],
    ['a name twice', { severity: ['high', 'low'] }, 'invalid-input', '/severity'],
    ['a name of the prototype', Object.fromEntries([['__proto__', '1']]), 'unknown-query-name', ''],
  ])('%s is a 400', (_name, value, code, pointer) => {
    const error = thrownBy(() => check(value));
    const body = problemBody(error, 'r-1');
    expect(body).toMatchObject({ status: 400, code });
    expect(body.pointer ?? '').toBe(pointer);
  });
});

describe('bodyOf', () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    list: z.array(z.object({ 'a/b': z.number() })).default([]),
  });
  const check = (value: unknown) => bodyOf(schema).transform(value, { type: 'body' });

  it('gives the value with defaults', () => expect(check({ name: 'x' })).toEqual({ name: 'x', list: [] }));

  it.each([
    ['no body', undefined, undefined],
    ['a wrong type', { name: 1 }, '/name'],
    ['deep inside, with a slash in a name', { name: 'x', list: [{ 'a/b': 'no' }] }, '/list/0/a~1b'],
    ['an unknown field points at itself', { name: 'x', more: 1 }, '/more'],
  ])('%s is a 422 with a pointer', (_name, value, pointer) => {
    const body = problemBody(
      thrownBy(() => check(value)),
      'r-1',
    );
    expect(body).toMatchObject({ status: 422, code: 'invalid-input' });
    expect(body.pointer ?? undefined).toBe(pointer ?? '');
  });

  it('escapes as RFC 6901 says', () => expect(jsonPointer(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0'));
});

describe('AccessGuard', () => {
  class Routes {
    closed() {}
    @Allow('public') open() {}
    @Allow('any') forAll() {}
    @Allow('lead', 'safety') forSome() {}
  }
  const viewer = (roles: Role[]): RequestViewer => ({ personId: 'p', roles, brandIds: [], vendorIds: null });
  const ask = async (route: keyof Routes, who: RequestViewer | null) => {
    class Sessions extends SessionReader {
      read = () => Promise.resolve(who);
    }
    const request = { headers: {} } as AppRequest;
    const context = {
      getType: () => 'http',
      getHandler: () => Routes.prototype[route],
      getClass: () => Routes,
      switchToHttp: () => ({ getRequest: () => request }),
    } as unknown as ExecutionContext;
    const answer = await new AccessGuard(new Reflector(), new Sessions())
      .canActivate(context)
      .catch((error: AppError) => error.code);
    return { answer, viewer: request.viewer };
  };

  it.each([
    ['closed', viewer(['administrator']), 'forbidden'],
    ['open', null, true],
    ['forAll', null, 'not-logged-in'],
    ['forAll', viewer(['auditor']), true],
    ['forSome', null, 'not-logged-in'],
    ['forSome', viewer(['reviewer', 'auditor']), 'forbidden'],
    ['forSome', viewer(['reviewer', 'safety']), true],
    ['forSome', viewer([]), 'forbidden'],
  ] as const)('%s for %j: %s', async (route, who, expected) => {
    expect((await ask(route, who)).answer).toBe(expected);
  });

  it('attaches the person only where it may enter', async () => {
    expect((await ask('forSome', viewer(['lead']))).viewer).toEqual(viewer(['lead']));
  });
});

describe('isCrossSite', () => {
  const from = {
    method: 'POST',
    origin: undefined,
    fetchSite: undefined,
    host: 'earshot:3000',
    authorization: undefined,
  };
  it.each([
    ['own page', { origin: 'http://earshot:3000' }, false],
    ['own page under https at a proxy that keeps the host', { origin: 'https://earshot:3000' }, false],
    ['own page as people see it', { origin: 'https://qa.example' }, false],
    ['another site', { origin: 'https://evil.example' }, true],
    ['same host, another port', { origin: 'http://earshot:9999' }, true],
    ['sandboxed page', { origin: 'null' }, true],
    ['nonsense', { origin: 'x' }, true],
    ['no browser', {}, false],
    ['old form post from elsewhere', { fetchSite: 'cross-site' }, true],
    ['sub-domain', { fetchSite: 'same-site' }, true],
    ['typed address', { fetchSite: 'none' }, false],
    ['only reads', { method: 'GET', origin: 'https://evil.example' }, false],
    ['with an intake key', { origin: 'https://evil.example', authorization: 'Bearer x' }, false],
  ])('%s', (_name, over, expected) =>
    expect(isCrossSite({ ...from, ...over }, 'https://qa.example')).toBe(expected),
  );
});

describe('asProblem', () => {
  it.each([
    ['our own', problem('lease-lost', 'x'), 'lease-lost', 409],
    ['no JSON', { type: 'entity.parse.failed', status: 400 }, 'malformed-json', 400],
    ['a large body', { type: 'entity.too.large', status: 413 }, 'body-too-large', 413],
    ['no such route', new HttpException('Cannot GET /x', 404), 'not-found', 404],
    ['a bad encoding', Object.assign(new Error('x'), { status: 415 }), 'invalid-input', 422],
    ['a statement that took too long', Object.assign(new Error('x'), { code: '57014' }), 'too-much', 503],
    ['a lost connection', Object.assign(new Error('x'), { code: '57P01' }), 'unavailable', 503],
    ['our bug', new TypeError('secret inside'), 'internal', 500],
    ['a thrown word', 'secret inside', 'internal', 500],
    ['nothing', undefined, 'internal', 500],
  ])('%s', (_name, error, code, status) => {
    const body = problemBody(asProblem(error), 'r-1');
    expect(body).toMatchObject({ code, status, requestId: 'r-1', type: `urn:earshot:problem:${code}` });
    expect(JSON.stringify(body)).not.toContain('secret inside');
  });

  it('every code has a status and a title', () => {
    for (const code of problemCodes) expect(problemTable[code].status).toBeGreaterThanOrEqual(400);
  });
});
