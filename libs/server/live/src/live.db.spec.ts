import { Module } from '@nestjs/common';
import { io, type Socket } from 'socket.io-client';
import {
  type ClientToServer,
  type FlagChange,
  type LiveData,
  type Measure,
  type SafetyData,
  type ServerToClient,
  type Snapshot,
  type Change,
  safetyDataSchema,
  liveDataSchema,
} from '@earshot/contracts';
import { PresenceRepository, type MeasureSlice } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import {
  cookieOf,
  Rows,
  rowsNow,
  testApp,
  testDatabase,
  until,
  type TestApp,
  type TestDatabase,
} from '@earshot/testing';
import { LiveModule, MeasureSource } from './index';

/** Counts its reads; what measures say is proven in server/measures. */
class CountedMeasures extends MeasureSource {
  reads: Omit<MeasureSlice, 'groupBy'>[] = [];
  /** How many of the next reads fail. */
  failures = 0;

  override overview(
    slice: Omit<MeasureSlice, 'groupBy'>,
  ): Promise<{ overall: Measure[]; byVendor: Measure[] }> {
    this.reads.push(slice);
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('The measures cannot be read.'));
    }
    return Promise.resolve({ overall: [], byVendor: [] });
  }
}

@Module({ providers: [CountedMeasures], exports: [CountedMeasures] })
class MeasuresOfTest {}

const soonIs = (read: () => Promise<number>, expected: number) =>
  until('the number', async () => (await read()) === expected, 4_000);
const soon = (condition: () => boolean, patienceMs = 4_000) => until('a message', condition, patienceMs);

type Client = Socket<ServerToClient, ClientToServer>;

