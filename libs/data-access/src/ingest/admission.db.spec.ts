import { limits } from '@earshot/contracts';
import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { type Transaction } from '@earshot/platform/database';
import { admit } from './admission';
import { IngestStore } from './ingest-store';
import { TooMuchAtOnce } from './types';

const message = 'conversation.message.v1';

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

/** Messages of a conversation of this test's own. */
const says = (id: string, messageId: string, text = 'hello') =>
  anEvent(message, { id: `${n}/${id}`, subject: `c${n}`, data: { messageId, text } });
const codes = ({ rejected }: Awaited<ReturnType<TestIngest['write']>>) =>
  rejected.map(({ index, rejection }) => `${index} ${rejection.code}`);

describe('what of a batch is taken', () => {
  it('knows an event again, in the same batch and in a later one', async () => {
    expect(await store.write([says('a', 'm1'), says('a', 'm1')])).toMatchObject({
      accepted: 1,
      duplicates: [1],
    });
    expect(await store.write([says('a', 'm1')])).toMatchObject({ accepted: 0, duplicates: [0] });
  });

  it.each([3, 150])('knows %s events again among hundreds of new ones', async (known) => {
    const events = Array.from({ length: 400 }, (_, i) => says(`e${i}`, `m${i}`));
    await store.write(events.slice(0, known));
    const outcome = await store.write(events);
    expect(outcome.accepted).toBe(400 - known);
    expect(outcome.duplicates).toHaveLength(known);
    const [row] = await own.database.query<{ n: number }>(
      'select count(*)::int as n from messages m join conversations c on c.key = m.conversation_key where c.conversation_id = $1',
      [`c${n}`],
    );
    expect(row?.n).toBe(400);
  });

  it('refuses a message id that is known among hundreds of new events', async () => {
    await store.write([says('a', 'm7')]);
    const outcome = await store.write(Array.from({ length: 400 }, (_, i) => says(`e${i}`, `m${i}`)));
    expect(outcome.accepted).toBe(399);
    expect(codes(outcome)).toEqual(['7 message-id-reused']);
  });

  it('refuses the same id with other content, and the same message id in another event', async () => {
    const outcome = await store.write([says('a', 'm1'), says('a', 'm1', 'other'), says('b', 'm1')]);
    expect(outcome.accepted).toBe(1);
    expect(codes(outcome)).toEqual(['1 id-reused', '2 message-id-reused']);
    const again = await store.write([says('a', 'm2'), says('c', 'm1')]);
    expect(codes(again)).toEqual(['0 id-reused', '1 message-id-reused']);
  });

  it('takes the same message id in another conversation', async () => {
    await store.write([says('a', 'm1')]);
    const other = anEvent(message, { id: `${n}/b`, subject: `c${n}-other`, data: { messageId: 'm1' } });
    expect(await store.write([other])).toMatchObject({ accepted: 1 });
  });

  it('knows an event again behind one that claims its message id', async () => {
    await store.write([says('a', 'm1')]);
    const outcome = await store.write([says('b', 'm1'), says('a', 'm1')]);
    expect(outcome.duplicates).toEqual([1]);
    expect(codes(outcome)).toEqual(['0 message-id-reused']);
  });

  it('knows an event again behind one that claims its id', async () => {
    await store.write([says('a', 'm1')]);
    const outcome = await store.write([says('a', 'm1', 'other'), says('a', 'm1')]);
    expect(outcome.duplicates).toEqual([1]);
    expect(codes(outcome)).toEqual(['0 id-reused']);
  });

  it('takes a message whose id was claimed only by an event that was itself refused', async () => {
    await store.write([says('a', 'm1')]);
    const outcome = await store.write([says('a', 'm2', 'other'), says('b', 'm2')]);
    expect(outcome.accepted).toBe(1);
    expect(codes(outcome)).toEqual(['0 id-reused']);
  });

  it('asks the database as often for a thousand events of one id as for a few', async () => {
    const askedFor = async (many: number) => {
      n += 1;
      const ids = Array.from({ length: many }, (_, i) => `m${i}`);
      await store.write(ids.map((id) => says(id, id)));
      const { items } = store.batch(ids.map((id) => says('all the same', id)));
      let asked = 0;
      const outcome = await own.database.transaction((tx) => {
        const counted: Transaction = {
          client: tx.client,
          query: (text, values) => {
            asked += 1;
            return tx.query(text, values);
          },
        };
        return admit(counted, items, new Map());
      });
      expect(outcome.refused.map(({ rejection }) => rejection.code)).toEqual(
        ids.map(() => 'message-id-reused'),
      );
      return asked;
    };
    expect(await askedFor(1000)).toBeLessThanOrEqual((await askedFor(10)) + 3);
  });

  it('gives two brands and two sources ids of their own', async () => {
    await store.write([says('a', 'm1')]);
    expect(await store.write([says('a', 'm1')], { brandId: 'other' })).toMatchObject({ accepted: 1 });
    const elsewhere = { ...says('a', 'm2'), source: 'elsewhere' };
    expect(await store.write([elsewhere])).toMatchObject({ accepted: 1 });
  });

  it('lets the vendor that opened a conversation first keep it', async () => {
    const opened = (id: string, vendorId: string) =>
      anEvent('conversation.opened.v1', { id: `${n}/${id}`, subject: `c${n}`, data: { vendorId } });
    const outcome = await store.write([opened('a', 'vendor-a'), opened('b', 'vendor-b')]);
    expect(codes(outcome)).toEqual(['1 conversation-of-another-vendor']);
    expect(codes(await store.write([opened('c', 'vendor-b')]))).toEqual(['0 conversation-of-another-vendor']);
    expect(codes(await store.write([says('d', 'm')], { boundVendorId: 'vendor-b' }))).toEqual([
      '0 vendor-mismatch',
    ]);
    expect(await store.write([says('e', 'm')], { boundVendorId: 'vendor-a' })).toMatchObject({ accepted: 1 });
  });

  const opens = (id: string, vendorId: string) =>
    anEvent('conversation.opened.v1', { id: `${n}/${id}`, subject: `c${n}`, data: { vendorId } });
  const vendor = async () => {
    const rows = await own.database.query<{ vendor_id: string | null }>(
      'select vendor_id from conversations where conversation_id = $1',
      [`c${n}`],
    );
    return rows[0]?.vendor_id ?? null;
  };
  /** The id of an event of another conversation, so that an opening with it is refused. */
  async function aUsedId(): Promise<string> {
    await store.write([
      anEvent(message, { id: `${n}/used`, subject: `c${n}-other`, data: { messageId: 'm' } }),
    ]);
    return 'used';
  }

  it('lets an opening that is refused fix nothing', async () => {
    const used = await aUsedId();
    const outcome = await store.write([opens(used, 'vendor-a'), opens('b', 'vendor-b')]);
    expect(codes(outcome)).toEqual(['0 id-reused']);
    expect(outcome.accepted).toBe(1);
    expect(await vendor()).toBe('vendor-b');
  });

  it('holds an opening that is refused against nobody whose key is bound', async () => {
    const used = await aUsedId();
    const bound = { boundVendorId: 'vendor-b' };
    expect(codes(await store.write([opens(used, 'vendor-a'), says('b', 'm')], bound))).toEqual([
      '0 id-reused',
    ]);
  });

  it('judges by the first opening that is taken, in the order of the batch', async () => {
    const used = await aUsedId();
    const outcome = await store.write(
      [opens(used, 'vendor-b'), opens('c', 'vendor-a'), says('d', 'm2'), opens('e', 'vendor-b')],
      { boundVendorId: 'vendor-b' },
    );
    expect(codes(outcome)).toEqual(['0 id-reused', '2 vendor-mismatch', '3 conversation-of-another-vendor']);
    expect(await vendor()).toBe('vendor-a');
  });

  it('takes the first of many openings for vendors in turn', async () => {
    const outcome = await store.write(
      Array.from({ length: 200 }, (_, i) => opens(`e${i}`, `vendor-${i % 3}`)),
    );
    expect(outcome.accepted).toBe(67);
    expect(await vendor()).toBe('vendor-0');
  });
});

