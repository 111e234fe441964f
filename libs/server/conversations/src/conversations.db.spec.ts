import { conversationSchema, conversationsPage, type Conversation } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Fold } from '@earshot/domain/conversation';
import { emptyDetectionState } from '@earshot/domain/detection';
import { defaultScorecard } from '@earshot/domain/scoring';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { ConversationsModule } from './conversations.module';

const at = rowsNow.getTime();
const fold: Partial<Fold> = {
  firstAt: at,
  firstResponse: { since: at + 1000, ms: 20_000 },
  humanAt: at + 15_000,
  responses: { n: 2, sumMs: 50_000, longestMs: 30_000 },
  close: { at: at + 600_000, outcome: 'resolved', derived: false },
  detection: {
    ...emptyDetectionState(),
    followed: [
      { messageId: 'm0', atMs: at - 9000, dueMs: at - 1, isTimed: true, state: 'open' },
      {
        messageId: 'm2',
        atMs: at,
        dueMs: at + 1000,
        isTimed: false,
        state: 'kept',
        settledMs: at,
        by: 'reply',
      },
    ],
  },
};

describe('conversations', () => {
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let key: string;
  const supervisor: Scope = {
    personId: '00000000-0000-0000-0000-000000000001',
    roles: ['supervisor'],
    brandIds: ['b'],
    vendorIds: null,
  };
  const reads = () =>
    test.database.query<{ person_id: string; subject: string }>(
      `select * from audit_log where act = 'transcript.read' order by seq`,
    );

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['v1', 'v2']);
    app = await testApp({ database: test.database, imports: [ConversationsModule], now: at });
    key = await rows.conversation({ id: 'c/1', fold, columns: { messages: 2 } });
    await rows.message({
      key,
      messageId: 'm1',
      masked: '司机‹mobile›骚扰我',
      columns: { spans: JSON.stringify([[2, 13, 'mobile']]) },
    });
    await rows.message({ key, messageId: 'm2', masked: '马上为您加急', role: 1 });
    const flag = await rows.flag({ conversationId: 'c/1' });
    await rows.finding({
      flagId: flag,
      evidence: [
        { messageId: 'm1', start: 13, end: 15 },
        { messageId: 'm2', start: 0, end: 2 },
      ],
    });
    await rows.decisions({ conversationId: 'c/1', kept: true });
    await replies('c/2', ['我们会尽快为您处理，工号1024', '感谢您的来电']);
    await replies('c/3', ['我们会尽快为您处理，工号2077']);
    await replies('rival', ['我们会尽快为您处理，工号3000'], 'v2');
  });
  const replies = async (id: string, texts: string[], vendorId = 'v1') => {
    const of = await rows.conversation({ id, vendorId });
    for (const [n, masked] of texts.entries()) {
      await rows.message({ key: of, messageId: `m${n}`, masked, role: 1 });
    }
  };
  afterAll(async () => {
    await app.close();
    await test.close();
  });
  const open = (scope: Scope, query = '') =>
    app.call(scope, `GET /api/v1/conversations/${encodeURIComponent('c/1')}${query}`);

  it('shows one with masked messages, flags with evidence in the masked text, selections and waits', async () => {
    const { status, body } = await open(supervisor);
    expect(status).toBe(200);
    const shown = conversationSchema.parse(body) satisfies Conversation;
    expect(body).toEqual(shown);
    expect(shown.messages.map(({ text }) => text)).toEqual(['司机‹mobile›骚扰我', '马上为您加急']);
    const [first, second] = shown.flags[0]?.findings[0]?.evidence ?? [];
    expect(shown.messages[0]?.text.slice(first?.start, first?.end)).toBe('骚扰');
    expect(shown.messages[1]?.text.slice(second?.start, second?.end)).toBe('马上');
    expect(shown.selections).toHaveLength(2);
    // What is due and open in the fold is broken by our own clock.
    expect(shown.promises).toEqual([
      {
        messageId: 'm0',
        dueAt: new Date(at - 1).toISOString(),
        timed: true,
        state: 'broken',
        settledAt: new Date(at - 1).toISOString(),
        by: null,
      },
      expect.objectContaining({ messageId: 'm2', state: 'kept', by: 'reply', timed: false }),
    ]);
    expect(shown.help.score).not.toBeNull();
    expect(shown.help.replies.map(({ messageId }) => messageId)).toEqual(['m2']);
    expect(shown.help.replies[0]?.reasons).toContain('promise-without-time');
    expect(shown.responseTimes).toEqual({
      firstResponseMs: 20_000,
      timeToHumanMs: 15_000,
      meanResponseMs: 25_000,
      longestResponseMs: 30_000,
      resolutionMs: 600_000,
      responses: 2,
    });
  });

  it('shows its reviews, the reviewer’s name to the brand only, and none to those who may read none', async () => {
    await rows.conversation({ id: 'reviewed' });
    const item = await rows.reviewItem({ conversationId: 'reviewed' });
    const lead = await rows.person({ name: 'Lead', roles: ['lead'] });
    const reviewer = await rows.person({ name: 'Reviewer One', roles: ['reviewer'] });
    await rows.insert('scorecards', {
      brand_id: 'b',
      scorecard_id: defaultScorecard.id,
      version: defaultScorecard.version,
      definition: JSON.stringify(defaultScorecard),
    });
    const review = (id: string, over: Record<string, unknown>) =>
      rows.insert('reviews', {
        id: `00000000-0000-0000-0000-00000000000${id}`,
        item_id: item,
        brand_id: 'b',
        vendor_id: 'v1',
        reviewer_id: reviewer,
        scorecard_id: defaultScorecard.id,
        scorecard_version: defaultScorecard.version,
        transcript_revision: 1,
        claimed_at: rowsNow,
        state: 'submitted',
        submitted_at: rowsNow,
        ...over,
      });
    const [critical, other] = [true, false].map((is) =>
      defaultScorecard.criteria.find((one) => one.critical === is),
    );
    await review('1', {
      score_percent: 62,
      passed: false,
      note: '没有上报',
      answers: JSON.stringify({
        [critical?.id ?? '']: { points: 0, note: '', evidence: [] },
        [other?.id ?? '']: { points: 1, note: '开头很好', evidence: [] },
      }),
    });
    await review('2', { state: 'draft', submitted_at: null, reviewer_id: lead });
    const reviewsFor = async (over: Partial<Scope>) => {
      const { body } = await app.call({ ...supervisor, ...over }, 'GET /api/v1/conversations/reviewed');
      return conversationSchema.parse(body).reviews;
    };
    const shown = {
      id: '00000000-0000-0000-0000-000000000001',
      reviewer: 'Reviewer One',
      submittedAt: rowsNow.toISOString(),
      scorePercent: 62,
      passed: false,
      note: '没有上报',
      remarks: [
        { title: critical?.title, note: '', failsReview: true },
        { title: other?.title, note: '开头很好', failsReview: false },
      ],
    };
    const byTitle = (a: { failsReview: boolean }) => (a.failsReview ? -1 : 1);
    for (const role of ['supervisor', 'lead', 'auditor'] as const) {
      const [one, ...more] = (await reviewsFor({ roles: [role] })) ?? [];
      expect([{ ...one, remarks: one?.remarks.sort(byTitle) }, ...more]).toEqual([shown]);
    }
    for (const role of ['vendor-manager', 'auditor'] as const) {
      const [one] = (await reviewsFor({ roles: [role], vendorIds: ['v1'] })) ?? [];
      expect(one).toMatchObject({ reviewer: null, scorePercent: 62 });
    }
    expect(await reviewsFor({ roles: ['safety'] })).toEqual([]);
    // Who has begun one cannot read it at all, and who can take the own one back still, not what others judged.
    const judging = { ...supervisor, personId: lead, roles: ['lead'] } as const;
    expect(await app.call(judging, 'GET /api/v1/conversations/reviewed')).toMatchObject({ status: 403 });
    expect(await reviewsFor({ personId: reviewer, roles: ['lead', 'reviewer'] })).toBeNull();
  });

  const helpOf = async (scope: Scope, id: string) =>
    conversationSchema.parse(
      (await app.call(scope, `GET /api/v1/conversations/${encodeURIComponent(id)}`)).body,
    ).help;

  it.each<[string, Partial<Scope>]>([
    ['the brand', {}],
    ['the vendor', { roles: ['vendor-manager'], vendorIds: ['v1'] }],
  ])(
    'says to %s in how many other conversations of the vendor nearly the same was said',
    async (_name, over) => {
      const { compared, replies: shown } = await helpOf({ ...supervisor, ...over }, 'c/2');
      expect(compared).toBe(2);
      expect(shown.map(({ alsoIn }) => alsoIn)).toEqual([1, null]);
      // It is no fault by itself: what it is scored by is what it says.
      const [alone] = (await helpOf(supervisor, 'rival')).replies;
      expect(alone).toEqual({ ...shown[0], alsoIn: 0 });
    },
  );

  it('compares nothing where there is no reply to compare', async () => {
    const { compared, replies: shown } = await helpOf(supervisor, 'c/1');
    expect(compared).toBe(0);
    expect(shown.map(({ alsoIn }) => alsoIn)).toEqual([null]);
  });

  it('leaves an audit row for each transcript that was read, and none for one that was not', async () => {
    const before = await reads();
    await open(supervisor);
    await open({ ...supervisor, brandIds: ['other'] });
    await app.call(supervisor, 'GET /api/v1/conversations');
    const after = await reads();
    expect(after.slice(before.length)).toMatchObject([
      { person_id: supervisor.personId, subject: 'conversation b c/1' },
    ]);
  });

  it.each<[string, Partial<Scope>, number]>([
    ['a reviewer', { roles: ['reviewer'] }, 403],
    ['an administrator', { roles: ['administrator'] }, 403],
    ['an auditor', { roles: ['auditor'] }, 200],
    ['the vendor', { roles: ['vendor-manager'], vendorIds: ['v1'] }, 200],
    ['another vendor', { roles: ['vendor-manager'], vendorIds: ['v2'] }, 404],
    ['another brand', { brandIds: ['x'] }, 404],
  ])('answers %s: %j, %d', async (_name, over, status) => {
    expect((await open({ ...supervisor, ...over })).status).toBe(status);
  });

  it('gives no selections to a safety officer, and no flag to the vendor before the brand has it', async () => {
    expect((await open({ ...supervisor, roles: ['safety'] })).body).toMatchObject({ selections: [] });
    expect((await open({ ...supervisor, roles: ['vendor-manager'], vendorIds: ['v1'] })).body).toMatchObject({
      flags: [],
      worstSeverity: null,
      openFlags: 0,
      selections: [],
    });
  });

  it('closes the page to whoever reviews it blind at the moment, a lead too', async () => {
    const lead: Scope = {
      ...supervisor,
      roles: ['lead', 'reviewer'],
      personId: await rows.person({ name: 'Lead', roles: ['lead'] }),
    };
    const item = await rows.reviewItem({ conversationId: 'c/1' });
    await rows.insert('reviews', {
      id: '00000000-0000-0000-0000-0000000000a1',
      item_id: item,
      brand_id: 'b',
      vendor_id: 'v1',
      reviewer_id: lead.personId,
      scorecard_id: 's',
      scorecard_version: 1,
      transcript_revision: 1,
      state: 'draft',
      claimed_at: rowsNow,
    });
    expect((await open(lead)).status).toBe(403);
    expect((await open(supervisor)).status).toBe(200);
    await test.database.query(`update reviews set state = 'submitted'`);
    expect((await open(lead)).status).toBe(200);
  });

  it('asks for the brand where several have the id', async () => {
    await rows.conversation({ id: 'c/1', brandId: 'second' });
    const both = { ...supervisor, brandIds: ['b', 'second'] };
    expect(await open(both)).toMatchObject({ status: 400, body: { pointer: '/brandId' } });
    expect((await open(both, '?brandId=second')).body).toMatchObject({ brandId: 'second', messages: [] });
  });

  it('lists by filter', async () => {
    const { body } = await app.call(
      supervisor,
      'GET /api/v1/conversations?flagged=true&vendorId=v1&metric=open-flags',
    );
    expect(conversationsPage.parse(body).items.map(({ id }) => id)).toEqual(['c/1']);
    const worst = await app.call(
      supervisor,
      'GET /api/v1/conversations?metric=open-flags&sort=worst&id=c&from=2026-03-01T00:00:00Z',
    );
    expect(conversationsPage.parse(worst.body)).toMatchObject({
      items: [{ id: 'c/1', figure: 1 }],
      total: 1,
    });
    for (const query of [
      'sort=worst',
      'sort=worst&metric=open-flags&from=2026-03-01T00:00:00Z&cursor=x',
      'ratedAtMost=9',
      'category=boredom',
      'metric=happiness',
      'limit=201',
      'state=gone',
      'colour=red',
      'from=yesterday',
      'cursor=x',
    ]) {
      expect((await app.call(supervisor, `GET /api/v1/conversations?${query}`)).status).toBe(400);
    }
  });

  it.each(['', '&from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z'])(
    'says of the worst in a window without bounds, or too long a one, what to do: "%s"',
    async (window) => {
      const query = `metric=open-flags&sort=worst${window}`;
      expect(await app.call(supervisor, `GET /api/v1/conversations?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'too-much', pointer: '/from' },
      });
    },
  );

  it('says of a list that takes too long what to do', async () => {
    const answer = await test.database.transaction(async (tx) => {
      await tx.query('lock table conversations in access exclusive mode');
      return app.call(supervisor, 'GET /api/v1/conversations?id=c');
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'too-much' } });
  }, 30_000);
});
