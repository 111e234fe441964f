import { conversationRowSchema, metricIds, type MetricId } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import { ConversationRepository } from './conversation-repository';
import { TranscriptRepository } from './transcript-repository';

const brandScope: Scope = {
  personId: '00000000-0000-0000-0000-000000000001',
  roles: ['supervisor'],
  brandIds: ['b'],
  vendorIds: null,
};
const at = (minutes: number) => new Date(rowsNow.getTime() + minutes * 60_000);

describe('ConversationRepository', () => {
  let test: TestDatabase;
  let rows: Rows;
  let conversations: ConversationRepository;

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['v1', 'v2']);
    await rows.brand('other', ['v1']);
    conversations = new ConversationRepository(test.database);
    const ms = rowsNow.getTime();
    await rows.conversation({
      id: 'answered',
      columns: { opened_at: at(1), last_event_at: at(9) },
      fold: {
        firstResponse: { since: ms + 60_000, ms: 5000 },
        responses: { n: 1, sumMs: 5000, longestMs: 5000 },
      },
    });
    await rows.conversation({
      id: 'closed',
      vendorId: 'v2',
      columns: {
        opened_at: at(2),
        state: 'closed',
        outcome: 'abandoned',
        closed_at: at(30),
        first_closed_at: at(30),
        channel: 'voice',
        complained: true,
        rating: 2,
      },
      fold: {
        close: { at: ms + 30 * 60_000, outcome: 'abandoned', derived: false },
        rating: { at: ms + 31 * 60_000, outOf5: 2 },
      },
    });
    await rows.conversation({
      id: 'waiting',
      columns: {
        opened_at: at(3),
        waiting_since: at(4),
        scenario: 'vip',
        agent_id: 'a7',
        last_received_at: at(50),
      },
    });
    await rows.conversation({ id: 'nobody', vendorId: null, columns: { opened_at: at(4) } });
    await rows.conversation({ id: 'answered', brandId: 'other', columns: { opened_at: at(5) } });
    await rows.flag({ conversationId: 'waiting', category: 'threat', severity: 'high' });
    await rows.flag({
      conversationId: 'closed',
      vendorId: 'v2',
      severity: 'critical',
      state: 'acknowledged',
      columns: { acknowledged_at: at(40) },
    });
    await rows.flag({ conversationId: 'closed', vendorId: 'v2', category: 'fraud', severity: 'medium' });
    const item = await rows.reviewItem({ conversationId: 'answered' });
    const reviewer = await rows.person({ name: 'Reviewer', roles: ['reviewer'] });
    await rows.insert('reviews', {
      id: '00000000-0000-0000-0000-00000000000a',
      item_id: item,
      brand_id: 'b',
      vendor_id: 'v1',
      reviewer_id: reviewer,
      scorecard_id: 's',
      scorecard_version: 1,
      transcript_revision: 1,
      state: 'submitted',
      claimed_at: rowsNow,
      submitted_at: rowsNow,
    });
  });
  afterAll(() => test.close());

  const ids = async (scope: Scope, filter: object) =>
    (await conversations.list(scope, { limit: 50, ...filter })).items.map(({ id }) => id);
  const vendor = (id: string): Scope => ({ ...brandScope, roles: ['vendor-manager'], vendorIds: [id] });

  it('lists the newest first, in the shape of the contract', async () => {
    const { items } = await conversations.list(brandScope, { limit: 50 });
    expect(items.map(({ id }) => id)).toEqual(['nobody', 'waiting', 'closed', 'answered']);
    for (const item of items) expect(conversationRowSchema.parse(item)).toEqual(item);
  });

  const window = { from: at(0).toISOString(), to: at(60).toISOString() };
  it.each<[string, object, string[]]>([
    ['vendor', { vendorId: 'v2' }, ['closed']],
    ['no known vendor', { vendorId: '' }, ['nobody']],
    ['channel', { channel: 'voice' }, ['closed']],
    ['scenario', { scenario: 'vip' }, ['waiting']],
    ['agent', { agentId: 'a7' }, ['waiting']],
    ['state', { state: 'closed' }, ['closed']],
    ['window of the opening', { from: at(2).toISOString(), to: at(3).toISOString() }, ['closed']],
    ['waiting', { waiting: true }, ['waiting']],
    ['flagged', { flagged: true }, ['waiting', 'closed']],
    ['beginning of the id', { id: 'wait' }, ['waiting']],
    ['whole id', { id: 'nobody' }, ['nobody']],
    ['what would be a pattern', { id: '%' }, []],
    ['category of a flag', { category: 'fraud' }, ['closed']],
    ['a low rating', { ratedAtMost: 2 }, ['closed']],
    ['a lower rating', { ratedAtMost: 0.5 }, []],
    ['first-response-time', { metric: 'first-response-time', ...window }, ['answered']],
    [
      'first-response-time, over whole minutes as its figure',
      { metric: 'first-response-time', from: new Date(at(1).getTime() + 30_000).toISOString() },
      ['answered'],
    ],
    ['first-response-time, other window', { metric: 'first-response-time', from: at(2).toISOString() }, []],
    ['response-time', { metric: 'response-time', ...window }, ['answered']],
    ['response-time, later window', { metric: 'response-time', from: at(10).toISOString() }, []],
    ['waiting-now', { metric: 'waiting-now', ...window }, ['waiting']],
    ['time-to-human', { metric: 'time-to-human', ...window }, ['nobody', 'waiting', 'closed', 'answered']],
    ['resolution-time', { metric: 'resolution-time', ...window }, ['closed']],
    ['first-contact-resolution', { metric: 'first-contact-resolution', ...window }, ['closed']],
    ['satisfaction', { metric: 'satisfaction', ...window }, ['closed']],
    ['complaint-rate', { metric: 'complaint-rate', ...window }, ['closed']],
    ['qa-pass-rate', { metric: 'qa-pass-rate', ...window }, ['answered']],
    ['qa-score, other window', { metric: 'qa-score', from: at(1).toISOString() }, []],
    ['abandoned-rate', { metric: 'abandoned-rate', ...window }, ['closed']],
    ['unanswered-rate', { metric: 'unanswered-rate', ...window }, ['closed']],
    ['intake-lag', { metric: 'intake-lag', from: at(49).toISOString() }, ['waiting']],
    ['open-flags', { metric: 'open-flags' }, ['waiting', 'closed']],
    ['time-to-acknowledge', { metric: 'time-to-acknowledge', ...window }, ['closed']],
    ['time-to-brand', { metric: 'time-to-brand', ...window }, ['closed']],
  ])('narrows by %s', async (_name, filter, expected) => {
    expect(await ids(brandScope, filter)).toEqual(expected);
  });

  it('goes on where the last page ended, without loss or repetition', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await conversations.list(brandScope, { limit: 1, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['nobody', 'waiting', 'closed', 'answered']);
  });

  it.each(['', 'e30', Buffer.from('["x","y"]').toString('base64url'), "' or 1=1"])(
    'refuses the cursor "%s"',
    async (cursor) => {
      await expect(conversations.list(brandScope, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalid-input',
      });
    },
  );

  it('finds last closes, reading no fold of conversations in which nothing happened since', async () => {
    const closes = { ...brandScope, brandIds: ['closes'] };
    const conversation = (id: string, columns: Record<string, unknown>, closedAt: number | null) =>
      rows.conversation({
        id,
        brandId: 'closes',
        columns,
        fold: closedAt === null ? {} : { close: { at: closedAt, outcome: 'resolved', derived: false } },
      });
    const ms = (minutes: number) => at(minutes).getTime();
    const silence = { state: 'closed', last_event_at: at(-30), closed_at: at(20), derived_close: true };
    await conversation('closed by a silence', { ...silence, opened_at: at(-40) }, ms(20));
    await conversation('opened again', { last_event_at: at(40), opened_at: at(-50) }, ms(10));
    await conversation(
      'closed again, later',
      { state: 'closed', closed_at: at(90), opened_at: at(-60) },
      ms(90),
    );
    await conversation('never closed', { last_event_at: at(50), opened_at: at(-70) }, null);
    await conversation('long ago', { last_event_at: at(-1), opened_at: at(-80), fold: 'not read' }, null);
    const list = async (over: object) =>
      (await conversations.list(closes, { metric: 'resolution-time', limit: 50, ...over })).items.map(
        ({ id }) => id,
      );
    expect(await list(window)).toEqual(['closed by a silence', 'opened again']);
    expect(await list({ from: at(15).toISOString() })).toEqual([
      'closed by a silence',
      'closed again, later',
    ]);
  });

  it('looks for the whole id first, and only then for what begins so', async () => {
    const trips = { ...brandScope, brandIds: ['trips'] };
    for (const id of ['trip-1', 'trip-12']) await rows.conversation({ id, brandId: 'trips' });
    const found = async (id: string) =>
      (await conversations.list(trips, { limit: 50, id })).items.map((row) => row.id).sort();
    expect(await found('trip-1')).toEqual(['trip-1']);
    expect(await found('trip-')).toEqual(['trip-1', 'trip-12']);
  });

  describe('behind a metric, the worst first', () => {
    const worst = (metric: MetricId, over: object = {}, scope: Scope = brandScope) =>
      conversations.worst(scope, { metric, limit: 50, ...window, ...over });
    const figures = async (metric: MetricId, over: object = {}) =>
      (await worst(metric, over)).items.map(({ id, figure }) => [id, figure]);

    it.each<[MetricId, [string, number | null][]]>([
      ['first-response-time', [['answered', 5_000]]],
      ['waiting-now', [['waiting', null]]],
      ['satisfaction', [['closed', 2]]],
      ['first-contact-resolution', [['closed', 0]]],
      ['complaint-rate', [['closed', 1]]],
      [
        'open-flags',
        [
          ['closed', 2],
          ['waiting', 1],
        ],
      ],
    ])('%s', async (metric, expected) => {
      expect(await figures(metric)).toEqual(expected);
    });

    it('lists all that a rate is a share of: those that count for it first, the newest of each before older ones', async () => {
      const shares = { ...brandScope, brandIds: ['shares'] };
      const closed = (id: string, minute: number, over: { columns?: object; fold?: object } = {}) =>
        rows.conversation({
          id,
          brandId: 'shares',
          columns: {
            opened_at: at(minute),
            state: 'closed',
            outcome: 'resolved',
            closed_at: at(20),
            first_closed_at: at(20),
            ...over.columns,
          },
          fold: { humanMessages: 2, ...over.fold },
        });
      await closed('complained, old', 1, { columns: { complained: true } });
      await closed('complained, new', 2, { columns: { complained: true } });
      await closed('left', 3, { columns: { outcome: 'abandoned' } });
      await closed('nobody wrote', 4, { fold: { humanMessages: 0 } });
      await rows.conversation({ id: 'open', brandId: 'shares', columns: { opened_at: at(5) } });
      const list = async (metric: MetricId) => {
        const { items, total } = await worst(metric, {}, shares);
        expect(total).toBe(4);
        return items.map(({ id, figure }) => `${id}: ${figure}`);
      };
      expect(await list('complaint-rate')).toEqual([
        'complained, new: 1',
        'complained, old: 1',
        'nobody wrote: 0',
        'left: 0',
      ]);
      expect((await list('abandoned-rate'))[0]).toBe('left: 1');
      expect((await list('unanswered-rate'))[0]).toBe('nobody wrote: 1');
      const zeros = (await list('abandoned-rate')).slice(1);
      expect(zeros.every((line) => line.endsWith(': 0'))).toBe(true);
    });

    it('gives every metric in the shape of the contract', async () => {
      for (const metric of metricIds) {
        const { items, total } = await worst(metric);
        expect(total).toBe(items.length);
        for (const item of items) expect(conversationRowSchema.parse(item)).toEqual(item);
      }
    });

    it('pages without loss or repetition, and counts them all on the first', async () => {
      const seen: string[] = [];
      const totals: (number | null)[] = [];
      let cursor: string | undefined;
      do {
        const page = await worst('time-to-human', { limit: 1, cursor });
        seen.push(...page.items.map(({ id }) => id));
        totals.push(page.total);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([...seen].sort()).toEqual(['answered', 'closed', 'nobody', 'waiting']);
      expect(totals).toEqual([4, null, null, null]);
    });

    it('shows a vendor its own only, and no review to those who may read none', async () => {
      expect((await worst('time-to-human', {}, vendor('v2'))).items.map(({ id }) => id)).toEqual(['closed']);
      expect((await worst('open-flags', {}, vendor('v1'))).items).toEqual([]);
      const officer: Scope = { ...brandScope, roles: ['safety'] };
      expect((await worst('qa-score', {}, officer)).items).toMatchObject([{ id: 'answered', figure: null }]);
    });
  });

  it('shows a vendor its own only, and a danger only once the brand has acknowledged it', async () => {
    expect(await ids(vendor('v2'), {})).toEqual(['closed']);
    const [own] = (await conversations.list(vendor('v1'), { limit: 50 })).items;
    expect(own).toMatchObject({ id: 'waiting', worstSeverity: null, openFlags: 0 });
    expect(await ids(vendor('v1'), { flagged: true })).toEqual([]);
    expect(await ids(vendor('v1'), { metric: 'open-flags' })).toEqual([]);
    const [acknowledged] = (await conversations.list(vendor('v2'), { limit: 50 })).items;
    expect(acknowledged).toMatchObject({ worstSeverity: 'critical', openFlags: 1 });
    const [brand] = (await conversations.list(brandScope, { limit: 50, vendorId: 'v2' })).items;
    expect(brand).toMatchObject({ worstSeverity: 'critical', openFlags: 2 });
  });

  it('finds one by its id, in the brands of the person only', async () => {
    expect(await conversations.find(brandScope, 'answered')).toHaveLength(1);
    const both = { ...brandScope, brandIds: ['b', 'other'] };
    expect((await conversations.find(both, 'answered')).map(({ row }) => row.brandId)).toEqual([
      'b',
      'other',
    ]);
    expect(await conversations.find(both, 'answered', 'other')).toHaveLength(1);
    expect(await conversations.find(brandScope, 'answered', 'other')).toEqual([]);
    expect(await conversations.find(vendor('v1'), 'closed')).toEqual([]);
    expect(await conversations.find(vendor('v1'), 'nobody')).toEqual([]);
  });
});

