import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '@node-rs/argon2';
import { IngestStore, keepPartitions, PlanBook, RuleBook, ScorecardRepository } from '@earshot/data-access';
import { defaultScorecard } from '@earshot/domain/scoring';
import { DataKeys } from '@earshot/platform/crypto';
import { InProcessLiveBus } from '@earshot/platform/live-bus';
import { IntakeDesk } from '@earshot/server/intake';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { httpSink } from '../sinks/http';
import { ConversationWriter } from '../generator/conversation';
import { generated } from '../generator/generated';
import { traffic } from '../traffic';
import { seedPast } from './past';
import { demoPassword } from './password';
import { demoBrand, demoPeople, seedPeople } from './people';
import { forgetReceipts } from './receipts';
import { settle } from './settle';

jest.setTimeout(120_000);

let test: TestDatabase;
let folder: string;
let intake: Server;
let address: string;

/** The product's own way of an event behind a plain HTTP server. */
function startIntake(desk: IntakeDesk): Server {
  let requests = 0;
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown[];
      const events = body.map((value, index) => ({
        index,
        value,
        fault: null,
        position: null,
        raw: () => JSON.stringify(value),
      }));
      desk
        .write({
          events,
          brandId: demoBrand,
          boundVendorId: null,
          // One request of a writer at a time: those under way have names of their own.
          writer: `http-${(requests += 1) % 4}`,
          offset: null,
          receivedAt: Date.now(),
        })
        .then(({ accepted, duplicates, rejected }) =>
          response.writeHead(202).end(
            JSON.stringify({
              accepted,
              duplicates: duplicates.length,
              rejected: rejected.map(({ index, id, rejection }) => ({ index, id, ...rejection })),
            }),
          ),
        )
        .catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-seed-'));
  test = await testDatabase();
  await keepPartitions(test.database, Date.now(), 400);
  await seedPeople(test.database, 'demo password');
  const plans = new PlanBook(randomBytes(32));
  await plans.refresh(test.database, Date.now());
  const keys = new DataKeys([{ id: 'k', bytes: randomBytes(32) }]);
  const settings = { retentionMs: 400 * 86_400_000, idleMs: 86_400_000 };
  const store = new IngestStore(test.database, keys);
  const rules = await RuleBook.open(test.database);
  intake = startIntake(
    new IntakeDesk(
      store,
      rules,
      plans,
      keys,
      settings,
      new InProcessLiveBus((error) => console.error(error)),
    ),
  );
  await new Promise<void>((done) => intake.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(intake.address() as AddressInfo).port}`;
});
afterAll(async () => {
  intake?.close();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (sql: string): Promise<number> =>
  Number((await test.database.query<{ n: string }>(`select count(*) as n from ${sql}`))[0]?.n);

describe('demo people', () => {
  it('are there once, however often they are seeded, and log in with the last password', async () => {
    await seedPeople(test.database, 'first password');
    await seedPeople(test.database, 'second password');
    const people = await test.database.query<{
      email: string;
      password_hash: string;
      vendor_ids: string[] | null;
    }>('select email, password_hash, vendor_ids from people order by email');
    expect(people).toHaveLength(demoPeople.length);
    expect(await count('vendors where demo')).toBe(4);
    const vendorA = people.find(({ email }) => email === 'vendor-a@demo.earshot.test');
    expect(vendorA?.vendor_ids).toEqual(['vendor-a']);
    expect(await verify(vendorA?.password_hash ?? '', 'second password')).toBe(true);
    expect(await verify(vendorA?.password_hash ?? '', 'first password')).toBe(false);
  });

  it('get the password that was given, else one that is kept and readable by its owner only', () => {
    expect(demoPassword(folder, 'given')).toBe('given');
    const made = demoPassword(folder, undefined);
    expect(made.length).toBeGreaterThanOrEqual(12);
    expect(demoPassword(folder, '')).toBe(made);
    expect(readFileSync(join(folder, 'demo-password'), 'utf8').trim()).toBe(made);
    expect(statSync(join(folder, 'demo-password')).mode & 0o777).toBe(0o600);
  });
});

describe('demo past', () => {
  const stopping = new AbortController().signal;
  const run = () =>
    seedPast({
      database: test.database,
      sink: httpSink({ url: address, key: 'any', signal: stopping }),
      dataDir: folder,
      now: Date.now(),
      stopping,
    });

  it('goes through the intake, and is handled and reviewed, once', async () => {
    await new ScorecardRepository(test.database).publishWhereNone(defaultScorecard);
    const began = Date.now();
    const result = await run();
    if (!result.done) throw new Error('the past was not played');
    expect(result.summary.rejected).toEqual({});
    expect(result.summary.undelivered).toBe(0);
    console.log(
      `past: ${result.summary.sent} events, ${Date.now() - began} ms, ${result.flags} flags, ${result.reviews} reviews`,
    );

    const past = await count('conversations where demo');
    expect(past).toBeGreaterThan(3900);
    expect(await count('conversations where not demo')).toBe(0);
    // Nothing of the past is still to come, or still open.
    expect(await count("conversations where state = 'open' or last_event_at > now()")).toBe(0);

    const reviews = await test.database.query<{ vendor_id: string; n: string; passed: string }>(
      `select vendor_id, count(*) as n, avg(passed::int) as passed from reviews
       where demo and state = 'submitted' group by vendor_id`,
    );
    const passed = Object.fromEntries(
      reviews.map(({ vendor_id, passed: share }) => [vendor_id, Number(share)]),
    );
    expect(reviews).toHaveLength(4);
    for (const { n } of reviews) expect(Number(n)).toBeGreaterThanOrEqual(40);
    expect(passed['vendor-c']).toBeLessThan(passed['vendor-a'] ?? 0);
    expect(await count("reviews where submitted_at > now() or claimed_at < now() - interval '22 days'")).toBe(
      0,
    );
    expect(await count("review_items where state = 'waiting'")).toBeGreaterThan(5);

    expect(await count("flags where demo and state = 'closed'")).toBeGreaterThan(100);
    expect(await count("flags where state = 'open' and severity < 2")).toBe(0);
    expect(await count('flags where acknowledged_at < received_at or closed_at < acknowledged_at')).toBe(0);
    expect(await count("deadlines where done_at is null and kind = 'acknowledge-critical'")).toBe(0);

    // One card, one handling: a conversation's flags are closed together, with one outcome and text.
    const cards = await test.database.query<{
      handlings: string;
      categories: string[];
      reason: string | null;
    }>(
      `select count(distinct concat_ws('|', state, closed_at, outcome, reason)) as handlings,
         array_agg(distinct category) filter (where severity = gravest) as categories, min(reason) as reason
       from (select *, min(severity) over (partition by conversation_id) as gravest from flags) f where state <> 'withdrawn' group by conversation_id`,
    );
    expect(cards.filter(({ handlings }) => handlings !== '1')).toEqual([]);
    // And a text that fits what it was about.
    const about = (words: RegExp) =>
      new Set(cards.flatMap(({ reason, categories }) => (words.test(reason ?? '') ? categories : [])));
    expect([...about(/冻结账户|勿再转账/)]).toEqual(['fraud']);
    expect([...about(/心理援助/)]).toEqual(['self-harm']);

    // Nothing was "received three weeks later".
    expect(await count("messages where received_at > at + interval '3 s' or received_at < at")).toBe(0);
    expect(await count("audit_log where act = 'demo.flags-handled'")).toBe(1);

    expect(await run()).toEqual({ done: false });
    rmSync(join(folder, 'demo-past.json'));
    expect(await run()).toEqual({ done: false });
  });
});

describe('the half hour before people look', () => {
  it('is handled but for the newest report; what earlier runs left is ended, their flags and live ones are left', async () => {
    const stopping = new AbortController().signal;
    const sink = httpSink({ url: address, key: 'any', signal: stopping });
    const now = Date.now();
    const planned = (seed: string, until: number) =>
      [...traffic({ ...live, make: generated(seed), seed, now }).events].filter(
        ({ event }) => event.at <= until,
      );
    const live = {
      conversations: 700,
      events: Infinity,
      spanMs: 0,
      warmMs: 30 * 60_000,
      pace: { kind: 'live' as const },
      rate: 4,
      agents: false,
    };
    // An earlier run, broken off ten minutes ago.
    for (const [seed, until] of [
      ['earlier', now - 600_000],
      ['running', now],
    ] as const) {
      const events = planned(seed, until).map(({ event }) => event);
      for (let at = 0; at < events.length; at += 1000) await sink.send(events.slice(at, at + 1000));
    }
    const open = "conversations where state = 'open' and conversation_id like 'c-earlier-%'";
    expect(await count(open)).toBeGreaterThan(3);
    // People are at work meanwhile: one takes a report of this half hour, another report comes in live.
    const [taken] = await test.database.query<{ conversation_id: string }>(
      `update flags set state = 'acknowledged', acknowledged_at = now(), demo = true where id =
         (select id from flags where conversation_id like 'c-running-%' and severity = 0 order by opened_at limit 1)
       returning conversation_id`,
    );
    const report = new ConversationWriter('c-running-699', 'urn:earshot:demo:vendor-a', Date.now());
    report.add(
      'conversation.opened.v1',
      {
        vendorId: 'vendor-a',
        brandId: demoBrand,
        channel: 'chat',
        platform: 'demo',
        language: 'zh',
        customer: { ref: 'customer-live' },
      },
      1,
    );
    report.say('customer', '我不想活了，今晚就从楼上跳下去', { afterMs: 1 });
    await sink.send(report.events);
    const lefts = () =>
      test.database.query<{ conversation_id: string }>(
        `select conversation_id, category, state, acknowledged_at, closed_at, outcome, reason, demo, received_at
         from flags where conversation_id like 'c-earlier-%' or conversation_id = any($1) order by id`,
        [[taken?.conversation_id, report.id]],
      );
    const before = await lefts();
    expect(
      before.filter(({ conversation_id }) => conversation_id.startsWith('c-earlier-')).length,
    ).toBeGreaterThan(5);
    expect(before.map(({ conversation_id }) => conversation_id)).toEqual(
      expect.arrayContaining([taken?.conversation_id, report.id]),
    );

    const { ended, flags } = await settle({
      database: test.database,
      sink,
      running: 'running',
      until: now,
      stopping,
    });
    expect(await lefts()).toEqual(before);
    expect(ended).toBeGreaterThan(3);
    expect(flags).toBeGreaterThan(5);
    expect(await count(open)).toBe(0);
    expect(
      await count("conversations where state = 'open' and conversation_id like 'c-running-%'"),
    ).toBeGreaterThan(3);

    const untaken = await test.database.query<{ conversation_id: string; opened_at: Date }>(
      `select conversation_id, opened_at from flags where state = 'open' and severity = 0
         and conversation_id like 'c-running-%' and conversation_id <> all($1) order by opened_at desc`,
      [[taken?.conversation_id, report.id]],
    );
    const [newest] = untaken;
    expect(newest).toBeDefined();
    // The others are too fresh to have been taken.
    for (const { conversation_id, opened_at } of untaken) {
      if (conversation_id !== newest?.conversation_id)
        expect(opened_at.getTime()).toBeGreaterThan(now - 240_000);
    }
    expect(
      await count(
        `deadlines d join flags f on f.id = d.subject_id where d.done_at is null
           and d.kind = 'acknowledge-critical' and f.state <> 'open' and f.conversation_id <> '${taken?.conversation_id ?? ''}'`,
      ),
    ).toBe(0);
    expect(
      await count(
        `messages m join conversations c on c.key = m.conversation_key
         where c.conversation_id like 'c-running-%' and m.received_at > m.at + interval '30 s'`,
      ),
    ).toBe(0);
  });
});

it('leaves in sight what came from no known vendor before the demo was started again', async () => {
  const unknown = () =>
    count(`intake_clock where brand_id = '${demoBrand}' and vendor_id = '' and writer = 'before'`);
  const hear = () =>
    test.database.query(
      `insert into intake_clock (brand_id, vendor_id, writer, last_event_at, last_received_at)
       values ($1, '', 'before', now(), now())`,
      [demoBrand],
    );
  await test.database.query('update conversations set vendor_id = $1 where vendor_id is null', ['vendor-a']);
  await hear();
  await forgetReceipts(test.database, Date.now(), Date.now());
  expect(await unknown()).toBe(0);
  await hear();
  const sink = httpSink({ url: address, key: 'any', signal: new AbortController().signal });
  const stranger = new ConversationWriter('c-stranger', 'urn:earshot:demo:nobody', Date.now());
  stranger.say('customer', '有人吗', { afterMs: 1 });
  await sink.send(stranger.events);
  await forgetReceipts(test.database, Date.now(), Date.now());
  expect(await unknown()).toBe(1);
});