describe('the live namespace', () => {
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let clients: Client[] = [];
  let made = 0;
  const scope = (over: Partial<Scope> = {}): Scope => ({
    personId: `00000000-0000-0000-0000-${String((made += 1)).padStart(12, '0')}`,
    roles: ['safety'],
    brandIds: ['b'],
    vendorIds: null,
    ...over,
  });

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.brand('b', ['v1', 'v2']);
    app = await testApp({
      database: test.database,
      imports: [
        LiveModule.with({
          imports: [MeasuresOfTest],
          measures: CountedMeasures,
          publicOrigin: null,
          noticeTarget: 'none',
        }),
      ],
      now: rowsNow.getTime(),
    });
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });
  afterEach(() => {
    for (const client of clients) client.close();
    clients = [];
  });

  function connect(cookie: string | undefined, headers: Record<string, string> = {}): Client {
    const client: Client = io(`${app.url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { ...headers, ...(cookie !== undefined && { cookie }) },
    });
    clients.push(client);
    return client;
  }
  const refusalOf = (client: Client) =>
    new Promise<string>((resolve) => client.once('connect_error', ({ message }) => resolve(message)));

  interface Heard {
    readonly client: Client;
    readonly snapshots: Snapshot[];
    readonly changes: Change[];
    readonly problems: string[];
    /** The views of the problems. */
    readonly views: (string | null)[];
  }
  function listen(person: Scope): Heard {
    const client = connect(cookieOf(person));
    const heard: Heard = { client, snapshots: [], changes: [], problems: [], views: [] };
    client.on('snapshot', (message) => void heard.snapshots.push(message));
    client.on('change', (message) => void heard.changes.push(message));
    client.on('problem', ({ view, code }) => {
      heard.problems.push(code);
      heard.views.push(view);
    });
    return heard;
  }
  async function watch(
    person: Scope,
    subscription: Parameters<ClientToServer['subscribe']>[0],
  ): Promise<Heard> {
    const heard = listen(person);
    heard.client.emit('subscribe', subscription);
    await soon(() => heard.snapshots.length === 1);
    return heard;
  }
  async function aFlag(
    over: { vendorId?: string; columns?: Record<string, unknown>; severity?: 'critical' | 'low' } = {},
  ): Promise<string> {
    const conversationId = `c${(made += 1)}`;
    await rows.conversation({ id: conversationId, vendorId: over.vendorId ?? 'v1' });
    return rows.flag({ conversationId, ...over });
  }
  const told = (flagIds: string[]) => app.bus.publish('flags.changed', { flagIds });

  it.each([
    ['without a session', undefined, {}, 'not-logged-in'],
    ['from a page of another site', cookieOf(scope()), { origin: 'https://evil.example' }, 'cross-site'],
  ])('refuses a connection %s', async (_name, cookie, headers, code) => {
    expect(await refusalOf(connect(cookie, headers))).toBe(code);
  });

  it.each<[string, Scope, Parameters<ClientToServer['subscribe']>[0], string]>([
    ['safety to a reviewer', scope({ roles: ['reviewer'] }), { view: 'safety' }, 'forbidden'],
    ['tiles to an administrator', scope({ roles: ['administrator'] }), { view: 'live' }, 'forbidden'],
    ['the queue to a safety officer', scope(), { view: 'review' }, 'forbidden'],
    [
      'a conversation that does not exist',
      scope(),
      { view: 'conversation', filter: { conversationId: 'none' } },
      'not-found',
    ],
    ['nonsense', scope(), { view: 'everything' } as never, 'invalid-input'],
  ])('refuses %s', async (_name, person, subscription, code) => {
    const heard = listen(person);
    heard.client.emit('subscribe', subscription);
    await soon(() => heard.problems.length > 0);
    expect(heard.problems).toEqual([code]);
    expect(heard.snapshots).toEqual([]);
  });

  it('pushes a flag at once, numbered without gaps, gravest first in snapshots', async () => {
    const low = await aFlag({ severity: 'low' });
    const heard = await watch(scope(), { view: 'safety' });
    const first = safetyDataSchema.parse(heard.snapshots[0]?.data);
    expect(first.flags.map(({ id }) => id)).toContain(low);
    const id = await aFlag();
    const start = performance.now();
    told([id]);
    await soon(() => heard.changes.some(({ kind }) => kind === 'flag'));
    expect(performance.now() - start).toBeLessThan(1000);
    const change = heard.changes.find(({ kind }) => kind === 'flag');
    expect(change?.data).toMatchObject({
      flagId: id,
      category: 'harassment',
      severity: 'critical',
    } satisfies Partial<FlagChange>);
    heard.client.emit('resync', { view: 'safety' });
    await soon(() => heard.snapshots.length === 2);
    const again = safetyDataSchema.parse(heard.snapshots[1]?.data);
    expect(again.flags[0]?.id).toBe(id);
    const seqs = [...heard.snapshots, ...heard.changes].map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it('gives the lane over HTTP too, as a snapshot would, to those who may see it', async () => {
    const [own, others] = [await aFlag(), await aFlag({ vendorId: 'v2' })];
    app.clock.advance(5_000);
    const heard = await watch(scope(), { view: 'safety' });
    const read = async (person: Scope) => app.call(person, 'GET /api/v1/live/safety');
    const lane = safetyDataSchema.parse((await read(scope())).body);
    const snapshot = safetyDataSchema.parse(heard.snapshots[0]?.data);
    expect({ ...lane, officersLooking: 0 }).toEqual({ ...snapshot, officersLooking: 0 });
    expect(lane.flags.map(({ id }) => id)).toEqual(expect.arrayContaining([own, others]));
    const manager = scope({ roles: ['vendor-manager'], vendorIds: ['v1'] });
    expect((await read(manager)).body).toMatchObject({ flags: [], noticeTarget: null, officersLooking: 0 });
    expect((await read(scope({ roles: ['reviewer'] }))).status).toBe(403);
  });

  it('finds within 5 s what no message told of', async () => {
    const heard = await watch(scope(), { view: 'safety' });
    const id = await aFlag();
    app.clock.advance(5_000);
    await soon(() => heard.changes.some(({ data }) => (data as FlagChange).flagId === id));
    await test.database.query(`update flags set state = 'closed', revision = revision + 1 where id = $1`, [
      id,
    ]);
    app.clock.advance(5_000);
    await soon(() => heard.snapshots.length === 2);
    expect((heard.snapshots[1]?.data as SafetyData).flags.map((flag) => flag.id)).not.toContain(id);
  });

  it('gives a vendor nothing of another vendor, nor of its own flags before the brand has them', async () => {
    const vendor = await watch(scope({ roles: ['vendor-manager'], vendorIds: ['v1'] }), { view: 'safety' });
    const brand = await watch(scope(), { view: 'safety' });
    expect(brand.snapshots[0]?.data).toMatchObject({ noticeTarget: 'none' });
    expect(vendor.snapshots[0]?.data).toMatchObject({ noticeTarget: null });
    const [own, foreign] = [
      await aFlag(),
      await aFlag({ vendorId: 'v2', columns: { acknowledged_at: rowsNow, state: 'acknowledged' } }),
    ];
    told([own, foreign]);
    await soon(() => brand.changes.filter(({ kind }) => kind === 'flag').length === 2);
    expect(vendor.changes.filter(({ kind }) => kind === 'flag')).toEqual([]);
    await test.database.query(
      `update flags set acknowledged_at = now(), state = 'acknowledged', revision = revision + 1 where id = $1`,
      [own],
    );
    told([own, foreign]);
    await soon(() => vendor.changes.some(({ kind }) => kind === 'flag'));
    await test.database.query(
      `update flags set acknowledged_at = null, state = 'open', revision = revision + 1 where id = $1`,
      [own],
    );
    told([own, foreign]);
    await soon(() => vendor.snapshots.length === 2);
    const everything = JSON.stringify([vendor.snapshots, vendor.changes]);
    expect(everything).not.toContain(foreign);
    expect(everything).not.toContain('v2');
    expect((vendor.snapshots[1]?.data as SafetyData).flags.map(({ id }) => id)).not.toContain(own);
    expect((vendor.snapshots[0]?.data as SafetyData).vendors.map(({ vendorId }) => vendorId)).toEqual(['v1']);
  });

  it('says how many there are beyond the lane, by severity', async () => {
    const heard = await watch(scope({ brandIds: ['full'] }), { view: 'safety' });
    const first = safetyDataSchema.parse(heard.snapshots[0]?.data);
    expect([first.flags.length, first.beyond.total]).toEqual([0, 0]);
    await test.database.query(
      `insert into flags (id, brand_id, conversation_id, category, severity, opened_at, received_at)
       select gen_random_uuid(), 'full', 'c' || n, 'threat', case when n > 999 then 3 else 2 end, now(), now()
       from generate_series(1, 1003) as n`,
    );
    const full = await watch(scope({ brandIds: ['full'], roles: ['auditor'] }), { view: 'safety' });
    app.clock.advance(5_000);
    full.client.emit('resync', { view: 'safety' });
    await soon(() => {
      const data = full.snapshots.at(-1)?.data as SafetyData;
      return data.flags.length === 1000 && data.beyond.low === 3 && data.beyond.total === 3;
    });
  });

  it('counts the officers who look: people, not windows, and not supervisors', async () => {
    const supervisor = await watch(scope({ roles: ['supervisor'] }), { view: 'safety' });
    const looking = () => {
      app.clock.advance(1_000);
      const told = supervisor.changes.filter(({ kind }) => kind === 'presence');
      return ((told.at(-1) ?? supervisor.snapshots.at(-1))?.data as SafetyData).officersLooking;
    };
    await soon(() => looking() === 0);
    const officer = scope();
    const first = await watch(officer, { view: 'safety' });
    const second = await watch(officer, { view: 'safety' });
    await soon(() => looking() === 1);
    first.client.close();
    second.client.emit('unsubscribe', { view: 'safety' });
    await soon(() => looking() === 0);
  });

  it('counts an officer in another process, and forgets one whose process is gone', async () => {
    const elsewhere = new PresenceRepository(test.database);
    const lane = async () =>
      safetyDataSchema.parse((await watch(scope({ roles: ['lead'] }), { view: 'safety' })).snapshots[0]?.data)
        .officersLooking;
    await elsewhere.stay([{ windowId: 'window elsewhere', personId: scope().personId, brandIds: ['b'] }]);
    app.clock.advance(5_000);
    await soonIs(lane, 1);
    await test.database.query(`update officers_looking set seen_at = seen_at - interval '31 seconds'`);
    app.clock.advance(5_000);
    await soonIs(lane, 0);
  });

  it('reads tiles once for sockets with the same eyes, and at most twice a second', async () => {
    const measures = app.get(CountedMeasures);
    const people = [scope({ roles: ['supervisor'] }), scope({ roles: ['lead'] }), scope()];
    const heard = await Promise.all(people.map((person) => watch(person, { view: 'live' })));
    expect(liveDataSchema.parse(heard[0]?.snapshots[0]?.data)).toMatchObject({
      windowMinutes: 60,
    } satisfies Partial<LiveData>);
    measures.reads = [];
    for (let n = 0; n < 50; n += 1) app.bus.publish('measures.changed', { brandIds: ['b'], vendorIds: [] });
    app.clock.advance(500);
    await soon(() => heard.every(({ changes }) => changes.length === 1));
    await new Promise((done) => setTimeout(done, 300));
    expect(measures.reads).toHaveLength(1);
    const vendor = await watch(scope({ roles: ['vendor-manager'], vendorIds: ['v1'] }), { view: 'live' });
    expect(vendor.snapshots).toHaveLength(1);
    expect(measures.reads.at(-1)?.scope.vendorIds).toEqual(['v1']);
  });

  it('tells which view could not be read, and holds it no more until it is asked for again', async () => {
    const measures = app.get(CountedMeasures);
    measures.failures = 1;
    const filter = { windowMinutes: 61 };
    const heard = listen(scope({ roles: ['supervisor'] }));
    heard.client.emit('subscribe', { view: 'live', filter });
    await soon(() => heard.problems.length === 1);
    expect(heard.problems).toEqual(['internal']);
    expect(heard.views).toEqual(['live']);
    // Another looks at the same: a resync must not make the refused one believe that changes follow.
    await watch(scope({ roles: ['supervisor'] }), { view: 'live', filter });
    heard.client.emit('resync', { view: 'live' });
    heard.client.emit('subscribe', { view: 'everything' } as never);
    await soon(() => heard.problems.length === 2);
    expect(heard.snapshots).toEqual([]);
    heard.client.emit('subscribe', { view: 'live', filter });
    await soon(() => heard.snapshots.length === 1);
    app.clock.advance(5_000);
    await soon(() => heard.changes.length === 1);
  });

  it('no longer sends what was asked for before a refusal', async () => {
    const heard = await watch(scope({ roles: ['supervisor'] }), { view: 'live' });
    heard.client.emit('subscribe', { view: 'live', filter: { windowMinutes: 0 } });
    await soon(() => heard.problems.length === 1);
    const { length } = heard.changes;
    const other = await watch(scope({ roles: ['supervisor'] }), { view: 'live' });
    app.clock.advance(5_000);
    await soon(() => other.changes.length > 0);
    expect(heard.changes).toHaveLength(length);
  });

  it('tells when the lane was read last, though nothing happened in it', async () => {
    // No officer: that one looks now would be a change of its own.
    const heard = await watch(scope({ brandIds: ['quiet'], roles: ['auditor'] }), { view: 'safety' });
    const { asOf } = heard.snapshots[0]?.data as SafetyData;
    app.clock.advance(5_000);
    await soon(() => heard.changes.length === 1);
    expect(heard.changes[0]).toMatchObject({
      kind: 'as-of',
      data: { asOf: new Date(Date.parse(asOf) + 5_000).toISOString() },
    });
  });

  it('tells that a conversation has moved on, and its queue to a reviewer', async () => {
    const key = await rows.conversation({ id: 'moving' });
    const page = await watch(scope(), { view: 'conversation', filter: { conversationId: 'moving' } });
    expect(page.snapshots[0]?.data).toEqual({ conversationId: 'moving', version: 1 });
    await test.database.query('update conversations set version = 2 where key = $1', [key]);
    app.bus.publish('conversations.changed', { conversationKeys: [key] });
    app.clock.advance(500);
    await soon(() => page.changes.length === 1);
    expect(page.changes[0]).toMatchObject({
      kind: 'updated',
      data: { conversationId: 'moving', version: 2 },
    });

    const queue = await watch(scope({ roles: ['reviewer'] }), { view: 'review' });
    expect(queue.snapshots[0]?.data).toMatchObject({ waiting: 0 });
    await rows.reviewItem({ conversationId: 'moving' });
    app.bus.publish('review.queue-changed', { brandIds: ['b'] });
    app.clock.advance(1_000);
    await soon(() => queue.changes.length === 1);
    expect(queue.changes[0]).toMatchObject({ kind: 'queue', data: { waiting: 1 } });
  });

  it('ends the sockets of a session that ended', async () => {
    const person = scope();
    const heard = await watch(person, { view: 'safety' });
    app.sessions.ended.add(person.personId);
    await soon(() => heard.client.disconnected, 15_000);
  }, 20_000);
});
