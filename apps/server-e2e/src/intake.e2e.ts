/**
 * Black-box tests of the intake: what docs/events.md says of every answer and every rejection, over HTTP and Kafka,
 * with a real server, PostgreSQL and Kafka; a foreign producer (kcat); a hundred thousand hostile events (fewer here).
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import {
  limits,
  rejectionCodes,
  type Conversation,
  type IntakeAnswer,
  type RejectedEvent,
} from '@earshot/contracts';
import { anEvent, mutatedEvents, until, World, type Place, type ServerProcess } from '@earshot/testing';
import * as fc from 'fast-check';
import { post, seedPeople, Visitor } from './support/desk';

const page = readFileSync(join(resolve(__dirname, '../../..'), 'docs/events.md'), 'utf8');
/** Hostile events that are posted; `npm run prove` posts 100,000. */
const mutations = Number(process.env['EARSHOT_E2E_MUTATIONS'] ?? 2_000);
const hasKcat = spawnSync('kcat', ['-V']).status === 0;
const kafkaMissing = ['java', 'mvn'].find((name) => spawnSync(name, ['-version']).status !== 0);

let world: World;
let place: Place;
let server: ServerProcess;
let admin: Visitor;

before(async () => {
  world = await World.open({ kafka: kafkaMissing === undefined, redis: false });
  place = await world.place(3);
  server = await world.server(place);
  await seedPeople(place);
  admin = await Visitor.of(server, 'admin');
});
after(async () => {
  await world?.close();
});

const message = 'conversation.message.v1';
const now = () => new Date().toISOString();
let made = 0;

/** A message that would be taken, but for `over`. */
function aMessage(over: Record<string, unknown> = {}, data: Record<string, unknown> = {}): unknown {
  made += 1;
  const event = anEvent(message, { id: `e${made}`, subject: `c${made}`, time: now() });
  return { ...event, ...over, data: { ...event.data, messageId: `m${made}`, ...data } };
}

/** Each way to be rejected, by code: an event, or several of which the last one is. */
const rejected: Record<string, () => readonly unknown[]> = {
  'not-an-event': () => [{ hello: 'world' }],
  'unknown-type': () => [aMessage({ type: 'conversation.message.v2' })],
  'invalid-field': () => [aMessage({}, { text: 5 })],
  'ill-formed-text': () => [aMessage({}, { text: 'a\0b' })],
  'id-too-long': () => [aMessage({ id: 'x'.repeat(10_000) })],
  'text-too-long': () => [aMessage({}, { text: 'x'.repeat(1024 * 1024) })],
  'time-in-future': () => [aMessage({ time: new Date(Date.now() + 365 * 86_400_000).toISOString() })],
  'too-old': () => [aMessage({ time: '2020-03-02T12:00:00Z' })],
  'id-reused': () => [aMessage({ id: 'reused' }), aMessage({ id: 'reused' }, { text: 'other' })],
  'message-id-reused': () => [
    aMessage({ subject: 'same' }, { messageId: 'reused' }),
    aMessage({ subject: 'same' }, { messageId: 'reused' }),
  ],
  'conversation-of-another-vendor': () =>
    ['vendor-a', 'vendor-b'].map((vendorId) =>
      anEvent('conversation.opened.v1', {
        id: `of-${vendorId}`,
        subject: 'twice-opened',
        time: now(),
        data: { vendorId },
      }),
    ),
  'conversation-full': () =>
    Array.from({ length: limits.conversationEvents + 1 }, () => aMessage({ subject: 'constant' })),
  'brand-mismatch': () => [
    anEvent('conversation.opened.v1', { id: 'foreign', time: now(), data: { brandId: 'another-brand' } }),
  ],
};
/** Those that no single body over HTTP can show, and where they are shown. */
const elsewhere = ['malformed-json', 'vendor-mismatch', 'internal-error'];

for (const [code, events] of Object.entries(rejected)) {
  test(`${code}: answered, kept, and shown to an administrator`, async () => {
    const sent = [...events()];
    const { status, body } = await post(server, sent);
    assert.equal(status, 202);
    assert.deepEqual(
      body.rejected.map((it) => [it.index, it.code]),
      [[sent.length - 1, code]],
    );
    assert.equal(body.accepted, sent.length - 1);
    const [kept] = await admin.all<RejectedEvent>(`intake/rejected?code=${code}&state=open`);
    assert.equal(kept?.code, code);
    assert.ok((kept?.eventId ?? '').length <= 200);
    assert.equal(kept?.via, 'http');
  });
}

test('every code has its row in docs/events.md, and its test', () => {
  for (const code of rejectionCodes) {
    assert.ok(page.includes(`| \`${code}\``), `docs/events.md has no row for ${code}`);
    assert.ok(code in rejected || elsewhere.includes(code), `no test for ${code}`);
  }
});

