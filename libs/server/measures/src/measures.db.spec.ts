import { measureSchema, metricIds, type Measure } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { BucketChanges, type Series } from '@earshot/domain/metrics';
import { conversationKey } from '@earshot/domain/pipeline';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { MeasuresModule, ReadMeasures } from './index';

const minute = 60_000;
const now = rowsNow.getTime();
const brand: Scope = {
  personId: '00000000-0000-0000-0000-000000000001',
  roles: ['supervisor'],
  brandIds: ['b'],
  vendorIds: null,
};
const vendor = (vendorId: string): Scope => ({ ...brand, roles: ['vendor-manager'], vendorIds: [vendorId] });
const series = (vendorId: string, over: Partial<Series> = {}): Series => ({
  brandId: 'b',
  vendorId,
  channel: 'chat',
  scenario: 'after-sale',
  ...over,
});

describe('measures', () => {
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.brand('b', ['v1', 'v2']);
    app = await testApp({ database: test.database, imports: [MeasuresModule], now });
    await count('writer-1', (changes) => {
      const v1 = changes.at(now - 10 * minute, series('v1'));
      for (const ms of [10_000, 20_000, 40_000]) v1.record('first-response', ms);
      v1.add('first-responses-in-target', 2);
      for (const ms of [5_000, 15_000]) v1.record('response', ms);
      v1.add('opened', 4);
      v1.record('time-to-human', 3_000, 2);
      v1.add('closed', 4);
      v1.add('abandoned', 1);
      v1.add('unanswered', 2);
      v1.add('complained', 1);
      v1.add('never-human', 1);
      v1.add('bot-turns', 8);
      v1.record('resolution', 600_000);
      v1.add('ratings', 2);
      v1.add('ratings-sum-hundredths', 700);
      v1.add('ratings-worst-two', 1);
      v1.add('events', 10);
      v1.add('back-dated', 1);
      v1.record('lag', 200, 10);
    });
    await count('writer-2', (changes) =>
      changes.at(now - 9 * minute, series('v1')).record('first-response', 20_000),
    );
    await count('writer-1', (changes) =>
      changes.at(now - 5 * minute, series('v2', { channel: 'voice' })).record('first-response', 90_000),
    );
    await count('writer-1', (changes) =>
      changes.at(now - 26 * 60 * minute, series('v2')).record('first-response', 1_000),
    );
    await count('writer-1', (changes) =>
      changes.at(now - 5 * minute, series('')).record('first-response', 7_000),
    );
    await count('writer-1', (changes) =>
      changes.at(now - 5 * minute, { ...series('v1'), brandId: 'other' }).record('first-response', 7_000),
    );
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });

  async function count(writer: string, change: (changes: BucketChanges) => void): Promise<void> {
    const changes = new BucketChanges();
    change(changes);
    for (const cell of changes.finish()) {
      await rows.insert('metric_buckets', {
        grain: cell.grain,
        start_at: new Date(cell.startMs),
        brand_id: cell.brandId,
        vendor_id: cell.vendorId,
        channel: cell.channel,
        scenario: cell.scenario,
        writer,
        payload: Buffer.from(cell.bucket.encode()),
      });
    }
  }
  async function read(scope: Scope, query: string): Promise<Measure[]> {
    const { status, body } = await app.call(scope, `GET /api/v1/measures?${query}`);
    expect({ status, body: status === 200 ? undefined : body }).toEqual({ status: 200, body: undefined });
    return (body as { items: unknown[] }).items.map((item) => measureSchema.parse(item));
  }
  const one = async (scope: Scope, query: string): Promise<Measure> => {
    const [measure, ...more] = await read(scope, query);
    if (measure === undefined || more.length > 0) throw new Error('expected one measure');
    return measure;
  };

  it('gives every metric of the contract for the last hour where nothing is asked', async () => {
    const all = await read(brand, '');
    expect(all.map(({ metric }) => metric)).toEqual(metricIds);
    for (const measure of all.filter(({ metric }) => metric !== 'waiting-now' && metric !== 'open-flags')) {
      expect(measure).toMatchObject({
        from: new Date(now - 60 * minute).toISOString(),
        to: rowsNow.toISOString(),
      });
    }
  });

  it('says why there is nothing to say, rather than 0', async () => {
    const empty = await read(brand, 'vendorId=nobody');
    const values = Object.fromEntries(empty.map(({ metric, value, reason }) => [metric, value ?? reason]));
    expect(values).toEqual({
      'first-response-time': 'nobody-answered-yet',
      'response-time': 'nobody-answered-yet',
      'waiting-now': 0,
      'time-to-human': 'nobody-reached-a-human-yet',
      'resolution-time': 'nothing-closed',
      'first-contact-resolution': 'nothing-closed',
      satisfaction: 'nobody-rated',
      'complaint-rate': 'nothing-closed',
      'qa-pass-rate': 'insufficient: nothing-reviewed',
      'qa-score': 'insufficient: nothing-reviewed',
      'abandoned-rate': 'nothing-closed',
      'unanswered-rate': 'nothing-closed',
      'intake-lag': 'nothing-received',
      'open-flags': 0,
      'time-to-acknowledge': 'no-flags',
      'time-to-brand': 'no-flags',
    });
  });

  it('adds writers up and keeps other brands out', async () => {
    const measure = await one(vendor('v1'), 'metric=first-response-time');
    expect(measure).toMatchObject({
      numerator: 2,
      denominator: 4,
      unit: 'ms',
      parts: { withinTarget: 0.5, targetMs: 30_000 },
    });
    expect(measure.value).toBeGreaterThanOrEqual(20_000 * 0.99);
    expect(measure.value).toBeLessThanOrEqual(20_000 * 1.01);
    expect(await one(brand, 'metric=first-response-time')).toMatchObject({ denominator: 6 });
  });

  it('narrows to what is of no known vendor by an empty one, which to a vendor is nothing', async () => {
    const query = 'metric=first-response-time&vendorId=';
    expect(await one(brand, query)).toMatchObject({ denominator: 1 });
    expect(await one(vendor('v1'), query)).toMatchObject({ value: null });
  });

  it.each<[string, Partial<Measure>]>([
    ['response-time', { numerator: 20_000, denominator: 2, value: 10_000 }],
    [
      'time-to-human',
      {
        numerator: 2,
        denominator: 4,
        parts: expect.objectContaining({ neverHuman: 0.25, meanBotTurns: 2 }) as never,
      },
    ],
    ['resolution-time', { denominator: 1 }],
    [
      'satisfaction',
      { value: 3.5, numerator: 7, denominator: 2, unit: 'out-of-5', parts: { worstTwo: 0.5 } },
    ],
    ['complaint-rate', { value: 0.25, numerator: 1, denominator: 4, unit: 'fraction' }],
    ['abandoned-rate', { value: 0.25, numerator: 1, denominator: 4 }],
    ['unanswered-rate', { value: 0.5, numerator: 2, denominator: 4 }],
    [
      'intake-lag',
      { numerator: 1, denominator: 10, parts: expect.objectContaining({ backDated: 0.1 }) as never },
    ],
  ])('%s: %j', async (metric, expected) => {
    expect(await one(vendor('v1'), `metric=${metric}`)).toMatchObject(expected);
  });

  it.each<[string, string, (string | null)[]]>([
    ['vendor', 'vendorId', ['v1', 'v2', null]],
    ['channel', 'channel', ['chat', 'voice']],
    ['scenario', 'scenario', ['after-sale']],
  ])('cuts by %s', async (_name, groupBy, expected) => {
    const measures = await read(brand, `metric=first-response-time&groupBy=${groupBy}`);
    expect(measures.map(({ dimensions }) => dimensions[groupBy])).toEqual(expected);
    expect(measures.reduce((sum, { denominator }) => sum + (denominator ?? 0), 0)).toBe(6);
  });

  it('cuts by time, each slice with its own window', async () => {
    const from = new Date(now - 48 * 60 * minute).toISOString();
    const byDay = await read(
      brand,
      `metric=first-response-time&groupBy=day&from=${from}&to=${rowsNow.toISOString()}`,
    );
    expect(byDay.map(({ dimensions, denominator }) => [dimensions['day'], denominator])).toEqual([
      ['2026-03-01T00:00:00.000Z', 1],
      ['2026-03-02T00:00:00.000Z', 6],
    ]);
    expect(byDay[1]).toMatchObject({ from: '2026-03-02T00:00:00.000Z', to: rowsNow.toISOString() });
    const byMinute = await read(brand, 'metric=first-response-time&groupBy=minute,vendorId');
    expect(byMinute.map(({ dimensions }) => dimensions)).toContainEqual({
      minute: '2026-03-02T11:51:00.000Z',
      vendorId: 'v1',
    });
    expect(await read(brand, 'metric=waiting-now&groupBy=hour')).toEqual([]);
  });

  it('gives the overview as two reads would', async () => {
    const reading = app.get(ReadMeasures);
    const slice = { scope: brand, from: new Date(now - 60 * minute), to: rowsNow };
    const isOfReviews = ({ metric }: Measure) => metric === 'qa-pass-rate' || metric === 'qa-score';
    const fourWeeks = { ...slice, from: new Date(rowsNow.getTime() - 28 * 24 * 60 * minute) };
    const { overall, byVendor } = await reading.overview(slice);
    for (const [shown, groupBy] of [
      [overall, []],
      [byVendor, ['vendorId']],
    ] as const) {
      const live = (await reading.execute({ ...slice, groupBy })).filter((it) => !isOfReviews(it));
      expect(shown.filter((it) => !isOfReviews(it))).toEqual(live);
      const reviews = await reading.execute({ ...fourWeeks, groupBy }, ['qa-pass-rate', 'qa-score']);
      expect(shown.filter(isOfReviews)).toEqual(reviews);
    }
  });

  it('gives a vendor its own only, also where it asks for another', async () => {
    const groups = await read(vendor('v2'), 'groupBy=vendorId');
    expect(new Set(groups.map(({ dimensions }) => dimensions['vendorId']))).toEqual(new Set(['v2']));
    expect(await one(vendor('v2'), 'metric=first-response-time&vendorId=v1')).toMatchObject({
      value: null,
      denominator: 0,
    });
  });

  it.each([
    'groupBy=agent',
    'groupBy=hour,day',
    'groupBy=channel,channel',
    'groupBy=vendorId,channel,scenario',
    'metric=happiness',
    'from=2026-03-02T12:00:00Z&to=2026-03-02T12:00:00Z',
    'from=2020-03-02T12:00:00Z&groupBy=minute',
    'colour=red',
  ])('answers %s with 400', async (query) => {
    expect((await app.call(brand, `GET /api/v1/measures?${query}`)).status).toBe(400);
  });

  it('closes measures to reviewers and administrators', async () => {
    for (const role of ['reviewer', 'administrator'] as const) {
      expect((await app.call({ ...brand, roles: [role] }, 'GET /api/v1/measures')).status).toBe(403);
    }
  });

  describe('of conversations and flags', () => {
    beforeAll(async () => {
      const closed = {
        state: 'closed',
        outcome: 'resolved',
        first_closed_at: new Date(now - 30 * minute),
        customer_hash: Buffer.from('ann'),
      };
      await rows.conversation({ id: 'resolved-twice', columns: closed });
      await rows.conversation({
        id: 'came-back',
        columns: {
          customer_hash: Buffer.from('ann'),
          opened_at: new Date(now - 5 * minute),
          waiting_since: new Date(now - 4 * minute),
        },
      });
      await rows.conversation({ id: 'resolved', columns: { ...closed, customer_hash: Buffer.from('bob') } });
      await rows.conversation({
        id: 'unresolved',
        columns: { ...closed, outcome: 'unresolved', customer_hash: null },
      });
      const received = new Date(now - 10 * minute);
      const taken = (seconds: number) => ({
        received_at: received,
        opened_at: new Date(received.getTime() - 60_000),
        acknowledged_at: new Date(received.getTime() + seconds * 1000),
      });
      await rows.flag({ conversationId: 'resolved', state: 'acknowledged', columns: taken(30) });
      await rows.flag({ conversationId: 'unresolved', state: 'acknowledged', columns: taken(90) });
      await rows.flag({
        conversationId: 'came-back',
        columns: { received_at: received, deadline_at: new Date(now - 1) },
      });
      await rows.flag({
        conversationId: 'came-back',
        category: 'fraud',
        severity: 'low',
        state: 'withdrawn',
        columns: { received_at: received },
      });
    });

    it('first-contact resolution: provisional until 72 h have passed', async () => {
      const window = `from=${new Date(now - 60 * minute).toISOString()}&to=${rowsNow.toISOString()}`;
      const measure = await one(brand, `metric=first-contact-resolution&${window}`);
      expect(measure).toMatchObject({ numerator: 1, denominator: 3, provisional: true });
      app.clock.advance(72 * 60 * minute);
      expect((await one(brand, `metric=first-contact-resolution&${window}`)).provisional).toBe(false);
      app.clock.advance(-72 * 60 * minute);
    });

    it('waiting now, with the longest wait', async () => {
      expect(await one(brand, 'metric=waiting-now')).toMatchObject({
        value: 1,
        denominator: 1,
        parts: { longestMs: 4 * minute },
      });
    });

    it('flags: what is open, how long it took; a vendor counts only what the brand has acknowledged', async () => {
      expect(await one(brand, 'metric=open-flags')).toMatchObject({
        value: 3,
        parts: { critical: 3, low: 0, pastDeadline: 1 },
      });
      expect(await one(vendor('v1'), 'metric=open-flags')).toMatchObject({
        value: 2,
        parts: { pastDeadline: 0 },
      });
      expect(await one(brand, 'metric=time-to-acknowledge')).toMatchObject({
        value: 60_000,
        numerator: 2,
        denominator: 3,
        parts: { longest: 90_000 },
      });
      expect((await one(brand, 'metric=time-to-acknowledge')).parts['criticalInTarget']).toBeCloseTo(1 / 3);
      expect(await one(brand, 'metric=time-to-brand')).toMatchObject({ value: 120_000 });
      expect(await one(vendor('v1'), 'metric=time-to-acknowledge')).toMatchObject({ denominator: 2 });
    });
  });

  // statistics.md, section 3: 6.6 % of 10,000 fail; at a hundredth of the size with the same rates and design.
  describe('of reviews: the worked example', () => {
    const review = (key: string, item: string, passed: boolean) =>
      rows.insert('reviews', {
        id: key.replace(/^./, 'f'),
        item_id: item,
        brand_id: 'b',
        vendor_id: 'v2',
        reviewer_id: brand.personId,
        scorecard_id: 's',
        scorecard_version: 1,
        transcript_revision: 1,
        state: 'submitted',
        passed,
        score_percent: passed ? 90 : 40,
        claimed_at: rowsNow,
        submitted_at: rowsNow,
      });
    const tier = async ({
      name,
      N,
      kept,
      failed,
      pTrigger,
    }: {
      name: string;
      N: number;
      kept: number;
      failed: number;
      pTrigger: string;
    }) => {
      for (let n = 0; n < N; n += 1) {
        const id = `${name}-${n}`;
        const key = await rows.conversation({
          id,
          vendorId: 'v2',
          columns: { opened_at: new Date(now - 40 * 24 * 60 * minute) },
        });
        const decided = {
          inclusion_probability: name === 'risky' ? '0.51' : '0.02',
          decided_at: new Date(now - 30 * minute),
        };
        await rows.decisions({
          conversationId: id,
          vendorId: 'v2',
          kept: n < kept,
          pTrigger,
          columns: decided,
        });
        if (n >= kept) continue;
        const item = await rows.reviewItem({
          conversationId: id,
          vendorId: 'v2',
          columns: { state: 'submitted' },
        });
        await review(key, item, n >= failed);
      }
    };
    beforeAll(async () => {
      await tier({ name: 'plain', N: 960, kept: 100, failed: 5, pTrigger: '0' });
      await tier({ name: 'risky', N: 40, kept: 20, failed: 9, pTrigger: '0.5' });
      // Kept by nobody, reviewed by hand: not in the estimate.
      const item = await rows.reviewItem({ conversationId: 'plain-959', vendorId: 'v2' });
      await review(conversationKey('b', 'plain-959'), item, false);
    }, 60_000);

    it('weights by design: 93.4 % pass, where the plain mean over the reviews says 88.3 %', async () => {
      const measure = await one(brand, 'metric=qa-pass-rate&vendorId=v2');
      expect(measure.value).toBeCloseTo((960 * 0.95 + 40 * 0.55) / 1000, 10);
      expect(measure).toMatchObject({
        numerator: 106,
        denominator: 120,
        parts: { conversations: 1000, weighted: 1, completion: 1 },
      });
      expect(measure.interval?.low).toBeGreaterThan(0.85);
      expect(measure.interval?.high).toBeLessThan(0.98);
    });

    it('gives the mean score the same way, with an interval', async () => {
      const measure = await one(brand, 'metric=qa-score&vendorId=v2');
      const plain = 0.95 * 90 + 0.05 * 40;
      const risky = 0.55 * 90 + 0.45 * 40;
      expect(measure.value).toBeCloseTo((960 * plain + 40 * risky) / 1000, 3);
      expect(measure.interval?.low).toBeLessThan(measure.value ?? 0);
      expect(measure).toMatchObject({ unit: 'score', denominator: 120 });
    });

    it('says "insufficient" with the reason for a vendor with too few reviews', async () => {
      expect(await one(brand, 'metric=qa-pass-rate&vendorId=v2&channel=voice')).toMatchObject({
        value: null,
        interval: null,
        reason: 'insufficient: nothing-reviewed',
      });
    });
  });
});