describe('a conversation of which a bound key spoke before it was opened', () => {
  const opens = (id: string, vendorId: string) =>
    anEvent('conversation.opened.v1', { id: `${n}/${id}`, subject: `c${n}`, data: { vendorId } });
  const boundTo = (vendor: string) => ({ boundVendorId: vendor });
  const stored = async () => {
    const [row] = await own.database.query<{ vendor_id: string | null; bound_vendor_id: string | null }>(
      'select vendor_id, bound_vendor_id from conversations where conversation_id = $1',
      [`c${n}`],
    );
    return row;
  };

  it.each([
    ['this process', () => store],
    ['another process', () => new TestIngest(own.database, eventsNow)],
  ])('is opened by its vendor only, as %s sees it', async (_, other) => {
    await store.write([says('a', 'm1')], boundTo('vendor-a'));
    const later = other();
    expect(codes(await later.write([says('b', 'm2')], boundTo('vendor-b')))).toEqual(['0 vendor-mismatch']);
    const theirs = await later.write([opens('c', 'vendor-b')], boundTo('vendor-b'));
    expect(codes(theirs)).toEqual(['0 conversation-of-another-vendor']);
    expect(codes(await later.write([opens('d', 'vendor-b')]))).toEqual(['0 conversation-of-another-vendor']);
    expect(await stored()).toEqual({ vendor_id: null, bound_vendor_id: 'vendor-a' });
    const own = await later.write([opens('e', 'vendor-a'), says('f', 'm3')], boundTo('vendor-a'));
    expect(own).toMatchObject({ accepted: 2, rejected: [] });
    expect(await stored()).toEqual({ vendor_id: 'vendor-a', bound_vendor_id: 'vendor-a' });
  });

  it('is bound by the first key that is, also where an unbound one spoke before and speaks after it', async () => {
    await store.write([says('a', 'm1')]);
    await store.write([says('b', 'm2')], boundTo('vendor-a'));
    await store.write([says('c', 'm3')]);
    expect(await stored()).toEqual({ vendor_id: null, bound_vendor_id: 'vendor-a' });
    expect(codes(await store.write([says('d', 'm4')], boundTo('vendor-b')))).toEqual(['0 vendor-mismatch']);
  });

  it('is nobody’s yet where only unbound keys spoke', async () => {
    await store.write([says('a', 'm1')]);
    expect(await store.write([opens('b', 'vendor-b')])).toMatchObject({ accepted: 1 });
    expect(await stored()).toEqual({ vendor_id: 'vendor-b', bound_vendor_id: null });
  });

  it('is so within one batch too', async () => {
    const batch = store.batch([says('a', 'm1'), opens('b', 'vendor-b'), says('c', 'm2'), says('d', 'm3')]);
    const vendors = ['vendor-a', null, 'vendor-b', null];
    const items = batch.items.map((item, index) => ({ ...item, boundVendorId: vendors[index] ?? null }));
    const outcome = await store.store.write({ ...batch, items }, store.context);
    expect(codes(outcome)).toEqual(['1 conversation-of-another-vendor', '2 vendor-mismatch']);
    expect(await stored()).toEqual({ vendor_id: null, bound_vendor_id: 'vendor-a' });
  });

  it('is not bound by an event that is not taken', async () => {
    await store.write([
      anEvent(message, { id: `${n}/used`, subject: `c${n}-other`, data: { messageId: 'm' } }),
    ]);
    expect(codes(await store.write([says('used', 'm1')], boundTo('vendor-a')))).toEqual(['0 id-reused']);
    expect(await store.write([opens('b', 'vendor-b')], boundTo('vendor-b'))).toMatchObject({ accepted: 1 });
  });

  it('keeps with what it refuses whose key brought it, so that nobody mends it into another’s', async () => {
    await store.write([says('a', 'm1')], boundTo('vendor-a'));
    await store.write([says('b', 'm2')], boundTo('vendor-b'));
    const rows = await own.database.query('select vendor_id from rejected_events where event_id = $1', [
      `${n}/b`,
    ]);
    expect(rows).toEqual([{ vendor_id: 'vendor-b' }]);
  });
});