describe('TranscriptRepository', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.close());

  it('gives messages by time, then sequence, then ids; and other events without the customer', async () => {
    const rows = new Rows(test.database);
    await rows.partitions();
    const key = await rows.conversation({ id: 'c' });
    const say = (messageId: string, columns: Record<string, unknown>) =>
      rows.message({ key, messageId, masked: messageId, columns });
    await say('late', { at: at(2), sequence: 0 });
    await say('b', { at: at(1), sequence: 1 });
    await say('B', { at: at(1), sequence: 1 });
    await say('first', { at: at(1), sequence: 0, attachment_count: 2, role: 1 });
    await rows.insert('conversation_events', {
      conversation_key: key,
      at: at(0),
      sequence: 0,
      source: 's',
      event_id: 'o',
      type: 'conversation.opened.v1',
      data: JSON.stringify({ channel: 'chat', customer: { ref: 'hash' }, signals: [] }),
      received_at: at(0),
    });
    const transcript = new TranscriptRepository(test.database);
    const messages = await transcript.messages(key);
    expect(messages.map(({ messageId }) => messageId)).toEqual(['first', 'B', 'b', 'late']);
    expect(messages[0]).toMatchObject({ sender: { role: 'agent' }, attachments: 2 });
    expect(await transcript.events(key)).toEqual([
      { type: 'conversation.opened.v1', at: at(0).toISOString(), summary: { channel: 'chat' } },
    ]);
  });
});
