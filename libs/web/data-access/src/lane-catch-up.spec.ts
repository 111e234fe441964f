import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Flag } from '@earshot/contracts';
import { LaneCatchUp } from './lane-catch-up';
import { OpenCriticals, countedAtMost } from './open-criticals';
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
          items: held
            .filter(({ severity, state }) => severity === 'critical' && state === 'open')
            .slice(0, countedAtMost),
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
    await pass(10_000);
    expect([catchUp.missing(), catchUp.failure(), lane()]).toEqual([0, null, ['flag-1', 'rings']]);
  });

  describe('where its answer was read before what came since', () => {
    const fresh = aFlag({ id: 'fresh' });
    const live = (flags: readonly Flag[]) => ({ ...aLane([...flags]), asOf: new Date().toISOString() });

    /** A desk whose question for the lane is under way: the server has read it, and answers when it is told to. */
    async function anAskingDesk(loses: (desk: Awaited<ReturnType<typeof aDesk>>) => void) {
      const desk = await aDesk();
      const { held, server, socket, reads } = desk;
      held.splice(0, 1, aFlag({ state: 'acknowledged' }));
      const answers: (() => void)[] = [];
      server.on('GET /live/safety', async () => {
        const body = live(held);
        await new Promise<void>((done) => answers.push(done));
        return { body };
      });
      socket.connect();
      socket.snapshot('safety', 1, live(held));
      await pass();
      loses(desk);
      for (let waited = 0; reads() === 0 && waited < 30_000; waited += 100) {
        await jest.advanceTimersByTimeAsync(100);
      }
      expect(reads()).toBe(1);
      return { ...desk, answer: () => answers.shift()?.() };
    }
    const pushes = (socket: FakeSocket, seq: number, kind: string, data: unknown): void =>
      socket.change('safety', seq, { kind, data });
    /** What the desk tells once the connection is up to date again. */
    async function afterwards({ socket, store, lane }: Awaited<ReturnType<typeof aDesk>>, seq: number) {
      for (let n = 0; n < 8; n += 1) {
        pushes(socket, seq + n, 'as-of', { asOf: new Date().toISOString() });
        await pass(4_000);
      }
      return { lane: lane(), count: TestBed.inject(OpenCriticals).count(), stale: store.stale() };
    }
    const known = { lane: ['fresh', 'flag-1'], count: 1, stale: null };

    it('keeps a critical flag that was pushed while the server was behind', async () => {
      const desk = await anAskingDesk(() => undefined);
      desk.held.push(fresh);
      pushes(desk.socket, 2, 'flag', { flag: fresh });
      await pass(300);
      desk.answer();
      await jest.advanceTimersByTimeAsync(5);
      expect(desk.lane()).toEqual(['fresh', 'flag-1']);
      expect(await afterwards(desk, 3)).toEqual(known);
    });

    it('keeps what a new snapshot has, where it comes before the next frame', async () => {
      const desk = await anAskingDesk(({ socket }) => socket.drop());
      desk.held.push(fresh);
      desk.socket.connect();
      desk.socket.snapshot('safety', 1, live(desk.held));
      desk.answer();
      await jest.advanceTimersByTimeAsync(1_500);
      expect(await afterwards(desk, 2)).toEqual(known);
    });

    it('keeps how many officers look', async () => {
      const { socket, store, answer } = await anAskingDesk(() => undefined);
      pushes(socket, 2, 'presence', { officersLooking: 7 });
      answer();
      await pass(300);
      expect(store.data()?.officersLooking).toBe(7);
    });

    it('asks again with the next count', async () => {
      const { held, socket, reads, answer, lane } = await anAskingDesk(() => undefined);
      pushes(socket, 2, 'presence', { officersLooking: 7 });
      held.push(aFlag({ id: 'lesser', severity: 'high' }));
      answer();
      await pass(5_000);
      expect(reads()).toBe(2);
      answer();
      await pass();
      expect(lane()).toEqual(['flag-1', 'lesser']);
    });
  });

  describe('how often it is read', () => {
    async function aLostDesk(criticals: number) {
      const desk = await aDesk();
      const flags = Array.from({ length: criticals }, (_, n) =>
        aFlag({ id: `f${String(n).padStart(4, '0')}` }),
      );
      desk.held.splice(0, 1, ...flags);
      desk.socket.refusal = 'unavailable';
      desk.socket.connect();
      return desk;
    }
    const minutes = async (n: number): Promise<void> => {
      await jest.advanceTimersByTimeAsync(n * 60_000);
    };

    it.each([1, countedAtMost, countedAtMost + 1])('is every 15 s with %i critical flags', async (n) => {
      const { reads } = await aLostDesk(n);
      await minutes(5);
      expect(reads()).toBeGreaterThanOrEqual(15);
      expect(reads()).toBeLessThanOrEqual(22);
    });

    it('is every 15 s where the lane has no room for what is counted, and at once for what becomes critical', async () => {
      const { held, server, reads } = await aLostDesk(countedAtMost - 1);
      const full = Array.from({ length: 1_000 }, (_, n) => aFlag({ id: `t-${n}`, state: 'acknowledged' }));
      server.on('GET /live/safety', () => ({ body: aLane(full) }));
      await minutes(5);
      expect(reads()).toBeGreaterThanOrEqual(15);
      expect(reads()).toBeLessThanOrEqual(22);
      await pass(15_000);
      const before = reads();
      held.unshift(aFlag({ id: 't-7', revision: 2 }));
      await pass(5_000);
      expect(reads() - before).toBeGreaterThanOrEqual(1);
    });

    it('is less and less where the server fails, but at once for each critical flag that is new', async () => {
      const { held, server, reads, catchUp } = await aLostDesk(5);
      server.on('GET /live/safety', () => ({ status: 503, body: aProblem('unavailable', 503) }));
      await minutes(5);
      expect(reads()).toBeGreaterThanOrEqual(7);
      expect(reads()).toBeLessThanOrEqual(14);
      const before = reads();
      held.unshift(aFlag({ id: 'rings' }));
      await pass(5_000);
      expect([reads() - before, catchUp.missing()]).toEqual([1, 6]);
    });

    it('is as before once the server answers again', async () => {
      const { held, server, reads, lane } = await aLostDesk(1);
      const fails = () => ({ status: 503, body: aProblem('unavailable', 503) });
      server.on('GET /live/safety', fails);
      await minutes(3);
      server.on('GET /live/safety', () => ({ body: aLane(held) }));
      await minutes(1.2);
      expect(lane()).toEqual(['f0000']);
      const before = reads();
      await minutes(1);
      expect(reads() - before).toBeGreaterThanOrEqual(3);
    });
  });
});
