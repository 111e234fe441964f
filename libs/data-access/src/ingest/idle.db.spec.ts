import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { idleGraceMs } from './idle-checks';
import { IdleStore } from './idle-store';

const DAY_MS = 86_400_000;
const begin = eventsNow - 3 * DAY_MS;

let own: TestDatabase;
let store: TestIngest;
let idle: IdleStore;
beforeEach(async () => {
  own = await testDatabase();
  store = new TestIngest(own.database, eventsNow);
  idle = new IdleStore(own.database);
  await store.begin();
});
afterEach(() => own.close());

const says = (id: string, ms: number) =>
  anEvent('conversation.message.v1', {
    id,
    subject: 'idle',
    time: new Date(begin + ms).toISOString(),
    data: { messageId: id, text: '您好', sender: { role: 'customer' } },
  });
const reopened = (ms: number) =>
  anEvent('conversation.reopened.v1', {
    id: 'reopened',
    subject: 'idle',
    time: new Date(begin + ms).toISOString(),
    data: {},
  });
const closed = (ms: number) =>
  anEvent('conversation.closed.v1', {
    id: 'closed',
    subject: 'idle',
    time: new Date(begin + ms).toISOString(),
    data: { outcome: 'resolved', closedBy: 'agent' },
  });

async function state(): Promise<{ state: string; derived: boolean; checks: number }> {
  const [row] = await own.database.query<{ state: string; derived: boolean; checks: number }>(
    `select state, derived_close as derived, (select count(*)::int from idle_checks) as checks from conversations`,
  );
  if (row === undefined) throw new Error('there is no conversation');
  return row;
}

describe('a conversation in which nobody speaks', () => {
  it('is closed a day after its newest event, once nothing came for a minute', async () => {
    const receivedAt = begin + 1_000;
    await store.write([says('a', 0)], { receivedAt });
    await store.write([says('b', DAY_MS / 2)], { receivedAt: begin + DAY_MS / 2 });
    expect(await idle.settle(begin + DAY_MS - 1, store.context)).toMatchObject({ looked: 0 });
    expect(await idle.settle(begin + DAY_MS, store.context)).toMatchObject({ looked: 1 });
    expect(await state()).toEqual({ state: 'open', derived: false, checks: 1 });
    const last = await idle.settle(begin + 1.5 * DAY_MS + 1, store.context);
    expect(last.outcome.conversationKeys).toHaveLength(1);
    expect(await state()).toEqual({ state: 'closed', derived: true, checks: 0 });
  });

  it('is left alone while its past still comes in', async () => {
    await store.write([says('a', 0)], { receivedAt: eventsNow });
    await store.write([says('b', 1_000)], { receivedAt: eventsNow + idleGraceMs - 1 });
    expect(await idle.settle(eventsNow + idleGraceMs, store.context)).toMatchObject({ looked: 1 });
    expect(await state()).toMatchObject({ state: 'open', checks: 1 });
    await idle.settle(eventsNow + 2 * idleGraceMs, store.context);
    expect(await state()).toMatchObject({ state: 'closed', checks: 0 });
  });

  it('is not looked at again after it was closed, and is where it opens again', async () => {
    await store.write([says('a', 0)], { receivedAt: begin });
    await store.write([closed(1_000)], { receivedAt: begin + 1_000 });
    await idle.settle(begin + DAY_MS, store.context);
    expect(await state()).toEqual({ state: 'closed', derived: false, checks: 0 });
    const again = begin + 1.1 * DAY_MS;
    await store.write([reopened(1.1 * DAY_MS)], { receivedAt: again });
    expect(await state()).toMatchObject({ state: 'open', checks: 1 });
    await idle.settle(again + DAY_MS + 1, store.context);
    expect(await state()).toMatchObject({ state: 'closed', derived: true, checks: 0 });
  });
});
