import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeServer, aProblem } from '../testing/fake-server';
import { Api, withQuery } from './api';
import { RequestFailed } from './request-failed';

function anApi() {
  const server = FakeServer.start();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
  return { server, api: TestBed.inject(Api) };
}

async function failureOf(call: Promise<unknown>): Promise<RequestFailed> {
  const thrown: unknown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof RequestFailed)) throw new Error('expected the call to fail');
  return thrown;
}

describe('withQuery', () => {
  it('leaves out what has no value, and escapes the rest', () => {
    expect(
      withQuery('/flags', { state: 'open', cursor: null, sort: undefined, vendorId: '', id: 'a b&c' }),
    ).toBe('/flags?state=open&vendorId=&id=a+b%26c');
  });
});

describe('Api', () => {
  it('gives an answer parsed by its contract', async () => {
    const { server, api } = anApi();
    server.on('GET /flags', () => ({ body: { items: [], nextCursor: null, total: null } }));
    expect(await api.get('/flags', { answer: (c) => c.flagsPage })).toEqual({
      items: [],
      nextCursor: null,
      total: null,
    });
  });

  it('tells an answer that breaks its contract', async () => {
    const { server, api } = anApi();
    server.on('GET /flags', () => ({ body: { items: 'none' } }));
    const failure = await failureOf(api.get('/flags', { answer: (c) => c.flagsPage }));
    expect(failure.code).toBe('answer-not-understood');
  });

  it('keeps code, field and request id of a problem', async () => {
    const { server, api } = anApi();
    server.on('PUT /x', () => ({
      status: 422,
      body: { ...aProblem('invalid-input', 422), pointer: '/note' },
    }));
    const failure = await failureOf(api.send('PUT', '/x', { body: {} }));
    expect(failure).toMatchObject({
      code: 'invalid-input',
      status: 422,
      pointer: '/note',
      requestId: 'req-1',
    });
  });

  it('names a lost connection', async () => {
    const { api } = anApi();
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await failureOf(api.get('/flags'))).code).toBe('connection-lost');
  });

  it('makes a proxy’s page a problem by its status', async () => {
    const { server, api } = anApi();
    server.on('GET /flags', () => ({ status: 502, body: '<html>' }));
    expect((await failureOf(api.get('/flags'))).code).toBe('unavailable');
  });

  it('notices that the session ended, but not that a password was wrong', async () => {
    const { server, api } = anApi();
    server.on('POST /session', () => ({ status: 401, body: aProblem('wrong-credentials', 401) }));
    await failureOf(api.send('POST', '/session', { body: {} }));
    expect(api.sessionEnded()).toBe(false);
    server.on('GET /flags', () => ({ status: 401, body: aProblem('not-logged-in', 401) }));
    await failureOf(api.get('/flags'));
    expect(api.sessionEnded()).toBe(true);
  });
});
