import { reviewRowSchema, reviewSchema, type ClaimAnswer, type Review } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { defaultScorecard, leaseMs, takeBackMs } from '@earshot/domain/scoring';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { notesContext, publishDefaultScorecard, ReviewModule } from './index';

describe('reviews', () => {
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let made = 0;

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['v1', 'v2']);
    app = await testApp({ database: test.database, imports: [ReviewModule], now: rowsNow.getTime() });
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });
  beforeEach(async () => {
    await test.database.query('delete from reviews');
    await test.database.query('delete from review_items');
  });

  const aPerson = async (over: Partial<Scope> = {}): Promise<Scope> => {
    const roles = over.roles ?? ['reviewer'];
    const personId = await rows.person({ name: `Person ${(made += 1)}`, roles });
    return { roles, brandIds: ['b'], vendorIds: null, ...over, personId };
  };
  const anItem = async (priority = 9, columns: Record<string, unknown> = {}): Promise<string> => {
    const id = `c${(made += 1)}`;
    const key = await rows.conversation({ id, columns: { agent_id: 'agent-7' } });
    await rows.message({
      key,
      messageId: `${id}-m1`,
      masked: '您好，工号1234为您服务',
      role: 1,
      columns: { sender_id: 'agent-7' },
    });
    return rows.reviewItem({ conversationId: id, priority, columns });
  };
  const claim = async (scope: Scope) =>
    (await app.call(scope, 'POST /api/v1/review-queue/claim')).body as ClaimAnswer;
  const claimed = async (scope: Scope): Promise<Review> => {
    const { review } = await claim(scope);
    if (review === null) throw new Error('nothing was claimed');
    return review;
  };
  const complete = () =>
    Object.fromEntries(
      defaultScorecard.criteria.map(({ id, scale }) => [id, { points: scale, note: '', evidence: [] }]),
    );
  const save = (scope: Scope, { id, revision }: Pick<Review, 'id' | 'revision'>, over: object = {}) =>
    app.call(scope, `PUT /api/v1/reviews/${id}/scores`, { revision, answers: complete(), note: '', ...over });
  const itemOf = async (id: string) => {
    const [row] = await test.database.query<{ state: string; leased_by: string | null }>(
      'select i.* from review_items i join reviews r on r.item_id = i.id where r.id = $1',
      [id],
    );
    return row;
  };

  it('gave the brand the default scorecard at boot, once', async () => {
    expect(await publishDefaultScorecard(test.database)).toBe(0);
    expect(await test.database.query('select from scorecards')).toHaveLength(1);
  });

  it('gives the most urgent item first, blind, in the shape of the contract', async () => {
    await anItem(9);
    const urgent = await anItem(0);
    const reviewer = await aPerson();
    const review = await claimed(reviewer);
    expect(reviewSchema.parse(review)).toEqual(review);
    expect(await itemOf(review.id)).toMatchObject({
      id: urgent,
      state: 'claimed',
      leased_by: reviewer.personId,
    });
    expect(review).toMatchObject({ vendorId: null, conversationId: null, reviewer: null, state: 'draft' });
    const [message] = review.messages;
    expect(message?.sender).toEqual({ role: 'agent', id: null });
    expect(message?.text).not.toContain('1234');
    const shown = JSON.stringify(review);
    for (const secret of ['agent-7', '"v1"', `c${made}-m1`, `"c${made}"`])
      expect(shown).not.toContain(secret);
  });

  it('gives twenty reviewers twenty different items at once, and one person the same draft again', async () => {
    for (let n = 0; n < 20; n += 1) await anItem();
    const people = await Promise.all(Array.from({ length: 20 }, () => aPerson()));
    const reviews = await Promise.all(people.map(claimed));
    expect(new Set(reviews.map(({ id }) => id)).size).toBe(20);
    const [first] = people;
    if (first === undefined) throw new Error('no person');
    const again = await Promise.all([claimed(first), claimed(first), claimed(first)]);
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([reviews[0]?.id]));
    expect((await claim(await aPerson())).review).toBeNull();
  });

  it('computes the score at submission, and opens the review to those who may read it', async () => {
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    const early = await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/submit`);
    expect(early).toMatchObject({ status: 422, body: { pointer: '/answers/no-harm/points' } });
    const supervisor = await aPerson({ roles: ['supervisor'] });
    expect((await app.call(supervisor, `GET /api/v1/reviews/${draft.id}`)).status).toBe(404);

    const messageId = draft.messages[0]?.messageId ?? '';
    const answers = {
      ...complete(),
      'no-harm': { points: 0, note: '拨打13800138000无人', evidence: [{ messageId, start: 0, end: 2 }] },
    };
    const saved = (await save(reviewer, draft, { answers, note: '客户13912345678' })).body as Review;
    expect(saved.note).toBe('客户‹mobile›');
    expect(saved.answers['no-harm']).toMatchObject({
      note: '拨打‹mobile›无人',
      evidence: [{ messageId, start: 0, end: 2 }],
    });
    const submitted = await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/submit`);
    expect(submitted.body).toMatchObject({
      state: 'submitted',
      scorePercent: 75,
      passed: false,
      vendorId: null,
    });

    const seen = (await app.call(supervisor, `GET /api/v1/reviews/${draft.id}`)).body as Review;
    expect(seen).toMatchObject({ vendorId: 'v1', scorePercent: 75 });
    expect(seen.reviewer).toMatch(/^Person/);
    expect(seen.answers['no-harm']?.evidence[0]?.messageId).toBe(seen.messages[0]?.messageId);
    const vendor = await aPerson({ roles: ['vendor-manager'], vendorIds: ['v1'] });
    expect((await app.call(vendor, `GET /api/v1/reviews/${draft.id}`)).body).toMatchObject({
      reviewer: null,
      vendorId: 'v1',
    });
    const other = await aPerson({ roles: ['vendor-manager'], vendorIds: ['v2'] });
    expect((await app.call(other, `GET /api/v1/reviews/${draft.id}`)).status).toBe(404);
    for (const role of ['safety', 'administrator'] as const) {
      expect(
        (await app.call(await aPerson({ roles: [role] }), `GET /api/v1/reviews/${draft.id}`)).status,
      ).toBe(403);
    }

    const [stored] = await test.database.query<{ secret: Buffer; key_id: string }>('select * from reviews');
    const originals = app.keys.open(
      { secret: stored?.secret ?? Buffer.alloc(0), keyId: stored?.key_id ?? '' },
      notesContext(draft.id),
    );
    expect(JSON.parse(originals)).toMatchObject({
      note: '客户13912345678',
      notes: { 'no-harm': '拨打13800138000无人' },
    });
    const list = (await app.call(supervisor, 'GET /api/v1/reviews')).body as { items: unknown[] };
    expect(list.items.map((item) => reviewRowSchema.parse(item))).toHaveLength(1);
  });

  it('leaves an audit row for each opening of the transcript, not for each save', async () => {
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    const saved = (await save(reviewer, draft)).body as Review;
    await save(reviewer, saved);
    await app.call(reviewer, `GET /api/v1/reviews/${draft.id}`);
    const reads = await test.database.query(
      `select from audit_log where act = 'transcript.read' and person_id = $1`,
      [reviewer.personId],
    );
    expect(reads).toHaveLength(2);
  });

  it('refuses to save over what was saved elsewhere', async () => {
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    expect((await save(reviewer, draft)).status).toBe(200);
    expect(await save(reviewer, draft)).toMatchObject({
      status: 409,
      body: { code: 'conflict', pointer: '/revision' },
    });
  });

  it.each([
    ['points beyond the scale', { courtesy: { points: 9 } }, '/answers/courtesy/points'],
    ['an unknown criterion', { style: { points: 1 } }, '/answers/style/points'],
    ['a refused n/a', { 'no-harm': { points: 'n/a' } }, '/answers/no-harm/points'],
  ])('refuses %s in a draft', async (_name, answers, pointer) => {
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    expect(await save(reviewer, draft, { answers })).toMatchObject({ status: 422, body: { pointer } });
  });

  it('returns an item whose lease ran out; what the first one writes then is kept, and told', async () => {
    await anItem();
    const [slow, quick] = [await aPerson(), await aPerson()];
    const draft = await claimed(slow);
    expect((await claim(quick)).review).toBeNull();
    app.clock.advance(leaseMs - 1);
    const kept = (await save(slow, draft)).body as Review;
    expect((await claim(quick)).review).toBeNull();
    app.clock.advance(leaseMs);
    const taken = await claimed(quick);
    expect(taken.id).not.toBe(draft.id);
    const expired = (await app.call(slow, `GET /api/v1/reviews/${draft.id}`)).body as Review;
    expect(expired).toMatchObject({ state: 'expired', leaseUntil: null });
    const lost = await save(slow, expired, { note: 'too late' });
    expect(lost).toMatchObject({ status: 409, body: { code: 'lease-lost' } });
    expect((await app.call(slow, `GET /api/v1/reviews/${draft.id}`)).body).toMatchObject({
      note: 'too late',
      answers: kept.answers,
    });
    expect(await app.call(slow, `POST /api/v1/reviews/${draft.id}/submit`)).toMatchObject({ status: 409 });

    await app.call(quick, `POST /api/v1/reviews/${taken.id}/skip`, { reason: 'language' });
    expect((await claimed(slow)).id).toBe(draft.id);
  });

  it('takes a submission back for a few seconds: the draft as it was, before the next one', async () => {
    await anItem();
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    await save(reviewer, draft, { note: 'as it was' });
    // Of two drafts the one that was claimed first comes first.
    app.clock.advance(1_000);
    await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/submit`);
    const next = await claimed(reviewer);
    expect(next.id).not.toBe(draft.id);

    app.clock.advance(takeBackMs);
    const back = await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/take-back`);
    expect(back).toMatchObject({
      status: 200,
      body: { state: 'draft', note: 'as it was', scorePercent: null },
    });
    expect(back.body).toMatchObject({ submittedAt: null, passed: null, answers: complete() });
    expect(await itemOf(draft.id)).toMatchObject({ state: 'claimed', leased_by: reviewer.personId });
    expect((await claimed(reviewer)).id).toBe(draft.id);

    expect((await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/submit`)).status).toBe(200);
    expect((await claimed(reviewer)).id).toBe(next.id);
    app.clock.advance(takeBackMs + 1);
    expect(await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/take-back`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it('keeps a lead blind for as long as the own submission can be taken back, and lets nobody else do it', async () => {
    await anItem();
    const lead = await aPerson({ roles: ['lead'] });
    const draft = await claimed(lead);
    await save(lead, draft);
    const submitted = (await app.call(lead, `POST /api/v1/reviews/${draft.id}/submit`)).body as Review;
    expect(submitted).toMatchObject({ state: 'submitted', vendorId: null, conversationId: null });
    const other = await aPerson({ roles: ['lead'] });
    expect((await app.call(other, `POST /api/v1/reviews/${draft.id}/take-back`)).status).toBe(404);
    app.clock.advance(takeBackMs + 1);
    expect((await app.call(lead, `GET /api/v1/reviews/${draft.id}`)).body).toMatchObject({ vendorId: 'v1' });
  });

  it('gives a skipped item to others, never again to the same person, and after three to a lead', async () => {
    await anItem();
    let last = '';
    for (let n = 0; n < 3; n += 1) {
      const reviewer = await aPerson();
      const { id } = await claimed(reviewer);
      expect(
        (
          await app.call(reviewer, `POST /api/v1/reviews/${id}/skip`, {
            reason: 'too-hard',
            note: '13800138000',
          })
        ).status,
      ).toBe(204);
      expect((await claim(reviewer)).review).toBeNull();
      last = id;
    }
    expect(await itemOf(last)).toMatchObject({ state: 'skipped' });
    const [row] = await test.database.query<{ skip_reason: string }>(
      'select skip_reason from reviews where id = $1',
      [last],
    );
    expect(row?.skip_reason).toBe('too-hard: ‹mobile›');
    expect((await claim(await aPerson())).review).toBeNull();
    const lead = await aPerson({ roles: ['lead'] });
    expect(await claimed(lead)).toMatchObject({ vendorId: null, conversationId: null });
  });

  it('tells when the transcript has changed since it was read', async () => {
    await anItem();
    const reviewer = await aPerson();
    const draft = await claimed(reviewer);
    expect(draft.transcriptChanged).toBe(false);
    await test.database.query('update conversations set version = version + 1');
    expect((await app.call(reviewer, `GET /api/v1/reviews/${draft.id}`)).body).toMatchObject({
      transcriptChanged: true,
    });
  });

  it('counts what waits for the person', async () => {
    const reviewer = await aPerson();
    for (let n = 0; n < 3; n += 1) await anItem();
    await anItem(9, { vendor_id: 'v2' });
    const bound = { ...reviewer, vendorIds: ['v1'] };
    expect((await app.call(bound, 'GET /api/v1/review-queue')).body).toMatchObject({ waiting: 3 });
    const draft = await claimed(reviewer);
    app.clock.advance(90_000);
    await save(reviewer, draft);
    expect((await app.call(reviewer, 'GET /api/v1/review-queue')).body).toMatchObject({
      waiting: 3,
      draft: draft.id,
      submittedToday: 0,
    });
    await app.call(reviewer, `POST /api/v1/reviews/${draft.id}/submit`);
    expect((await app.call(reviewer, 'GET /api/v1/review-queue')).body).toEqual({
      waiting: 3,
      submittedToday: 1,
      draft: null,
      medianReviewSeconds: 90,
    });
  });

  it.each([
    ['POST', 'claim'],
    ['GET', ''],
  ])('closes the queue to a vendor manager: %s', async (method, path) => {
    const vendor = await aPerson({ roles: ['vendor-manager'], vendorIds: ['v1'] });
    expect((await app.call(vendor, `${method} /api/v1/review-queue/${path}`)).status).toBe(403);
  });
});
