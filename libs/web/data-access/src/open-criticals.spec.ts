import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Flag, livePeriodMs } from '@earshot/contracts';
import { OpenCriticals } from './open-criticals';
import { SafetyStore } from './safety-store';
import { aFlag, aLane } from './testing/builders';
import { FakeServer } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

const PATIENCE_MS = 10_000;
const soon = (ms = 350): Promise<unknown> => jest.advanceTimersByTimeAsync(ms);

describe('OpenCriticals', () => {
  let stop: (() => void)[] = [];
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask'] }));
  afterEach(() => {
    for (const end of stop) end();
    stop = [];
    jest.useRealTimers();
  });

  async function aFrame({ isOfficer }: { isOfficer: boolean }) {
    const flags: Flag[] = [];
    const server = FakeServer.start().on('GET /flags', () => ({
      body: { items: flags, nextCursor: null, total: null },
    }));
    const socket = new FakeSocket();
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
    const criticals = TestBed.inject(OpenCriticals);
    stop.push(criticals.watch());
    if (isOfficer) stop.push(TestBed.inject(SafetyStore).watch());
    await soon(50);
    const pass = async (ms: number): Promise<void> => {
      await soon(ms);
      await soon();
    };
    return { server, socket, criticals, flags, pass };
  }
  async function anOfficer() {
    const frame = await aFrame({ isOfficer: true });
    frame.socket.connect();
    frame.socket.snapshot('safety', 1, aLane([aFlag()]));
    await soon();
    return frame;
  }

  it('counts the lane while it is live, and asks for nothing', async () => {
    const { server, criticals, pass } = await anOfficer();
    expect(criticals.count()).toBe(1);
    const asked = server.calls.length;
    await pass(6_000);
    expect(server.calls).toHaveLength(asked);
  });

  it('goes on without the lane when the connection is lost, and with it when it is back', async () => {
    const { socket, criticals, flags, pass } = await anOfficer();
    flags.push(aFlag(), aFlag({ id: 'flag-2' }));
    socket.drop();
    await soon();
    expect(criticals.count()).toBe(2);
    flags.push(aFlag({ id: 'flag-3' }));
    await pass(5_000);
    expect(criticals.count()).toBe(3);
    socket.connect();
    socket.snapshot('safety', 1, aLane([]));
    await soon();
    expect(criticals.count()).toBe(0);
  });

  it('goes on without the lane when the server no longer reads it', async () => {
    const { criticals, flags, pass } = await anOfficer();
    flags.push(aFlag(), aFlag({ id: 'flag-2' }));
    await pass(2 * livePeriodMs - 1_000);
    expect(criticals.count()).toBe(1);
    await pass(2_000);
    expect(criticals.count()).toBe(2);
  });

  it('is unknown, not old, where neither can be had', async () => {
    const { server, socket, criticals } = await anOfficer();
    server.on('GET /flags', () => ({ status: 503, body: {} }));
    socket.drop();
    await soon();
    expect(criticals.count()).toBeNull();
  });

  it('is unknown where an answer does not come, and asks again', async () => {
    const { server, criticals, pass } = await aFrame({ isOfficer: false });
    expect(criticals.count()).toBe(0);
    server.on('GET /flags', () => new Promise(() => undefined));
    await pass(5_000);
    expect(criticals.count()).toBe(0);
    await pass(PATIENCE_MS);
    expect(criticals.count()).toBeNull();
    server.on('GET /flags', () => ({ body: { items: [aFlag()], nextCursor: null, total: null } }));
    await pass(PATIENCE_MS + 5_000);
    expect(criticals.count()).toBe(1);
  });
});
