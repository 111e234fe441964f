import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeServer } from '../testing/fake-server';
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

  it.each([
    [502, away],
    [503, away],
    [404, [false, false]],
    [500, [false, false]],
  ])('after an answer of status %d', async (status, expected) => {
    const { server, state, ask } = aReach();
    server.on('GET /flags', () => ({ status, body: '' }));
    await ask();
    expect(state()).toEqual(expected);
  });
});
