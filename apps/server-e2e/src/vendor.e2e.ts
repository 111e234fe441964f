/**
 * A vendor's session against a real server: every list, count, measure and socket payload holds only its own. What it
 * may see is computed here from the events that were sent, never from the server's own answers.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CloudEvent } from '@earshot/contracts';
import { traffic, until, World, type Place, type ServerProcess } from '@earshot/testing';
import { io, type Socket } from 'socket.io-client';
import { post, seedPeople, Visitor } from './support/desk';

const mine = 'vendor-a';
const theirs = ['vendor-b', 'vendor-c', 'in-house'];

let world: World;
let place: Place;
let server: ServerProcess;
let vendor: Visitor;
let supervisor: Visitor;
let events: CloudEvent[];
const vendorOf = new Map<string, string>();

before(async () => {
  world = await World.open({ kafka: false, redis: false });
  place = await world.place();
  server = await world.server(place);
  await seedPeople(place);
  const endMs = Date.now() - 1_000;
  events = traffic({ conversations: 120, seed: 21, endMs, spanMs: 50 * 60_000 });
  for (const { type, subject, data } of events) {
    if (type === 'conversation.opened.v1') vendorOf.set(subject, data.vendorId);
  }
  const { status, body } = await post(server, events);
  assert.deepEqual([status, body.accepted], [202, events.length]);
  vendor = await Visitor.of(server, mine);
  supervisor = await Visitor.of(server, 'supervisor');
});
after(async () => {
  await world?.close();
});

/** No trace of anybody else: neither a vendor's id, nor a conversation that is not ours. */
function onlyMine(what: string, payload: unknown): void {
  const text = JSON.stringify(payload);
  for (const other of theirs) assert.ok(!text.includes(`"${other}"`), `${what} names ${other}`);
  for (const [id] of text.matchAll(/(?<=")conversation-\d+(?=")/g)) {
    assert.equal(vendorOf.get(id), mine, `${what} holds ${id}`);
  }
}

const conversationsOf = (vendorId: string) =>
  [...vendorOf].filter(([, its]) => its === vendorId).map(([id]) => id);

test('conversations: all of its own, and no other', async () => {
  const seen = await vendor.all<{ id: string }>('conversations');
  assert.deepEqual(seen.map(({ id }) => id).sort(), conversationsOf(mine).sort());
  onlyMine('the list', seen);
  for (const other of theirs) {
    assert.deepEqual(await vendor.all(`conversations?vendorId=${other}`), []);
  }
});

test('one conversation: another vendor’s, one of nobody, and one that does not exist are the same', async () => {
  const [own] = conversationsOf(mine);
  const [foreign] = conversationsOf('vendor-b');
  const orphan = events.find(({ subject, type }) => type !== 'agent.updated.v1' && !vendorOf.has(subject));
  const found = await vendor.get(`conversations/${own ?? ''}`);
  assert.equal(found.status, 200);
  onlyMine('the conversation', found.body);
  const answers = [];
  for (const id of [foreign, orphan?.subject, 'never-existed']) {
    const { status, body } = await vendor.get<{ code: string; title: string; detail: string }>(
      `conversations/${id ?? ''}`,
    );
    answers.push([status, body.code, body.title, body.detail]);
  }
  assert.deepEqual(answers[0]?.[0], 404);
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
});

test('measures: its own figures, whatever is asked for', async () => {
  type Measure = { metric: string; value: number | null; denominator: number; dimensions: object };
  const from = new Date(Date.now() - 7_200_000).toISOString();
  const until = new Date(Date.now() + 60_000).toISOString();
  const span = `from=${from}&to=${until}`;
  const own = await vendor.get<{ items: Measure[] }>(`measures?${span}`);
  assert.equal(own.status, 200);
  onlyMine('measures', own.body);
  // The supervisor's figures for this vendor, and no more.
  const same = await supervisor.get<{ items: Measure[] }>(`measures?${span}&vendorId=${mine}`);
  const figures = ({ body }: { body: { items: Measure[] } }) =>
    body.items
      .filter(({ metric }) => !/flag|acknowledge|brand|waiting|qa/.test(metric))
      .map(({ metric, value, denominator }) => [metric, value, denominator]);
  assert.ok(figures(own).some(([, , denominator]) => Number(denominator) > 0));
  assert.deepEqual(figures(own), figures(same));
  for (const query of ['groupBy=vendorId', 'groupBy=agentId', 'groupBy=channel', 'groupBy=scenario']) {
    const { status, body } = await vendor.get(`measures?${span}&${query}`);
    if (status === 200) onlyMine(query, body);
    else assert.equal(status, 400, query);
  }
  const foreign = await vendor.get<{ items: Measure[] }>(`measures?${span}&vendorId=vendor-b`);
  if (foreign.status === 200) {
    const counted = foreign.body.items.filter(
      ({ value, denominator }) => (value ?? 0) > 0 || denominator > 0,
    );
    assert.deepEqual(counted, []);
  } else assert.equal(foreign.status, 404);
});

