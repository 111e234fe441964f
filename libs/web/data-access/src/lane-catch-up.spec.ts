import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Flag } from '@earshot/contracts';
import { LaneCatchUp } from './lane-catch-up';
import { SafetyStore } from './safety-store';
import { aFlag, aLane } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

describe('the lane without its live connection', () => {
  let stop: (() => void)[] = [];
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask'] }));
  afterEach(() => {
    for (const end of stop) end();
    stop = [];
    jest.useRealTimers();
  });
  const pass = async (ms = 350): Promise<void> => {
    await jest.advanceTimersByTimeAsync(ms);
    await jest.advanceTimersByTimeAsync(350);
  };

  async function aDesk() {
    /** What the server holds. */
    const held: Flag[] = [aFlag()];
    const server = FakeServer.start()
      .on('GET /flags', () => ({
        body: {
          items: held.filter(({ severity, state }) => severity === 'critical' && state === 'open'),
          nextCursor: null,
          total: null,
        },
      }))
      .on('GET /live/safety', () => ({ body: aLane(held) }));
    const socket = new FakeSocket();
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
    const [store, catchUp] = [TestBed.inject(SafetyStore), TestBed.inject(LaneCatchUp)];
    stop.push(store.watch(), catchUp.watch());
    await pass(50);
    const lane = (): string[] => store.lane().map(({ id }) => id);
    const reads = (): number => server.callsOf('GET /live/safety').length;
    return { held, server, socket, store, catchUp, lane, reads };
  }
  async function aLiveDesk() {
    const desk = await aDesk();
    desk.socket.connect();
    desk.socket.snapshot('safety', 1, aLane(desk.held));
    await pass();
    return desk;
  }

  it('asks for nothing while it is live', async () => {
    const { reads } = await aLiveDesk();
    await pass(6_000);
    expect(reads()).toBe(0);
  });

  it('lists what the count tells of, and still says that the connection is lost', async () => {
    const { held, socket, store, catchUp, lane } = await aLiveDesk();
    socket.drop();
    await pass();
    held.push(aFlag({ id: 'rings' }));
    await pass(5_000);
    expect(lane()).toEqual(['flag-1', 'rings']);
    expect(store.stale()?.why).toBe('lost');
    expect(Date.parse(store.data()?.asOf ?? '')).toBeGreaterThan(store.stale()?.since ?? Infinity);
    expect(catchUp.missing()).toBe(0);
  });

  it('shows what others took or closed meanwhile, as soon as the count tells of it', async () => {
    const { held, socket, store } = await aLiveDesk();
    socket.drop();
    await pass();
    held.splice(0, 1, aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam', revision: 2 }));
    await pass(5_000);
    expect(store.lane()).toMatchObject([{ acknowledgedBy: 'Sam' }]);
  });

  it('reads lesser flags too, which no count tells of, within twenty seconds', async () => {
    const { held, socket, lane } = await aLiveDesk();
    socket.drop();
    await pass();
    held.push(aFlag({ id: 'high', severity: 'high' }));
    await pass(20_000);
    expect(lane()).toEqual(['flag-1', 'high']);
  });

  it('has a lane also where none ever came live', async () => {
    const { socket, store, lane } = await aDesk();
    socket.refusal = 'unavailable';
    socket.connect();
    await pass(5_000);
    expect(lane()).toEqual(['flag-1']);
    expect(store.stale()?.why).toBe('lost');
  });

  it('has one where the connection neither comes nor fails', async () => {
    const { lane, reads } = await aDesk();
    expect(reads()).toBe(0);
    await pass(5_000);
    expect(lane()).toEqual(['flag-1']);
  });

  it('goes on live when the connection is back, and reads no more', async () => {
    const { held, socket, store, lane, reads } = await aLiveDesk();
    socket.drop();
    await pass();
    socket.connect();
    held.push(aFlag({ id: 'live' }));
    socket.snapshot('safety', 1, aLane(held));
    await pass();
    const before = reads();
    await pass(6_000);
    expect([lane(), store.stale(), reads() - before]).toEqual([['flag-1', 'live'], null, 0]);
  });

  it('says how many are counted that it cannot list, and tries again', async () => {
    const { held, server, socket, catchUp, lane } = await aLiveDesk();
    server.on('GET /live/safety', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    socket.drop();
    held.push(aFlag({ id: 'rings' }));
    await pass(5_000);
    expect([catchUp.missing(), catchUp.failure()?.code]).toEqual([1, 'unavailable']);
    server.on('GET /live/safety', () => ({ body: aLane(held) }));
    await pass(5_000);
    expect([catchUp.missing(), catchUp.failure(), lane()]).toEqual([0, null, ['flag-1', 'rings']]);
  });
});