test('a rejected event is mended field by field and sent again', async () => {
  await post(server, [aMessage({ id: 'to-mend', time: '2020-01-01T00:00:00Z' })]);
  const all = await admin.all<RejectedEvent>('intake/rejected?code=too-old&state=open');
  const kept = all.find(({ eventId }) => eventId === 'to-mend');
  assert.ok(kept);
  const changes = [{ pointer: '/time', value: now() }];
  const path = `intake/rejected/${kept.id}/resubmit`;
  const answer = await admin.call<{ outcome: string }>('POST', path, { changes });
  assert.deepEqual([answer.status, answer.body.outcome], [200, 'accepted']);
  assert.equal((await admin.call('POST', path, { changes })).status, 409);
});

test('a plea for help in an event that cannot be taken is still a flag', async () => {
  await post(server, [aMessage({ time: '2020-01-01T00:00:00Z', subject: 'plea' }, { text: '我不想活了' })]);
  const officer = await Visitor.of(server, 'safety');
  const flags = await officer.all<{ conversationId: string; category: string }>('flags');
  assert.ok(flags.some(({ conversationId }) => conversationId === 'plea'));
});

test('bodies that are refused whole, and only counted', async () => {
  const status = async () =>
    (await admin.get<{ rejected: Record<string, number> }>('intake/status')).body.rejected;
  const before = await status();
  assert.deepEqual(codeOf(await post(server, '{"specversion":')), [400, 'malformed-json']);
  assert.deepEqual(codeOf(await post(server, Buffer.from([0x22, 0xff, 0x22]))), [400, 'malformed-json']);
  assert.deepEqual(codeOf(await post(server, { hello: 'world' })), [400, 'not-an-event']);
  assert.deepEqual(codeOf(await post(server, '5')), [400, 'not-an-event']);
  assert.deepEqual(codeOf(await post(server, [], { authorization: '' })), [401, 'intake-key-missing']);
  assert.deepEqual(codeOf(await post(server, [], { authorization: 'Bearer no' })), [
    401,
    'intake-key-unknown',
  ]);
  const large = Buffer.alloc(50_000_000, ' ');
  assert.deepEqual(codeOf(await post(server, large)), [413, 'body-too-large']);
  const eightMillion = `[${'1,'.repeat(8_000_000 - 1)}1]`;
  assert.deepEqual(codeOf(await post(server, eightMillion)), [413, 'body-too-large']);
  await until('they are counted', async () => {
    const after = await status();
    return (
      (after['malformed-json'] ?? 0) - (before['malformed-json'] ?? 0) >= 2 &&
      (after['body-too-large'] ?? 0) > (before['body-too-large'] ?? 0)
    );
  });
});

test('one event alone, an empty batch, and the same event again', async () => {
  const event = aMessage();
  const counts = ({ body }: { body: IntakeAnswer }) => [body.accepted, body.duplicates, body.rejected.length];
  const single = { 'content-type': 'application/cloudevents+json' };
  assert.deepEqual(counts(await post(server, event, single)), [1, 0, 0]);
  assert.deepEqual(counts(await post(server, event, { 'content-type': 'application/json' })), [0, 1, 0]);
  assert.deepEqual(counts(await post(server, [])), [0, 0, 0]);
  // Bad ones among good ones, and things that are no events at all.
  assert.deepEqual(counts(await post(server, [aMessage(), 5, null, [], aMessage(), event])), [2, 1, 3]);
});

test('a number sent in pieces is masked in all of its messages when the last one comes', async () => {
  const said = (place: number, text: string) => {
    const time = new Date(Date.now() - 60_000 + place * 1_000).toISOString();
    return aMessage({ subject: 'in-pieces', time }, { text, sender: { role: 'customer' } });
  };
  const supervisor = await Visitor.of(server, 'supervisor');
  const shown = async () => {
    const { body } = await supervisor.get<Conversation>('conversations/in-pieces');
    return { version: body.version, texts: body.messages.map(({ text }) => text) };
  };
  await post(server, [said(0, '我的号码是138')]);
  const before = await shown();
  assert.deepEqual(before.texts, ['我的号码是138']);
  // The last piece overtakes the middle one.
  await post(server, [said(2, '8000')]);
  await post(server, [said(1, '0013')]);
  const after = await shown();
  assert.deepEqual(after.texts, ['我的号码是‹mobile›', '‹mobile›', '‹mobile›']);
  assert.ok(after.version > before.version);
});

test('a value that nests without end is rejected, not answered 500', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const text = JSON.stringify([aMessage({}, { attachments: [{ x: 'DEEP' }] })]).replace('"DEEP"', deep);
  const { status, body } = await post(server, text);
  assert.deepEqual([status, body.rejected.map(({ code }) => code)], [202, ['invalid-field']]);
});

