import { randomUUID } from 'node:crypto';
import { AuditLog, IntakeKeys, RejectedEventRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { ManualClock } from '@earshot/platform/clock';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { RejectedEventsController } from './intake-admin.controller';
import { type IntakeDesk } from './intake-desk';
import { ResubmitEvent } from './resubmit-event';
import { intakeDeskOf } from './testing/intake-desk-of';

const now = Date.parse('2026-03-02T12:00:00.000Z');

describe('ResubmitEvent', () => {
  let test: TestDatabase;
  let desk: IntakeDesk;
  let clock: ManualClock;
  let resubmit: ResubmitEvent;
  let controller: RejectedEventsController;
  const administrator: Scope = {
    personId: randomUUID(),
    roles: ['administrator'],
    brandIds: ['b'],
    vendorIds: null,
  };

  beforeAll(async () => {
    test = await testDatabase();
    const { database } = test;
    const made = await intakeDeskOf(database, now);
    const { keys } = made;
    ({ desk } = made);
    await database.query(
      `insert into vendors (brand_id, vendor_id, name) values ('b', 'bound', 'One'), ('b', 'other', 'Two'), ('b', 'free', 'Three')`,
    );
    await database.query(
      `insert into intake_keys (brand_id, vendor_id, key_hash, label) values ('b', 'bound', '\\x01', 'of a vendor')`,
    );
    clock = new ManualClock(now);
    const audit = new AuditLog(clock);
    resubmit = new ResubmitEvent(desk, database, keys, new IntakeKeys(database, clock), clock, audit);
    const rejected = new RejectedEventRepository(database);
    controller = new RejectedEventsController(rejected, resubmit, keys, audit, database);
  });
  afterAll(() => test.close());

  const send = (value: object, boundVendorId: string | null = null) =>
    desk.write({
      events: [{ index: 0, value, fault: null, position: null, raw: () => JSON.stringify(value) }],
      brandId: 'b',
      boundVendorId,
      writer: null,
      offset: null,
      receivedAt: now,
    });

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
    expect((await send(value, boundVendorId)).rejected).toHaveLength(1);
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

  it('says what is wrong as a code with values, kept and when it is sent again; of older ones nothing is known', async () => {
    const id = await reject('vendor', null);
    const keptFault = async () => {
      const { items } = await new RejectedEventRepository(test.database).list(administrator, { limit: 50 });
      return items.find((item) => item.id === id)?.fault;
    };
    expect(await keptFault()).toEqual({ code: 'no-instant', values: {} });
    await test.database.query('update rejected_events set fault = null where id = $1', [id]);
    expect(await keptFault()).toBeNull();
    const changes = [{ pointer: '/data/channel', value: 'pigeon' }];
    expect(await resubmit.execute(administrator, id, { changes })).toMatchObject({
      outcome: 'rejected',
      detail: 'Expected one of chat, voice, email, social, ticket.',
      fault: { code: 'not-one-of', values: { allowed: 'chat, voice, email, social, ticket' } },
    });
  });

  describe('a flag found in the rejected event', () => {
    const plea = '司机一直在骚扰我，我很害怕';
    const flagsNow = () =>
      test.database.query<{
        id: string;
        state: string;
        outcome: string | null;
        conversation_id: string;
        severity: number;
        stray: boolean;
      }>(
        `select id, state, outcome, conversation_id, severity, rejected_event_id is not null as stray from flags
         where category = 'harassment' order by stray`,
      );
    beforeEach(() => test.database.query('delete from flags'));

    const eventIn = (conversationId: string, over: object = {}) => ({
      specversion: '1.0',
      id: randomUUID(),
      source: 's',
      type: 'conversation.message.v1',
      subject: conversationId,
      time: new Date(now).toISOString(),
      data: { messageId: 'm1', sender: { role: 'customer' }, text: plea },
      ...over,
    });

    /** Sends a plea with a time that cannot be read; gives the id under which it is kept, and its conversation. */
    async function rejectPlea(over: object = {}) {
      const conversationId = randomUUID();
      const value = eventIn(conversationId, { ...over, time: 'yesterday' });
      await send(value);
      const page = { limit: 50, state: 'open' } as const;
      const { items } = await new RejectedEventRepository(test.database).list(administrator, page);
      return { id: items.find(({ eventId }) => eventId === value.id)?.id ?? '', conversationId, value };
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

    it('is one flag still where the mended event is rejected again, and then moves with that', async () => {
      const { id, conversationId } = await rejectPlea();
      const [first] = await flagsNow();
      await test.database.query(
        `update flags set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $2 where id = $1`,
        [first?.id, administrator.personId],
      );
      const late = [{ pointer: '/time', value: new Date(now + 2 * 86_400_000).toISOString() }];
      const again = await resubmit.execute(administrator, id, { changes: late });
      expect(again).toMatchObject({ code: 'time-in-future' });
      expect((await flagsNow()).map(({ state, outcome }) => `${state} ${outcome}`).sort()).toEqual([
        'acknowledged null',
        'closed moved',
      ]);
      const { items } = await new RejectedEventRepository(test.database).list(administrator, {
        limit: 1,
        state: 'open',
        code: 'time-in-future',
      });
      expect(items[0]?.id).toBe(again.rejectedId);
      expect(await mendAs(items[0]?.id ?? '')).toBe('accepted');
      expect(await flagsNow()).toMatchObject([
        { state: 'acknowledged', conversation_id: conversationId, stray: false },
        { state: 'closed', outcome: 'moved', stray: true },
        { state: 'closed', outcome: 'moved', stray: true },
      ]);
    });

    it('stays with the event where sending it again changed nothing', async () => {
      const { id } = await rejectPlea();
      const same = [{ pointer: '/time', value: 'yesterday' }];
      expect(await resubmit.execute(administrator, id, { changes: same })).toMatchObject({
        outcome: 'rejected',
        rejectedId: id,
      });
      expect(await flagsNow()).toMatchObject([{ state: 'open', stray: true }]);
      const { items } = await new RejectedEventRepository(test.database).list(administrator, {
        limit: 50,
        state: 'open',
      });
      expect(items.map((item) => item.id)).toContain(id);
    });

    it('keeps the time at which the event came, and whoever had taken the flag', async () => {
      const { id } = await rejectPlea();
      const [before] = await flagsNow();
      const officer = randomUUID();
      const takenAt = new Date(now + 4_000);
      await test.database.query(
        `update flags set state = 'acknowledged', acknowledged_by = $2, acknowledged_at = $3 where id = $1`,
        [before?.id, officer, takenAt],
      );
      clock.advance(160_000);
      expect(await mendAs(id)).toBe('accepted');
      const [own] = await test.database.query(
        `select state, acknowledged_by, acknowledged_at, received_at from flags
         where rejected_event_id is null and category = 'harassment'`,
      );
      expect(own).toEqual({
        state: 'acknowledged',
        acknowledged_by: officer,
        acknowledged_at: takenAt,
        received_at: new Date(now),
      });
      clock.advance(-160_000);
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

    it('moves where it was found in a comment', async () => {
      const { id } = await rejectPlea({
        type: 'conversation.rated.v1',
        data: { score: 1, scaleMax: 5, comment: plea },
      });
      expect(await mendAs(id)).toBe('accepted');
      expect(await flagsNow()).toMatchObject([
        { state: 'open', stray: false },
        { state: 'closed', outcome: 'moved', stray: true },
      ]);
    });

    const lesser = '送货的那个人半夜给我发微信';
    const another = { data: { messageId: 'm0', sender: { role: 'customer' }, text: plea } };
    const dealtWith = `update flags set state = 'closed', outcome = 'false-alarm' where rejected_event_id is null`;
    const untrue = `update findings set withdrawn_at = clock_timestamp()
      where flag_id in (select id from flags where rejected_event_id is null)`;
    it.each<[string, { before?: object | 'itself'; then?: string; text?: string; own: object[] }]>([
      ['tells of no danger', { text: '谢谢', own: [] }],
      ['tells of a lesser one', { text: lesser, own: [{ severity: 1, state: 'open' }] }],
      [
        'tells of none, but another message does',
        { before: another, text: '谢谢', own: [{ state: 'open' }] },
      ],
      [
        'tells of none, but another message did that was dealt with',
        {
          before: another,
          then: dealtWith,
          text: '谢谢',
          own: [{ state: 'closed', outcome: 'false-alarm' }],
        },
      ],
      [
        'tells of a lesser one, but another message of as grave a one',
        { before: another, text: lesser, own: [{ severity: 0, state: 'open' }] },
      ],
      ['was known, its flag closed', { before: 'itself', then: dealtWith, own: [{ state: 'closed' }] }],
      ['was known, its finding withdrawn', { before: 'itself', then: untrue, own: [{ state: 'open' }] }],
    ])('stays open where the mended event %s', async (_name, { before, then, text = plea, own }) => {
      const { id, conversationId, value } = await rejectPlea();
      const time = new Date(now).toISOString();
      if (before === 'itself') await send({ ...value, time });
      else if (before !== undefined) await send(eventIn(conversationId, before));
      if (then !== undefined) await test.database.query(then);
      const changes = [
        { pointer: '/time', value: time },
        { pointer: '/data/text', value: text },
      ];
      const { outcome } = await resubmit.execute(administrator, id, { changes });
      expect(outcome).toBe(before === 'itself' ? 'duplicate' : 'accepted');
      expect(await flagsNow()).toMatchObject([...own, { state: 'open', outcome: null, stray: true }]);
    });
  });

  it('is put aside and taken up again, each with its audit row; once mended it stays mended', async () => {
    const id = await reject('bound', null);
    const stateOf = async () => (await controller.one(administrator, id)).state;
    await controller.dismiss(administrator, id);
    expect(await stateOf()).toBe('dismissed');
    await expect(controller.dismiss(administrator, id)).rejects.toMatchObject({ code: 'conflict' });
    await controller.reopen(administrator, id);
    expect(await controller.one(administrator, id)).toMatchObject({
      state: 'open',
      resolvedAt: null,
      resolvedBy: null,
    });
    await expect(controller.reopen(administrator, id)).rejects.toMatchObject({ code: 'conflict' });
    const stranger = { ...administrator, brandIds: ['another'] };
    await expect(controller.reopen(stranger, id)).rejects.toMatchObject({ code: 'not-found' });
    const acts = await test.database.query<{ act: string }>(
      `select act from audit_log where subject = $1 and act <> 'rejected-event.read' order by seq`,
      [`rejected-event ${id}`],
    );
    expect(acts.map(({ act }) => act)).toEqual(['rejected-event.dismissed', 'rejected-event.reopened']);
    await resubmit.execute(administrator, id, {
      changes: [{ pointer: '/time', value: new Date(now).toISOString() }],
    });
    await expect(controller.reopen(administrator, id)).rejects.toMatchObject({ code: 'conflict' });
  });
});
