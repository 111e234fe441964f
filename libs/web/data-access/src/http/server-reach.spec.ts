import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeServer, aProblem } from '../testing/fake-server';
import { Api } from './api';
import { ServerReach } from './server-reach';

describe('ServerReach', () => {
  beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => jest.useRealTimers());

  function aReach() {
    const server = FakeServer.start().on('GET /flags', () => ({ body: {} }));
    const there = globalThis.fetch;
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
    const [api, reach] = [TestBed.inject(Api), TestBed.inject(ServerReach)];
    const state = () => [reach.isAway(), reach.backSince() !== null];
    const ask = () => api.get('/flags').catch(() => undefined);
    const lose = () => (globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch')));
    return { server, state, ask, lose, comeBack: () => (globalThis.fetch = there) };
  }
  const away = [true, false];
  const back = [false, true];

  it('knows with the failed call that the server is away, and with the next answer that it is back', async () => {
    const { state, ask, lose, comeBack } = aReach();
    await ask();
    expect(state()).toEqual([false, false]);
    lose();
    await ask();
    expect(state()).toEqual(away);
    comeBack();
    await ask();
    expect(state()).toEqual(back);
  });

  it('looks for a server that is away until it is back, whether or not the page asks', async () => {
    const { server, state, ask, lose, comeBack } = aReach();
    server.on('GET /session/probe', () => ({ body: {} }));
    lose();
    await ask();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(state()).toEqual(away);
    comeBack();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(state()).toEqual(back);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(server.callsOf('GET /session/probe')).toHaveLength(1);
  });

  it('looks one look at a time, and gives up one that is not answered, so that the desk has connections left', async () => {
    const { ask, state, lose, comeBack, server } = aReach();
    lose();
    await ask();
    let pending = 0;
    let most = 0;
    globalThis.fetch = (_, init) =>
      new Promise((_done, fail) => {
        most = Math.max(most, ++pending);
        init?.signal?.addEventListener('abort', () => {
          pending -= 1;
          fail(new DOMException('given up', 'AbortError'));
        });
      });
    await jest.advanceTimersByTimeAsync(60_000);
    expect([most, state()]).toEqual([1, away]);
    server.on('GET /session/probe', () => ({ body: {} }));
    comeBack();
    await jest.advanceTimersByTimeAsync(6_000);
    expect(state()).toEqual(back);
  });

  it.each([
    ['a proxy’s 502', 502, '', away],
    ['a database that is away', 503, aProblem('unavailable', 503), away],
    ['a list that is too long to read', 503, aProblem('too-much', 503), [false, false]],
    ['a fault of ours', 500, aProblem('internal', 500), [false, false]],
    ['nothing there', 404, aProblem('not-found', 404), [false, false]],
  ])('after %s', async (_name, status, body, expected) => {
    const { server, state, ask } = aReach();
    server.on('GET /flags', () => ({ status, body }));
    await ask();
    expect(state()).toEqual(expected);
  });
});
