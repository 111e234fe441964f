import { randomBytes, randomUUID } from 'node:crypto';
import {
  AuditLog,
  IngestStore,
  IntakeKeys,
  keepPartitions,
  PlanBook,
  RejectedEventRepository,
  RuleBook,
} from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { ManualClock } from '@earshot/platform/clock';
import { DataKeys } from '@earshot/platform/crypto';
import { InProcessLiveBus } from '@earshot/platform/live-bus';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { IntakeDesk } from './intake-desk';
import { ResubmitEvent } from './resubmit-event';

const now = Date.parse('2026-03-02T12:00:00.000Z');
const dayMs = 86_400_000;

describe('ResubmitEvent', () => {
  let test: TestDatabase;
  let desk: IntakeDesk;
  let resubmit: ResubmitEvent;
  const administrator: Scope = {
    personId: randomUUID(),
    roles: ['administrator'],
    brandIds: ['b'],
    vendorIds: null,
  };

  beforeAll(async () => {
    test = await testDatabase();
    const { database } = test;
    await keepPartitions(database, now, 30);
    await database.query(`insert into brands (brand_id, name) values ('b', 'B')`);
    await database.query(
      `insert into vendors (brand_id, vendor_id, name) values ('b', 'bound', 'One'), ('b', 'other', 'Two'), ('b', 'free', 'Three')`,
    );
    await database.query(
      `insert into intake_keys (brand_id, vendor_id, key_hash, label) values ('b', 'bound', '\\x01', 'of a vendor')`,
    );
    const clock = new ManualClock(now);
    const keys = new DataKeys([{ id: 'k', bytes: randomBytes(32) }]);
    const plans = new PlanBook(randomBytes(32));
    await plans.refresh(database, now);
    desk = new IntakeDesk(
      new IngestStore(database, keys),
      await RuleBook.open(database),
      plans,
      keys,
      { retentionMs: 30 * dayMs, idleMs: dayMs },
      new InProcessLiveBus((error) => {
        throw error;
      }),
    );
    const audit = new AuditLog(clock);
    resubmit = new ResubmitEvent(desk, database, keys, new IntakeKeys(database, clock), clock, audit);
  });
  afterAll(() => test.close());

  /** Sends an opening with a time that cannot be read, and gives the id under which it is kept. */
  async function reject(vendorId: string, boundVendorId: string | null): Promise<string> {
    const value = {
      specversion: '1.0',
      id: randomUUID(),
      source: 's',
      type: 'conversation.opened.v1',
      subject: randomUUID(),
      time: 'yesterday',
      data: { vendorId, channel: 'chat', customer: { ref: 'c' } },
    };
    const outcome = await desk.write({
      events: [{ index: 0, value, fault: null, position: null, raw: () => JSON.stringify(value) }],
      brandId: 'b',
      boundVendorId,
      writer: null,
      offset: null,
      receivedAt: now,
    });
    expect(outcome.rejected).toHaveLength(1);
    const { items } = await new RejectedEventRepository(test.database).list(administrator, {
      limit: 10,
      state: 'open',
    });
    return items.find(({ eventId }) => eventId === value.id)?.id ?? '';
  }
  const mendAs = async (id: string, vendorId?: string) => {
    const changes = [
      { pointer: '/time', value: new Date(now).toISOString() },
      ...(vendorId === undefined ? [] : [{ pointer: '/data/vendorId', value: vendorId }]),
    ];
    const { outcome, code } = await resubmit.execute(administrator, id, { changes });
    return code ?? outcome;
  };

  it.each([
    ['brought by a vendor’s key, as its own', 'bound', 'bound', undefined, 'accepted'],
    ['brought by a vendor’s key, carried over to another', 'bound', 'bound', 'other', 'vendor-mismatch'],
    ['brought by a vendor’s key, naming another', 'other', 'bound', undefined, 'vendor-mismatch'],
    ['brought by a key of the brand, mended to another vendor', 'free', null, 'other', 'accepted'],
  ])('an event %s', async (_name, vendorId, boundVendorId, mended, expected) => {
    expect(await mendAs(await reject(vendorId, boundVendorId), mended)).toBe(expected);
  });

  describe('a flag found in the rejected event', () => {
    const plea = '司机一直在骚扰我，我很害怕';
    const flagsNow = () =>
      test.database.query<{
        id: string;
        state: string;
        outcome: string | null;
        conversation_id: string;
        stray: boolean;
      }>(
        `select id, state, outcome, conversation_id, rejected_event_id is not null as stray from flags
         where category = 'harassment' order by stray`,
      );
    beforeEach(() => test.database.query('delete from flags'));

    /** Sends a plea with a time that cannot be read; gives the id under which it is kept, and its conversation. */
    async function rejectPlea(): Promise<{ id: string; conversationId: string }> {
      const conversationId = randomUUID();
      const value = {
        specversion: '1.0',
        id: randomUUID(),
        source: 's',
        type: 'conversation.message.v1',
        subject: conversationId,
        time: 'yesterday',
        data: { messageId: 'm1', sender: { role: 'customer' }, text: plea },
      };
      await desk.write({
        events: [{ index: 0, value, fault: null, position: null, raw: () => JSON.stringify(value) }],
        brandId: 'b',
        boundVendorId: null,
        writer: null,
        offset: null,
        receivedAt: now,
      });
      const page = { limit: 50, state: 'open' } as const;
      const { items } = await new RejectedEventRepository(test.database).list(administrator, page);
      return { id: items.find(({ eventId }) => eventId === value.id)?.id ?? '', conversationId };
    }

    it('moves to the conversation that took the mended event', async () => {
      const { id, conversationId } = await rejectPlea();
      expect(await flagsNow()).toMatchObject([{ state: 'open', stray: true }]);
      expect(await mendAs(id)).toBe('accepted');
      const [own, stray] = await flagsNow();
      expect(own).toMatchObject({ state: 'open', conversation_id: conversationId, stray: false });
      expect(stray).toMatchObject({ state: 'closed', outcome: 'moved', conversation_id: conversationId });
      const acts = await test.database.query(
        'select act, detail, person_id from flag_acts where flag_id = $1',
        [stray?.id],
      );
      expect(acts).toEqual([{ act: 'moved', detail: { conversationId }, person_id: administrator.personId }]);
    });

    it('points to the conversation whose id was mended', async () => {
      const { id } = await rejectPlea();
      const changes = [
        { pointer: '/time', value: new Date(now).toISOString() },
        { pointer: '/subject', value: `mended-${id}` },
      ];
      await resubmit.execute(administrator, id, { changes });
      expect((await flagsNow()).map(({ conversation_id }) => conversation_id)).toEqual([
        `mended-${id}`,
        `mended-${id}`,
      ]);
    });

    it('stays open where the conversation tells of no such danger', async () => {
      const { id } = await rejectPlea();
      const changes = [
        { pointer: '/time', value: new Date(now).toISOString() },
        { pointer: '/data/text', value: '谢谢' },
      ];
      await resubmit.execute(administrator, id, { changes });
      expect(await flagsNow()).toMatchObject([{ state: 'open', outcome: null, stray: true }]);
    });
  });
});
