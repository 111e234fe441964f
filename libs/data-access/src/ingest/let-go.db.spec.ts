import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { keepPartitions } from './partitions';

const DAY_MS = 86_400_000;
const conversation = 'long-running';

const at = (daysAgo: number) => new Date(eventsNow - daysAgo * DAY_MS).toISOString();
const says = (messageId: string, daysAgo: number, text: string) =>
  anEvent('conversation.message.v1', {
    id: messageId,
    subject: conversation,
    time: at(daysAgo),
    data: { messageId, text, sender: { role: 'customer', id: 'c' } },
  });
const opens = anEvent('conversation.opened.v1', {
  id: 'opens',
  subject: conversation,
  time: at(50),
  data: { vendorId: 'vendor-a', customer: { ref: 'customer-1' } },
});

describe('an event that comes late to a conversation some of whose messages were let go', () => {
  let own: TestDatabase;
  let store: TestIngest;
  beforeEach(async () => {
    own = await testDatabase();
    store = new TestIngest(own.database, eventsNow);
    await store.begin();
  });
  afterEach(() => own.close());

  /** Takes the events, and lets go what is older than twenty days, with its month. */
  async function takeAndLetGo(...events: readonly unknown[]): Promise<void> {
    await store.write(events);
    const stored = async () => (await own.database.query('select message_id from messages')).length;
    const before = await stored();
    await keepPartitions(own.database, eventsNow, 20);
    expect(await stored()).toBe(before - 1);
  }
  const findings = () =>
    own.database.query<{ rule_id: string; category: string; message_id: string }>(
      `select d.rule_id, f.category, f.severity, f.state, f.vendor_id, split_part(d.id, ':', 2) as message_id
       from flags f join findings d on d.flag_id = f.id where d.withdrawn_at is null order by d.id`,
    );
  const known = async () => {
    const [row] = await own.database.query(
      'select vendor_id, opened_at, messages, worst_severity, length(customer_hash) as hash from conversations',
    );
    return row;
  };
  const cry = '司机一直在骚扰我，我很害怕';

  it('leaves what was found in them, and whose conversation it is, in a process that knew it and in another', async () => {
    await takeAndLetGo(opens, says('cry', 50, cry), says('later', 1, '还没有人联系我'));
    const [before, found] = [await known(), await findings()];
    expect(found).toContainEqual(
      expect.objectContaining({ category: 'harassment', state: 'open', severity: 0, vendor_id: 'vendor-a' }),
    );
    for (const [n, ingest] of [store, new TestIngest(own.database, eventsNow)].entries()) {
      await ingest.write([says(`late${n}`, 2, '你好')]);
      expect(await findings()).toEqual(found);
      expect(await known()).toEqual({ ...before, messages: 3 + n });
    }
  });

  it('is heard itself', async () => {
    await takeAndLetGo(opens, says('cry', 50, cry), says('later', 1, '还没有人联系我'));
    const found = await findings();
    await store.write([says('late', 2, '客服威胁我说要打死我')]);
    const now = await findings();
    expect(now).toEqual(expect.arrayContaining(found));
    expect(now).toContainEqual(expect.objectContaining({ category: 'threat', message_id: 'late' }));
  });

  it('takes back a silence that it shows to be none, and not the danger', async () => {
    await takeAndLetGo(opens, says('hello', 50, '你好'), says('cry', 1, cry), says('later', 0.5, '有人吗'));
    const silence = expect.objectContaining({ rule_id: 'conversation.no-human-answer', message_id: 'cry' });
    const danger = expect.objectContaining({ category: 'harassment', message_id: 'cry' });
    expect(await findings()).toEqual(expect.arrayContaining([silence, danger]));
    const answer = anEvent('conversation.message.v1', {
      id: 'answer',
      subject: conversation,
      time: new Date(eventsNow - DAY_MS + 5_000).toISOString(),
      data: { messageId: 'answer', text: '我马上报警', sender: { role: 'agent', id: 'a1' } },
    });
    await store.write([answer]);
    expect(await findings()).not.toContainEqual(silence);
    expect(await findings()).toContainEqual(danger);
  });

  it('tells who it is with, where nobody had told', async () => {
    await takeAndLetGo(says('cry', 50, cry), says('later', 1, '还没有人联系我'));
    const found = await findings();
    await store.write([{ ...opens, time: at(2) }]);
    expect(await known()).toMatchObject({ vendor_id: 'vendor-a', messages: 2, hash: 32 });
    expect(await findings()).toEqual(found.map((row) => ({ ...row, vendor_id: 'vendor-a' })));
  });
});