test(`${mutations} hostile events: each is accepted, known or rejected`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env['EARSHOT_E2E_SEED'] ?? Date.now() % 100_000);
  const arbitrary = mutatedEvents();
  let sent = 0;
  for (let n = 0; sent < mutations; n++) {
    const batch = fc.sample(arbitrary, { numRuns: 250, seed: seed + n }).map((event) => renewed(event, n));
    const { status, body } = await post(server, batch);
    assert.equal(status, 202, `seed ${seed + n}: ${JSON.stringify(body).slice(0, 500)}`);
    assert.equal(body.accepted + body.duplicates + body.rejected.length, batch.length, `seed ${seed + n}`);
    const failed = body.rejected.filter(({ code }) => code === 'internal-error');
    const shown = failed.map(({ index }) => JSON.stringify(batch[index]).slice(0, 800));
    assert.deepEqual(shown, [], `seed ${seed + n}: Earshot failed on these`);
    sent += batch.length;
  }
  assert.ok(server.isUp());
});

test('Kafka: a foreign producer in structured and in binary mode', { skip: skipKafka() }, async () => {
  const structured = [aMessage({ subject: 'kcat-1' }), aMessage({ subject: 'kcat-1' })];
  kcat(['-k', 'kcat-1'], structured.map((event) => JSON.stringify(event)).join('\n'));
  const binary = anEvent(message, { id: 'binary', subject: 'kcat-2', time: now() });
  const { data, ...attributes } = binary;
  const headers = Object.entries(attributes).flatMap(([name, value]) => ['-H', `ce_${name}=${value}`]);
  kcat(['-k', 'kcat-2', '-H', 'content-type=application/json', ...headers], JSON.stringify(data));
  const supervisor = await Visitor.of(server, 'supervisor');
  const messagesOf = async (id: string) => {
    const { status, body } = await supervisor.get<{ messages: unknown[] }>(`conversations/${id}`);
    return status === 200 ? body.messages.length : 0;
  };
  await until('they arrive', async () => (await messagesOf('kcat-1')) === 2, 30_000);
  await until('the binary one arrives', async () => (await messagesOf('kcat-2')) === 1, 30_000);
  // The same event by the other way is known.
  assert.equal((await post(server, [binary])).body.duplicates, 1);
});

test(
  'Kafka: what cannot be read is kept with its place, and the partition goes on',
  { skip: skipKafka() },
  async () => {
    kcat(['-p', '0'], 'no json at all: 我不想活了');
    kcat(['-p', '0'], JSON.stringify(aMessage({ type: 'conversation.sang.v1' })));
    kcat(['-p', '0', '-k', 'after'], JSON.stringify(aMessage({ subject: 'after' })));
    const supervisor = await Visitor.of(server, 'supervisor');
    await until(
      'the record behind them arrives',
      async () => (await supervisor.get('conversations/after')).status === 200,
      30_000,
    );
    const kept = await admin.all<RejectedEvent>('intake/rejected?state=open');
    const fromTopic = kept.filter(({ via }) => via === 'kafka');
    assert.deepEqual(fromTopic.map(({ code }) => code).sort(), ['malformed-json', 'unknown-type']);
    for (const { topic, partition, offset } of fromTopic) {
      assert.deepEqual([topic, partition], [place.topic, 0]);
      assert.match(offset ?? '', /^\d+$/);
    }
  },
);

function skipKafka(): string | false {
  if (kafkaMissing !== undefined) return `${kafkaMissing} is not installed, so there is no Kafka`;
  return hasKcat ? false : 'kcat is not installed (apt-get install kcat)';
}

function kcat(words: readonly string[], input: string): void {
  const brokers = world.kafka?.brokers ?? '';
  execFileSync('kcat', ['-P', '-b', brokers, '-t', place.topic, ...words], { input: `${input}\n` });
}

function codeOf({ status, body }: { status: number; body: { code?: string } }): [number, string | undefined] {
  return [status, body.code];
}

/** Most keep an id, a time and a conversation that are good, so that what is wrong elsewhere is reached. */
function renewed(event: unknown, n: number): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  const it = event as Record<string, unknown>;
  made += 1;
  if (it['id'] === 'event-1') it['id'] = `hostile-${n}-${made}`;
  if (it['subject'] === 'conversation-1') it['subject'] = `hostile-${made % 50}`;
  if (typeof it['time'] === 'string' && it['time'].startsWith('2026-03-02T12:00:00.000')) it['time'] = now();
  const data = it['data'] as Record<string, unknown> | null | undefined;
  if (data?.['messageId'] === 'message-1') data['messageId'] = `hostile-${made}`;
  return it;
}