describe('a conversation that holds as many events as one may', () => {
  const most = limits.conversationEvents;
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => says(`e${from + i}`, `m${from + i}`));
  const rated = (id: string) =>
    anEvent('conversation.rated.v1', { id: `${n}/${id}`, subject: `c${n}`, data: { score: 5, scaleMax: 5 } });

  it('takes no more; what it has is a duplicate as ever, and what is refused is scanned', async () => {
    await store.write(many(0, most - 3));
    await store.write([rated('r')]);
    const plea = says('plea', 'plea', '司机一直在骚扰我，我很害怕');
    const outcome = await store.write([
      says('e0', 'm0'),
      says('x', 'x'),
      says('x', 'x'),
      says('y', 'y'),
      plea,
      says('e1', 'm1', 'other'),
    ]);
    expect(outcome).toMatchObject({ accepted: 2, duplicates: [0, 2] });
    expect(codes(outcome)).toEqual(['4 conversation-full', '5 id-reused']);
    const restarted = new TestIngest(own.database, eventsNow);
    const early = { ...rated('z'), time: new Date(eventsNow - 3_600_000).toISOString() };
    expect(codes(await restarted.write([early, says('other', 'other')]))).toEqual([
      '0 conversation-full',
      '1 conversation-full',
    ]);
    expect(await restarted.write([says('x', 'x')])).toMatchObject({ accepted: 0, duplicates: [0] });
    const flags = await own.database.query(
      `select severity from flags f join rejected_events r on r.id = f.rejected_event_id
       where r.event_id = $1 and f.category = 'harassment'`,
      [`${n}/plea`],
    );
    expect(flags).toEqual([{ severity: 0 }]);
  });

  it('is filled by one batch up to that, and the others of it go on', async () => {
    const elsewhere = anEvent(message, {
      id: `${n}/other`,
      subject: `c${n}-other`,
      data: { messageId: 'm' },
    });
    const outcome = await store.write([...many(0, most + 2), elsewhere]);
    expect(outcome.accepted).toBe(most + 1);
    expect(codes(outcome)).toEqual([`${most} conversation-full`, `${most + 1} conversation-full`]);
  });
});

