import { type Scope } from '@earshot/domain/access';
import { BucketChanges } from '@earshot/domain/metrics';
import { defaultScorecard } from '@earshot/domain/scoring';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import {
  BucketRepository,
  ConversationRepository,
  FactRepository,
  FlagRepository,
  ReviewItemRepository,
  ReviewRepository,
  SelectionRepository,
  VendorIntakeRepository,
  otherReplies,
  type MeasureSlice,
} from './index';

/**
 * The same rows for two vendors, an unknown vendor and another brand; every read of the product, in the eyes of one
 * vendor, holds nothing of the others. A new read belongs into the table.
 */
describe('a vendor person', () => {
  let test: TestDatabase;
  let mine: Record<string, Record<string, string>> = {};
  const person = '00000000-0000-0000-0000-0000000000ff';
  const vendor: Scope = {
    personId: person,
    roles: ['vendor-manager', 'lead', 'reviewer'],
    brandIds: ['b'],
    vendorIds: ['own'],
  };
  const brandPerson: Scope = { ...vendor, vendorIds: null };
  const owners = [
    { brandId: 'b', vendorId: 'own' },
    { brandId: 'b', vendorId: 'rival' },
    { brandId: 'b', vendorId: null },
    { brandId: 'elsewhere', vendorId: 'own' },
  ] as const;
  const nameOf = ({ brandId, vendorId }: { brandId: string; vendorId: string | null }) =>
    `${brandId}-${vendorId ?? 'nobody'}`;
  const page = { limit: 200 };
  const slice = (scope: Scope): MeasureSlice => ({
    scope,
    from: new Date(rowsNow.getTime() - 3_600_000),
    to: new Date(rowsNow.getTime() + 3_600_000),
    groupBy: ['vendorId'],
  });

  beforeAll(async () => {
    test = await testDatabase();
    const rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['own', 'rival']);
    await rows.brand('elsewhere', ['own']);
    for (const brandId of ['b', 'elsewhere']) {
      await rows.insert('scorecards', {
        brand_id: brandId,
        scorecard_id: 'service-quality',
        version: 1,
        definition: JSON.stringify(defaultScorecard),
      });
    }
    mine = {};
    for (const owner of owners) {
      const name = nameOf(owner);
      const conversationId = `of-${name}`;
      const key = await rows.conversation({
        id: conversationId,
        ...owner,
        columns: { waiting_since: rowsNow, first_closed_at: rowsNow },
      });
      await rows.message({ key, messageId: 'm1', masked: name, role: 1 });
      const taken = { acknowledged_at: rowsNow, received_at: rowsNow };
      const flag = await rows.flag({ conversationId, ...owner, state: 'acknowledged', columns: taken });
      await rows.flag({ conversationId, ...owner, category: 'fraud' });
      await rows.decisions({ conversationId, ...owner, kept: true });
      const item = await rows.reviewItem({ conversationId, ...owner });
      const review = key.replace(/^./, 'f');
      await rows.insert('reviews', {
        id: review,
        item_id: item,
        brand_id: owner.brandId,
        vendor_id: owner.vendorId,
        reviewer_id: '00000000-0000-0000-0000-0000000000aa',
        scorecard_id: 'service-quality',
        scorecard_version: 1,
        transcript_revision: 1,
        state: 'submitted',
        claimed_at: rowsNow,
      });
      const changes = new BucketChanges();
      changes
        .at(rowsNow.getTime(), {
          brandId: owner.brandId,
          vendorId: owner.vendorId ?? '',
          channel: 'chat',
          scenario: '',
        })
        .add('opened');
      for (const { bucket, startMs, ...cell } of changes.finish()) {
        await rows.insert('metric_buckets', {
          grain: cell.grain,
          brand_id: cell.brandId,
          vendor_id: cell.vendorId,
          channel: cell.channel,
          scenario: cell.scenario,
          writer: 'w',
          start_at: new Date(startMs),
          payload: Buffer.from(bucket.encode()),
        });
      }
      await rows.insert('intake_clock', {
        brand_id: owner.brandId,
        vendor_id: owner.vendorId ?? '',
        writer: 'w',
        last_event_at: rowsNow,
        last_received_at: rowsNow,
      });
      mine[name] = { key, flag, review };
    }
    await rows.insert('plan_periods', {
      brand_id: 'b',
      plan_id: 'plan',
      period: '2026-03',
      commitment: 'c',
      revealed_at: rowsNow,
    });
  });
  afterAll(() => test.close());

  const of = (name: string, what: string) => mine[name]?.[what] ?? '';
  const own = (what: string) => of('b-own', what);
  type Read = (scope: Scope) => Promise<readonly (string | null | undefined)[]>;
  const conversations = () => new ConversationRepository(test.database);
  const flags = () => new FlagRepository(test.database);
  const facts = () => new FactRepository(test.database);
  const vendorIds = (groups: readonly { dimensions: { vendorId?: string | null } }[]) =>
    groups.map(({ dimensions }) => dimensions.vendorId);
  const allFlags = () => owners.map((owner) => of(nameOf(owner), 'flag'));

  it.each<[string, Read, Read]>([
    [
      'ConversationRepository.list',
      async (s) => (await conversations().list(s, page)).items.map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
    ...(['waiting-now', 'open-flags', 'qa-score', 'time-to-acknowledge', 'intake-lag'] as const).map(
      (metric): [string, Read, Read] => [
        `ConversationRepository.list behind ${metric}`,
        async (s) =>
          (await conversations().list(s, { ...page, metric })).items.map(({ vendorId }) => vendorId),
        async () => ['own'],
      ],
    ),
    [
      'ConversationRepository.worst',
      async (s) =>
        (
          await conversations().worst(s, { ...page, metric: 'open-flags', from: '2026-01-01T00:00:00Z' })
        ).items.map(({ id }) => id),
      async () => ['of-b-own'],
    ],
    ['FlagRepository.counts', async (s) => [String((await flags().counts(s, {})).total)], async () => ['1']],
    [
      'ConversationRepository.find',
      async (s) =>
        (await Promise.all(owners.map((o) => conversations().find(s, `of-${nameOf(o)}`))))
          .flat()
          .map(({ row }) => row.id),
      async () => ['of-b-own'],
    ],
    [
      'otherReplies',
      async (s) => {
        const until = rowsNow.toISOString();
        const read = owners.map(({ brandId, vendorId }) =>
          otherReplies(test.database, s, { key: person, brandId, vendorId: vendorId ?? '', until }),
        );
        return (await Promise.all(read)).flat(2);
      },
      async () => ['b-own'],
    ],
    [
      'FlagRepository.list',
      async (s) => (await flags().list(s, page)).items.map(({ id }) => id),
      async () => [own('flag')],
    ],
    [
      'FlagRepository.lane',
      async (s) => (await flags().lane(s)).map(({ id }) => id),
      async () => [own('flag')],
    ],
    [
      'FlagRepository.byIds',
      async (s) => (await flags().byIds(s, allFlags())).map(({ id }) => id),
      async () => [own('flag')],
    ],
    [
      'FlagRepository.find',
      async (s) =>
        (await Promise.all(allFlags().map((id) => flags().find(s, id)))).flatMap((flag) => flag?.id ?? []),
      async () => [own('flag')],
    ],
    [
      'FlagRepository.acts',
      async (s) => {
        const found = await Promise.all(allFlags().map((id) => flags().acts(s, id)));
        return allFlags().filter((_, at) => found[at] !== null);
      },
      async () => [own('flag')],
    ],
    [
      'FlagRepository.lock',
      async (s) => (await flags().lock(s, allFlags())).map(({ id }) => id),
      async () => [own('flag')],
    ],
    [
      'FlagRepository.ofConversation',
      async (s) =>
        (await Promise.all(owners.map((o) => flags().ofConversation(s, of(nameOf(o), 'key')))))
          .flat()
          .map(({ id }) => id),
      async () => [own('flag')],
    ],
    [
      'SelectionRepository.list',
      async (s) =>
        (await new SelectionRepository(test.database).list(s, page)).items.map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
    [
      'SelectionRepository.ofConversation',
      async (s) =>
        (
          await Promise.all(
            owners.map((o) => new SelectionRepository(test.database).ofConversation(s, of(nameOf(o), 'key'))),
          )
        )
          .flat()
          .map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
    [
      'ReviewRepository.list',
      async (s) =>
        (await new ReviewRepository(test.database).list(s, page)).items.map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
    [
      'ReviewRepository.ofConversation',
      async (s) =>
        (
          await Promise.all(
            owners.map((o) => new ReviewRepository(test.database).ofConversation(s, of(nameOf(o), 'key'))),
          )
        )
          .flat()
          .map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
    [
      'ReviewRepository.find',
      async (s) =>
        (
          await Promise.all(
            owners.map((o) => new ReviewRepository(test.database).find(s, of(nameOf(o), 'review'))),
          )
        ).flatMap((r) => r?.vendorId ?? []),
      async () => ['own'],
    ],
    [
      'ReviewRepository.queue',
      async (s) => [String((await new ReviewRepository(test.database).queue(s, rowsNow)).waiting)],
      async () => ['1'],
    ],
    [
      'BucketRepository.sums',
      async (s) => vendorIds(await new BucketRepository(test.database).sums(slice(s))),
      async () => ['own'],
    ],
    ['FactRepository.waiting', async (s) => vendorIds(await facts().waiting(slice(s))), async () => ['own']],
    [
      'FactRepository.firstContacts',
      async (s) => vendorIds(await facts().firstContacts(slice(s))),
      async () => ['own'],
    ],
    [
      'FactRepository.openFlags',
      async (s) =>
        (await facts().openFlags(slice(s), rowsNow)).map(
          ({ dimensions, bySeverity }) => `${dimensions.vendorId ?? ''} ${bySeverity.join()}`,
        ),
      async () => ['own 1,0,0,0'],
    ],
    [
      'FactRepository.acknowledgements',
      async (s) =>
        (await facts().acknowledgements(slice(s), 'received_at')).map(
          ({ dimensions, flags: n }) => `${dimensions.vendorId ?? ''} ${n}`,
        ),
      async () => ['own 1'],
    ],
    [
      'FactRepository.reviewCells',
      async (s) => vendorIds(await facts().reviewCells(slice(s))),
      async () => ['own'],
    ],
    [
      'VendorIntakeRepository.list',
      async (s) =>
        (await new VendorIntakeRepository(test.database).list(s, rowsNow)).map(({ vendorId }) => vendorId),
      async () => ['own'],
    ],
  ])('%s', async (_name, read, expected) => {
    expect(await read(vendor)).toEqual(await expected(vendor));
    // The rows are there: somebody of the brand sees more.
    expect(await read(brandPerson)).not.toEqual(await read(vendor));
    expect(await read({ ...vendor, vendorIds: [] })).not.toContain('own');
  });

  it('claims only own items', async () => {
    const taken = await test.database.transaction(async (tx) => {
      const items = new ReviewItemRepository(tx);
      const first = await items.takeNext(vendor, rowsNow);
      if (first === null) throw new Error('there is an own item');
      await items.set(first.id, { state: 'submitted', lease: null });
      return [first, await items.takeNext(vendor, rowsNow)];
    });
    expect(taken[1]).toBeNull();
  });

  it('sees no selection before the key of its period is revealed', async () => {
    await test.database.query('update plan_periods set revealed_at = null');
    expect((await new SelectionRepository(test.database).list(vendor, page)).items).toEqual([]);
    expect((await new SelectionRepository(test.database).list(brandPerson, page)).items).toHaveLength(6);
  });
});
