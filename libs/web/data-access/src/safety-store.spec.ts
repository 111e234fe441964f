import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { RequestFailed } from './http/request-failed';
import { SafetyStore } from './safety-store';
import { aFlag, aLane } from './testing/builders';
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
  it('shows an acknowledgement at once, then what the server made of it', async () => {
    const { server, store } = await aStore();
    const taken = aFlag({ state: 'acknowledged', acknowledgedBy: 'Pat', revision: 2 });
    server.on('POST /flags/flag-1/acknowledge', () => ({ body: taken }));
    const done = store.acknowledge(aFlag(), 'me');
    expect(store.lane()[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'me' });
    expect(store.busy().has('flag-1')).toBe(true);
    await done;
    expect(store.lane()).toEqual([taken]);
    expect(store.busy().size).toBe(0);
  });

  it('takes an acknowledgement back, loudly, when the server refuses', async () => {
    const { server, store } = await aStore();
    server.on('POST /flags/flag-1/acknowledge', () => ({
      status: 409,
      body: aProblem('already-acknowledged', 409),
    }));
    await expect(store.acknowledge(aFlag(), 'me')).rejects.toBeInstanceOf(RequestFailed);
    expect(store.lane()).toEqual([aFlag()]);
  });

  it('does not put an old flag back over a newer one that came meanwhile', async () => {
    const { server, socket, store } = await aStore();
    const theirs = aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam', revision: 2 });
    server.on('POST /flags/flag-1/acknowledge', async () => {
      socket.change('safety', 2, { kind: 'flag', data: { flag: theirs } });
      await soon();
      return { status: 409, body: aProblem('already-acknowledged', 409) };
    });
    await expect(store.acknowledge(aFlag(), 'me')).rejects.toBeInstanceOf(RequestFailed);
    expect(store.lane()).toEqual([theirs]);
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