describe('late events of more and longer conversations than are read at once', () => {
  it('are not taken as one batch, and are taken one conversation at a time', async () => {
    const at = (subject: string, minute: number) =>
      anEvent(message, {
        id: `${subject}/${minute}`,
        subject,
        time: new Date(eventsNow - 3_600_000 + minute * 60_000).toISOString(),
        data: { messageId: `m${minute}` },
      });
    const subjects = [`c${n}-1`, `c${n}-2`];
    for (const subject of subjects) await store.write([5, 6, 7].map((minute) => at(subject, minute)));
    const small = new IngestStore(own.database, TestIngest.keys, 5);
    const late = subjects.map((subject) => at(subject, 1));
    await expect(small.write(store.batch(late), store.context)).rejects.toThrow(TooMuchAtOnce);
    for (const event of late)
      expect(await small.write(store.batch([event]), store.context)).toMatchObject({ accepted: 1 });
  });
});

describe('what cannot be taken', () => {
  const offsets = { clusterId: 'cluster', topic: 'topic', partition: 0 };
  const stand = (at: string) =>
    own.database.query(
      `insert into kafka_offsets (cluster_id, topic, partition, next_offset) values ('cluster', 'topic', 0, $1)
       on conflict (cluster_id, topic, partition) do update set next_offset = excluded.next_offset`,
      [at],
    );
  const kept = () =>
    own.database.query<{ record_offset: string; event_id: string }>(
      `select record_offset, event_id from rejected_events where topic = 'topic' order by record_offset, event_id`,
    );

  it('is kept once when its partition is read again from the start', async () => {
    const records = [says('a', 'm1'), { ...says('b', 'm2'), type: 'nothing' }];
    for (let time = 0; time < 2; time++) {
      await stand('0');
      await store.write(records, { writer: 'topic/0', offset: { ...offsets, from: '0', to: '2' } });
    }
    expect(await kept()).toHaveLength(1);
  });

  it('is kept once however often it comes over HTTP, wherever in its body, and alarms once', async () => {
    const plea = anEvent(message, {
      id: `${n}/plea`,
      subject: `c${n}`,
      time: '2031-01-01T00:00:00.000Z',
      data: { messageId: 'plea', text: '司机一直在骚扰我，我很害怕' },
    });
    for (const body of [[says('a', 'm1'), plea], [plea], [plea, plea]])
      expect((await store.write(body)).rejected.every(({ id }) => id === plea.id)).toBe(true);
    const rows = await own.database.query(
      `select r.item_index, f.category from rejected_events r left join flags f on f.rejected_event_id = r.id
       where r.event_id = $1 order by f.category`,
      [plea.id],
    );
    expect(rows).toEqual([
      { item_index: 1, category: 'harassment' },
      { item_index: 1, category: 'personal-safety' },
    ]);
  });

  it('is kept where another record stood at its place before, as in a topic that was made anew', async () => {
    await stand('0');
    const before = (await kept()).length;
    const record = { ...says('c', 'm3'), type: 'something' };
    await store.write([says('d', 'm4'), record], {
      writer: 'topic/0',
      offset: { ...offsets, from: '0', to: '2' },
    });
    expect(await kept()).toHaveLength(before + 1);
  });
});

describe('a decision', () => {
  it('is in force no more when the close it was taken at turns out to be none', async () => {
    const day = 86_400_000;
    const says = (id: string, at: number) =>
      anEvent(message, {
        id: `${n}/${id}`,
        subject: `c${n}`,
        time: new Date(at).toISOString(),
        data: { messageId: id, text: '司机骚扰我' },
      });
    const inForce = () =>
      own.database.query(`select 1 from selections where conversation_id = $1 and superseded_at is null`, [
        `c${n}`,
      ]);
    await store.write([says('a', eventsNow - 3 * day), says('c', eventsNow - 1.5 * day)]);
    expect(await inForce()).toHaveLength(2);
    await store.write([says('b', eventsNow - 2.25 * day)]);
    expect(await inForce()).toHaveLength(0);
    const waiting = await own.database.query(
      `select 1 from review_items where conversation_id = $1 and state = 'waiting'`,
      [`c${n}`],
    );
    expect(waiting).toHaveLength(0);
  });
});
