import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { IntakeStore, keptCounts } from './intake-store';
import { FakeServer } from './testing/fake-server';

const at = '2026-03-02T12:00:00.000Z';
const soon = (ms = 50): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const status = (rejected: Record<string, number>, refused: Record<string, number> = {}) => ({
  asOf: at,
  kafka: { state: 'not-configured', detail: null },
  partitions: [],
  rejected,
  refused,
  lastEventAt: {},
  vendors: [],
  alarms: [],
});
const row = (id: string) => ({
  id,
  receivedAt: at,
  via: 'http',
  topic: null,
  partition: null,
  offset: null,
  index: 0,
  eventId: id,
  code: 'invalid-field',
  detail: 'wrong',
  fault: null,
  pointer: '/time',
  excerpt: '',
  state: 'open',
  resolvedAt: null,
  resolvedBy: null,
});

const rejectedAs = (rejectedId: string) => ({
  outcome: 'rejected',
  code: 'too-old',
  detail: 'd',
  fault: null,
  pointer: '/time',
  rejectedId,
});

describe('IntakeStore', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  async function aStore(ids: string[]) {
    const rows = [...ids];
    const server = FakeServer.start()
      .on('GET /intake/status', () => ({ body: status({ 'invalid-field': rows.length }) }))
      .on('GET /intake/rejected', () => ({ body: { items: rows.map(row), nextCursor: null } }));
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
    const store = TestBed.inject(IntakeStore);
    const stop = store.watch();
    await store.showRejected({ state: 'open', code: null });
    await soon();
    const tick = async (): Promise<void> => {
      jest.advanceTimersByTime(3_000);
      await soon();
    };
    return { server, store, stop, rows, tick };
  }
  const shown = (store: IntakeStore): string[] => store.rejected().map(({ id }) => id);

  it('tells of what was rejected since, and lets it in when asked: rows do not move by themselves', async () => {
    const { store, rows, tick, server, stop } = await aStore(['a']);
    await tick();
    expect(server.callsOf('GET /intake/rejected')).toHaveLength(1);
    rows.unshift('c', 'b');
    await tick();
    expect(store.fresh()).toBe(2);
    expect(shown(store)).toEqual(['a']);
    store.takeInFresh();
    expect(shown(store)).toEqual(['c', 'b', 'a']);
    expect(store.fresh()).toBe(0);
    stop();
  });

  it('fills an empty list at once', async () => {
    const { store, rows, tick, stop } = await aStore([]);
    rows.push('a');
    await tick();
    expect(shown(store)).toEqual(['a']);
    stop();
  });

  it('never shows what is open among what was dismissed, however late it comes', async () => {
    const { store, server, stop } = await aStore(['a']);
    server.on('GET /intake/rejected', async ({ path }) => {
      const id = path.includes('dismissed') ? 'dismissed' : 'open';
      await soon(id === 'open' ? 100 : 20);
      return { body: { items: [row(id)], nextCursor: null } };
    });
    const slow = store.showRejected({ state: 'open', code: 'too-old' });
    const quick = store.showRejected({ state: 'dismissed', code: null });
    expect(shown(store)).toEqual([]);
    await Promise.all([slow, quick]);
    expect(shown(store)).toEqual(['dismissed']);
    expect(store.isLoading()).toBe(false);
    stop();
  });

  it('takes a mended row out of the open ones at once', async () => {
    const { store, server, stop } = await aStore(['b', 'a']);
    server.on('POST /intake/rejected/a/resubmit', () => ({
      body: { outcome: 'accepted', code: null, detail: null, fault: null, pointer: null, rejectedId: null },
    }));
    await store.resubmit('a', { changes: [] });
    expect(shown(store)).toEqual(['b']);
    stop();
  });

  it('shows what was rejected again as the new event that it is', async () => {
    const { store, server, rows, stop } = await aStore(['a']);
    server.on('POST /intake/rejected/a/resubmit', () => {
      rows.splice(0, 1, 'again');
      return { body: rejectedAs('again') };
    });
    await store.resubmit('a', { changes: [] });
    expect(shown(store)).toEqual(['again']);
    stop();
  });

  it('leaves what was sent again unchanged where it stands', async () => {
    const { store, server, stop } = await aStore(['b', 'a']);
    server.on('POST /intake/rejected/a/resubmit', () => ({ body: rejectedAs('a') }));
    await store.resubmit('a', { changes: [] });
    expect(shown(store)).toEqual(['b', 'a']);
    expect(server.callsOf('GET /intake/rejected')).toHaveLength(1);
    stop();
  });

  it('is stale with the first question that is not answered, and fresh with the next that is', async () => {
    const { store, server, tick, stop } = await aStore([]);
    expect(store.stale()).toBeNull();
    const there = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await tick();
    const lost = store.stale();
    expect(lost?.why).toBe('lost');
    await tick();
    expect(store.stale()).toEqual(lost);
    globalThis.fetch = there;
    server.on('GET /intake/status', () => ({ status: 500, body: '' }));
    await tick();
    expect(store.stale()?.why).toBe('waiting');
    server.on('GET /intake/status', () => ({ body: status({}) }));
    await tick();
    expect(store.stale()).toBeNull();
    stop();
  });

  it('counts for the filter what the list can hold, not what was refused whole', () => {
    const now = status(
      { 'malformed-json': 5, 'intake-key-unknown': 9, 'too-old': 7 },
      { 'malformed-json': 3, 'intake-key-unknown': 9 },
    );
    expect(keptCounts(now as never)).toEqual([
      ['too-old', 7],
      ['malformed-json', 2],
    ]);
  });
});