test('flags: none before the brand has acknowledged it, then only its own', async () => {
  type Flag = { id: string; conversationId: string; vendorId: string | null };
  const all = await supervisor.all<Flag>('flags');
  const [own] = all.filter(({ vendorId }) => vendorId === mine);
  const [foreign] = all.filter(({ vendorId }) => vendorId === 'vendor-b');
  assert.ok(own !== undefined && foreign !== undefined, 'the events raise flags of both');
  assert.deepEqual(await vendor.all('flags'), []);
  assert.equal((await vendor.get(`flags/${own.id}`)).status, 404);
  const transcript = await vendor.get<{ flags: unknown[] }>(`conversations/${own.conversationId}`);
  assert.deepEqual(transcript.body.flags, []);
  const officer = await Visitor.of(server, 'safety');
  for (const { id } of [own, foreign]) {
    assert.ok((await officer.call('POST', `flags/${id}/acknowledge`, {})).status < 300);
  }
  const seen = await vendor.all<Flag>('flags');
  assert.deepEqual(
    seen.map(({ id }) => id),
    [own.id],
  );
  assert.equal((await vendor.get(`flags/${foreign.id}`)).status, 404);
});

test('what its role may not do at all is 403', async () => {
  for (const path of ['intake/status', 'intake/rejected']) assert.equal((await vendor.get(path)).status, 403);
  for (const path of ['detection/scan', 'privacy/mask', 'review-queue/claim']) {
    const { status } = await vendor.call('POST', path, { text: 'x', messages: ['x'] });
    assert.equal(status, 403, path);
  }
});

test('selections and reviews: nothing of others', async () => {
  for (const path of ['selections', 'reviews']) onlyMine(path, await vendor.all(path));
});

test('the socket: snapshots and changes hold only its own', async () => {
  const refused = await new Promise<string>((done) => {
    const socket = io(`${server.url}/live`, { transports: ['websocket'], reconnection: false });
    socket.once('connect_error', (error) => done(error.message));
    socket.once('connect', () => done('connected'));
  });
  assert.notEqual(refused, 'connected');

  const heard: unknown[] = [];
  const socket: Socket = io(`${server.url}/live`, {
    transports: ['websocket'],
    extraHeaders: { cookie: vendor.cookie },
  });
  for (const name of ['snapshot', 'change', 'problem'])
    socket.on(name, (message) => heard.push({ name, message }));
  await new Promise((done) => socket.once('connect', () => done(null)));
  for (const view of ['live', 'safety', 'review']) socket.emit('subscribe', { view });
  // What it asks for is narrowed as well as what it is given unasked.
  const [foreign] = conversationsOf('vendor-b');
  socket.emit('subscribe', { view: 'conversation', filter: { conversationId: foreign } });
  await until('it is shown something', () => heard.some((it) => JSON.stringify(it).includes('"snapshot"')));
  const more = traffic({
    conversations: 60,
    seed: 22,
    endMs: Date.now(),
    spanMs: 600_000,
    prefix: 'later-',
  });
  for (const { type, subject, data } of more) {
    if (type === 'conversation.opened.v1') vendorOf.set(subject, data.vendorId);
  }
  await post(server, more);
  await until('it hears a change', () => heard.some((it) => JSON.stringify(it).includes('"change"')));
  await new Promise((done) => setTimeout(done, 1_500));
  socket.close();
  for (const message of heard) onlyMine('the socket', message);
  const told = JSON.stringify(heard);
  for (const [id, its] of vendorOf) if (its !== mine) assert.ok(!told.includes(`"${id}"`), `told of ${id}`);
});
