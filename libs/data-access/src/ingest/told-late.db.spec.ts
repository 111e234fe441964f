import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { Bucket, sumOf } from '@earshot/domain/metrics';
import { attachmentsContext } from './message-rows';

const MINUTE_MS = 60_000;

let own: TestDatabase;
let store: TestIngest;
let n = 0;
beforeAll(async () => {
  own = await testDatabase();
  store = new TestIngest(own.database, eventsNow);
  await store.begin();
});
afterAll(() => own.close());
beforeEach(() => (n += 1));

const at = (minute: number) => new Date(eventsNow - 60 * MINUTE_MS + minute * MINUTE_MS).toISOString();
const says = (id: string, minute: number, data: object) =>
  anEvent('conversation.message.v1', { id: `${n}/${id}`, subject: `late${n}`, time: at(minute), data });
const customer = (id: string, minute: number, text: string) =>
  says(id, minute, { messageId: id, text, sender: { role: 'customer', id: '13800001111' } });
const opens = (id: string, minute: number, vendorId: string) =>
  anEvent('conversation.opened.v1', {
    id: `${n}/${id}`,
    subject: `late${n}`,
    time: at(minute),
    data: { vendorId },
  });

interface FlagRow {
  id: string;
  state: string;
  severity: number;
  received_at: Date;
  acknowledged_at: Date | null;
  notified_at: Date | null;
}
async function flag(): Promise<FlagRow | undefined> {
  const [row] = await own.database.query<FlagRow>(
    `select id, state, severity, received_at, acknowledged_at, notified_at from flags
     where conversation_id = $1 and category = 'harassment'`,
    [`late${n}`],
  );
  return row;
}

describe('a flag that turns critical', () => {
  const lesser = '送货的那个人半夜给我发微信';
  const critical = '司机一直在骚扰我，我很害怕';

  it('is open again where the lesser one was acknowledged, and its clock and deadline begin then', async () => {
    await store.write([customer('a', 1, lesser)], { receivedAt: eventsNow });
    const before = await flag();
    expect(before).toMatchObject({ severity: 1, state: 'open' });
    await own.database.query(
      `update flags set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = gen_random_uuid(),
         notified_at = now() where id = $1`,
      [before?.id],
    );
    await store.write([customer('b', 2, critical)], { receivedAt: eventsNow + 5 * MINUTE_MS });
    const after = await flag();
    expect(after).toMatchObject({ id: before?.id, severity: 0, state: 'open', acknowledged_at: null });
    // Nobody has been told of this alarm yet, whatever was told of the lesser one.
    expect(after?.notified_at).toBeNull();
    expect(after?.received_at.getTime()).toBe(eventsNow + 5 * MINUTE_MS);
    const deadlines = await own.database.query<{ due_at: Date }>(
      'select due_at from deadlines where subject_id = $1 and done_at is null',
      [after?.id],
    );
    expect(deadlines.map((it) => it.due_at.getTime())).toEqual([eventsNow + 6 * MINUTE_MS]);
    const acts = await own.database.query<{ act: string }>('select act from flag_acts where flag_id = $1', [
      after?.id,
    ]);
    expect(acts).toEqual([{ act: 'raised-to-critical' }]);
  });

  it('is told of anew where a finding opens it again', async () => {
    await store.write([customer('a', 1, critical)], { receivedAt: eventsNow });
    await own.database.query(
      `update flags set state = 'closed', closed_at = now(), outcome = 'handled', notified_at = now()
       where conversation_id = $1`,
      [`late${n}`],
    );
    await store.write([customer('b', 2, '司机又来骚扰我了，就在门口')], {
      receivedAt: eventsNow + MINUTE_MS,
    });
    expect(await flag()).toMatchObject({ state: 'open', notified_at: null });
  });

  it('keeps its clock where it was critical before', async () => {
    await store.write([customer('a', 1, critical)], { receivedAt: eventsNow });
    await store.write([customer('b', 2, critical)], { receivedAt: eventsNow + 5 * MINUTE_MS });
    expect((await flag())?.received_at.getTime()).toBe(eventsNow);
  });
});

