import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { RequestFailed } from './http/request-failed';
import { SafetyStore } from './safety-store';
import { aFinding, aFlag, aLane } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

const soon = (ms = 300): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function aStore(flags = [aFlag()]) {
  const server = FakeServer.start();
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
  const store = TestBed.inject(SafetyStore);
  const stop = store.watch();
  await soon(20);
  socket.connect();
  socket.snapshot('safety', 1, aLane(flags));
  await soon();
  return { server, socket, store, stop };
}

describe('SafetyStore', () => {
  it('shows acknowledgements at once, then what the server made of them', async () => {
    const other = aFlag({ id: 'flag-2', category: 'fraud', severity: 'high' });
    const { server, store } = await aStore([aFlag(), other]);
    const taken = [aFlag(), other].map((flag) => ({
      ...flag,
      state: 'acknowledged',
      acknowledgedBy: 'Pat',
      revision: 2,
    }));
    server.on('POST /flags/acknowledge', () => ({ body: { flags: taken, left: [] } }));
    const done = store.acknowledge([aFlag(), other], 'me');
    expect(store.lane().map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(['me', 'me']);
    expect([...store.busy()]).toEqual(['flag-1', 'flag-2']);
    await done;
    expect(store.lane()).toEqual(taken);
    expect(store.busy().size).toBe(0);
    expect(server.calls.at(-1)?.body).toEqual({
      flags: [
        { id: 'flag-1', severity: 'critical' },
        { id: 'flag-2', severity: 'high' },
      ],
    });
  });

  it('shows what the server left as it is now, and keeps the rest', async () => {
    const other = aFlag({ id: 'flag-2', category: 'fraud' });
    const { server, store } = await aStore([aFlag(), other]);
    const theirs = aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam', revision: 2 });
    const left = [{ id: 'flag-1', why: 'already-acknowledged', flag: theirs }];
    const taken = { ...other, state: 'acknowledged', acknowledgedBy: 'me', revision: 2 };
    server.on('POST /flags/acknowledge', () => ({ body: { flags: [taken], left } }));
    expect((await store.acknowledge([aFlag(), other], 'me')).left).toEqual(left);
    expect(store.lane()).toEqual([theirs, taken]);
  });

  it('asks for a flag as it was seen, though it has turned graver meanwhile', async () => {
    const seen = aFlag({ severity: 'high' });
    const { server, socket, store } = await aStore([seen]);
    const graver = aFlag({ severity: 'critical', revision: 2 });
    socket.change('safety', 2, { kind: 'flag', data: { flag: graver } });
    await soon();
    const left = [{ id: 'flag-1', why: 'changed', flag: graver }];
    server.on('POST /flags/acknowledge', () => ({ body: { flags: [], left } }));
    await store.acknowledge([seen], 'me');
    expect(server.calls.at(-1)?.body).toEqual({ flags: [{ id: 'flag-1', severity: 'high' }] });
    expect(store.lane()).toEqual([graver]);
  });

  it('takes an acknowledgement back, loudly, when the server refuses', async () => {
    const { server, store } = await aStore();
    server.on('POST /flags/acknowledge', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    await expect(store.acknowledge([aFlag()], 'me')).rejects.toBeInstanceOf(RequestFailed);
    expect(store.lane()).toEqual([aFlag()]);
  });

  it('does not put an old flag back over a newer one that came meanwhile', async () => {
    const { server, socket, store } = await aStore();
    const theirs = aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam', revision: 2 });
    server.on('POST /flags/acknowledge', async () => {
      socket.change('safety', 2, { kind: 'flag', data: { flag: theirs } });
      await soon();
      return { body: { flags: [], left: [{ id: 'flag-1', why: 'already-acknowledged', flag: null }] } };
    });
    await store.acknowledge([aFlag()], 'me');
    expect(store.lane()).toEqual([theirs]);
  });

  it.each([
    ['the newest revision where nothing that matters happened', { notifiedAt: aFlag().openedAt }, 5],
    ['the one that was seen where a finding came', { findings: [aFinding()] }, 1],
    ['the one that was seen where another took it', { state: 'acknowledged' as const }, 1],
  ])('closes by %s', async (_name, over, revision) => {
    const { server, socket, store } = await aStore();
    socket.change('safety', 2, { kind: 'flag', data: { flag: aFlag({ ...over, revision: 5 }) } });
    await soon();
    server.on('POST /flags/close', () => ({ body: { flags: [], left: [] } }));
    const end = { outcome: 'acted', reason: 'r' } as const;
    await store.close([aFlag()], end, 'me');
    expect(server.calls.at(-1)?.body).toEqual({ flags: [{ id: 'flag-1', revision }], ...end });
  });

  it('closes at once what it has just acknowledged, while the answer to that is on its way', async () => {
    const { server, store } = await aStore();
    const taken = aFlag({ state: 'acknowledged', acknowledgedBy: 'me', revision: 2 });
    server.on('POST /flags/acknowledge', () => ({ body: { flags: [taken], left: [] } }));
    server.on('POST /flags/close', () => ({ body: { flags: [], left: [] } }));
    const taking = store.acknowledge([aFlag()], 'me');
    const seen = store.lane();
    await taking;
    await store.close(seen, { outcome: 'acted', reason: 'r' }, 'me');
    expect(server.calls.at(-1)?.body).toMatchObject({ flags: [{ id: 'flag-1', revision: 2 }] });
  });

  it('reads what has ended with the filter, and counts it whatever the severity', async () => {
    const { server, store } = await aStore();
    const counts = { critical: 3, high: 4, medium: 0, low: 0, total: 7 };
    server.on('GET /flags', () => ({ body: { items: [], nextCursor: null, total: null } }));
    server.on('GET /flags/counts', () => ({ body: counts }));
    const filter = { state: 'closed', category: 'fraud', vendorId: null } as const;
    await store.loadEnded({ ...filter, severity: 'high' });
    expect(server.calls.slice(-2).map(({ path }) => path)).toEqual([
      '/flags?state=closed&category=fraud&severity=high&sort=newest',
      '/flags/counts?state=closed&category=fraud',
    ]);
    await store.loadEnded({ ...filter, severity: null });
    expect(server.calls.at(-2)?.path).toBe(
      '/flags?state=closed&category=fraud&leastSeverity=medium&sort=newest',
    );
    expect(store.endedCounts()).toEqual(counts);
  });

  it('never shows the flags of one filter under another, however late they come', async () => {
    const { server, store } = await aStore();
    const counts = { critical: 1, high: 0, medium: 0, low: 0, total: 1 };
    const closed = (vendorId: string) => aFlag({ id: vendorId, vendorId, state: 'closed', outcome: 'acted' });
    server.on('GET /flags/counts', () => ({ body: counts }));
    server.on('GET /flags', async ({ path }) => {
      const vendorId = path.includes('vendor-a') ? 'vendor-a' : 'vendor-b';
      await soon(vendorId === 'vendor-a' ? 200 : 50);
      return { body: { items: [closed(vendorId)], nextCursor: null, total: null } };
    });
    const filter = { state: 'closed', severity: null, category: null } as const;
    const slow = store.loadEnded({ ...filter, vendorId: 'vendor-a' });
    await store.loadEnded({ ...filter, vendorId: 'vendor-b' });
    await slow;
    expect(store.ended()).toEqual([closed('vendor-b')]);
    expect([store.endedLoading(), store.endedFailure()]).toEqual([false, null]);
    server.on('GET /flags', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    await store.loadEnded({ ...filter, vendorId: 'vendor-a' });
    expect(store.ended()).toEqual([]);
    expect(store.endedFailure()?.code).toBe('unavailable');
  });

  it('knows every flag of a conversation, ended ones too, the newest of each', async () => {
    const { socket, store } = await aStore([aFlag(), aFlag({ id: 'flag-2', category: 'fraud' })]);
    const closed = aFlag({ state: 'closed', outcome: 'acted', revision: 2 });
    socket.change('safety', 2, { kind: 'flag', data: { flag: closed } });
    await soon();
    const earlier = aFlag({ id: 'flag-3', category: 'threat', state: 'closed', outcome: 'duplicate' });
    const elsewhere = aFlag({ id: 'flag-4', conversationId: 'c-2' });
    const related = store.related(closed, [aFlag(), earlier, elsewhere]);
    expect(related.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'flag-2 open',
      'flag-1 closed',
      'flag-3 closed',
    ]);
  });

  it('opens a closed flag again by itself, and has it in the lane', async () => {
    const { server, store } = await aStore([]);
    const closed = aFlag({
      state: 'closed',
      outcome: 'acted',
      acknowledgedAt: aFlag().openedAt,
      revision: 3,
    });
    const again = aFlag({ state: 'acknowledged', acknowledgedBy: 'Pat', revision: 4 });
    server.on('POST /flags/reopen', () => ({ body: { flags: [again], left: [] } }));
    await store.reopen([closed]);
    expect(server.calls.at(-1)?.body).toEqual({ ids: ['flag-1'] });
    expect(store.lane()).toEqual([again]);
  });

  it('has it no more among the closed ones, nor counts it there', async () => {
    const { server, store } = await aStore([]);
    const closed = aFlag({ state: 'closed', outcome: 'acted', revision: 3 });
    server.on('GET /flags', () => ({ body: { items: [closed], nextCursor: null, total: null } }));
    server.on('GET /flags/counts', () => ({
      body: { critical: 3, high: 4, medium: 0, low: 0, total: 7 },
    }));
    await store.loadEnded({ state: 'closed', severity: null, category: null, vendorId: null });
    const again = { ...closed, state: 'acknowledged', acknowledgedBy: 'Pat', revision: 4 };
    server.on('POST /flags/reopen', () => ({ body: { flags: [again], left: [] } }));
    await store.reopen([closed]);
    expect(store.ended()).toEqual([]);
    expect(store.endedCounts()).toMatchObject({ critical: 2, total: 6 });
  });

  it('takes what lies beyond the lane as it changes', async () => {
    const { socket, store } = await aStore();
    const beyond = { critical: 0, high: 0, medium: 2, low: 5, total: 7 };
    socket.change('safety', 2, { kind: 'beyond', data: { beyond } });
    await soon();
    expect(store.data()?.beyond).toEqual(beyond);
  });

  it('drops closed flags from the lane and merges presence', async () => {
    const { socket, store } = await aStore([aFlag(), aFlag({ id: 'flag-2' })]);
    socket.change('safety', 2, { kind: 'flag', data: { flag: aFlag({ state: 'closed', revision: 2 }) } });
    socket.change('safety', 3, { kind: 'presence', data: { officersLooking: 0 } });
    await soon();
    expect(store.lane().map(({ id }) => id)).toEqual(['flag-2']);
    expect(store.data()?.officersLooking).toBe(0);
  });

  it('shares one subscription among its watchers', async () => {
    const { socket, store, stop } = await aStore();
    const second = store.watch();
    stop();
    await soon(20);
    expect(socket.saidOf('unsubscribe')).toEqual([]);
    second();
    await soon(20);
    expect(socket.saidOf('unsubscribe')).toEqual([{ view: 'safety' }]);
  });
});