describe('a flag of which nothing stood any more', () => {
  it('is as grave and as old as what is found afterwards', async () => {
    const agent = (id: string, minute: number, text: string) =>
      says(id, minute, { messageId: id, text, sender: { role: 'agent', id: 'w-1' } });
    await store.write([agent('a', 1, '我马上为您加急'), agent('c', 5, '我们会尽快为您加急处理')]);
    const promised = () =>
      own.database.query<{ state: string; opened_at: Date }>(
        `select state, opened_at from flags where conversation_id = $1 and category = 'empty-promise'`,
        [`late${n}`],
      );
    expect(await promised()).toEqual([{ state: 'open', opened_at: new Date(at(5)) }]);
    // What had followed on the first promise comes late: the second was not the second.
    await store.write([agent('b', 3, '已经退款88元到您的支付宝，流水号A1')]);
    expect((await promised()).map(({ state }) => state)).toEqual(['withdrawn']);
    await store.write([agent('d', 9, '稍等，我再帮您催一下，尽快')]);
    expect(await promised()).toEqual([{ state: 'open', opened_at: new Date(at(9)) }]);
  });
});

describe('a conversation whose vendor is told late', () => {
  it('has its receipts and their lag counted for that vendor', async () => {
    const vendorId = `late-vendor-${n}`;
    const receipts = async (vendor: string) => {
      const rows = await own.database.query<{ payload: Buffer }>(
        `select payload from metric_buckets where grain = 'day' and vendor_id = $1`,
        [vendor],
      );
      const sum = sumOf(rows.map(({ payload }) => Bucket.decode(payload)));
      return { events: sum.count('events'), late: sum.count('back-dated'), lag: sum.sketch('lag').count };
    };
    const before = await receipts('');
    await store.write([customer('a', 1, 'hello'), customer('b', 2, 'hello?')], { writer: 'one' });
    expect((await receipts('')).events).toBe(before.events + 2);
    await store.write([opens('o', 0, vendorId)], { writer: 'two' });
    expect(await receipts(vendorId)).toEqual({ events: 3, late: 3, lag: 3 });
    expect(await receipts('')).toEqual(before);
  });
});

describe('a conversation that was opened earlier, and otherwise, than was known', () => {
  it.each([
    ['in order', [0, 1, 2]],
    ['the earlier opening last', [1, 2, 0]],
    ['backwards', [2, 1, 0]],
  ])('has all its receipts counted for what it is: %s', async (_, order) => {
    const vendorId = `twice-opened-${n}`;
    const data = { vendorId, scenario: undefined };
    const events = [
      { ...opens('chat', 0, vendorId), data: { ...data, channel: 'chat', customer: { ref: 'c' } } },
      { ...opens('voice', 1, vendorId), data: { ...data, channel: 'voice', customer: { ref: 'c' } } },
      customer('a', 2, 'hello'),
    ];
    for (const place of order) await store.write([events[place]]);
    const rows = await own.database.query<{ channel: string; payload: Buffer }>(
      `select channel, payload from metric_buckets where grain = 'day' and vendor_id = $1`,
      [vendorId],
    );
    const receipts = (channel: string) => {
      const its = rows.filter((row) => row.channel === channel);
      const sum = sumOf(its.map(({ payload }) => Bucket.decode(payload)));
      return { events: sum.count('events'), late: sum.count('back-dated'), lag: sum.sketch('lag').count };
    };
    expect(receipts('chat')).toEqual({ events: 3, late: 3, lag: 3 });
    expect(receipts('voice')).toEqual({ events: 0, late: 0, lag: 0 });
  });
});

describe('what is stored of a message', () => {
  it('is no id of the customer, and of attachments their number; the rest is sealed', async () => {
    const attachments = [{ kind: 'image', name: '王小明身份证.jpg' }];
    const given = {
      messageId: 'a',
      text: 'hi',
      sender: { role: 'customer', id: '13800001111' },
      attachments,
    };
    await store.write([
      says('a', 1, given),
      says('b', 2, { messageId: 'b', text: 'hi', sender: { role: 'agent', id: 'w-1' } }),
    ]);
    const rows = await own.database.query<{
      conversation_key: string;
      event_id: string;
      sender_id: string | null;
      attachment_count: number;
      attachments_secret: Buffer | null;
      key_id: string;
    }>(`select * from messages where event_id like $1 order by at`, [`${n}/%`]);
    expect(rows.map(({ sender_id, attachment_count }) => ({ sender_id, attachment_count }))).toEqual([
      { sender_id: null, attachment_count: 1 },
      { sender_id: 'w-1', attachment_count: expect.any(Number) as number },
    ]);
    const [row] = rows;
    if (row?.attachments_secret == null) throw new Error('nothing was sealed');
    const context = attachmentsContext(row.conversation_key, row.event_id);
    const sealed = { secret: row.attachments_secret, keyId: row.key_id };
    expect(JSON.parse(TestIngest.keys.open(sealed, context))).toEqual(attachments);
  });
});
