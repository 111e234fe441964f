import { severities } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import { FactRepository, FlagRepository } from '../index';

/** What a tile counts and what opens behind it: the same flags, whoever asks and however it is narrowed. */
describe('open flags', () => {
  let test: TestDatabase;
  const brand: Scope = {
    personId: '00000000-0000-0000-0000-000000000001',
    roles: ['supervisor'],
    brandIds: ['b'],
    vendorIds: null,
  };
  const vendor: Scope = { ...brand, roles: ['vendor-manager'], vendorIds: ['v1'] };

  beforeAll(async () => {
    test = await testDatabase();
    const rows = new Rows(test.database);
    await rows.brand('b', ['v1', 'v2']);
    const acknowledged = { state: 'acknowledged', columns: { acknowledged_at: rowsNow } } as const;
    for (const [id, vendorId, columns] of [
      ['a', 'v1', {}],
      ['b', 'v2', { channel: 'voice' }],
      ['c', null, { scenario: null }],
    ] as const) {
      await rows.conversation({ id, vendorId, columns });
      await rows.flag({ conversationId: id, vendorId, ...acknowledged });
      await rows.flag({ conversationId: id, vendorId, category: 'threat' });
      await rows.flag({ conversationId: id, vendorId, category: 'fraud', severity: 'high' });
      await rows.flag({ conversationId: id, vendorId, category: 'self-harm', state: 'closed' });
      await rows.flag({ conversationId: id, vendorId, category: 'discrimination', state: 'withdrawn' });
    }
    // Found in an event that could not be taken: there is no conversation.
    await rows.flag({
      conversationId: 'nowhere',
      vendorId: null,
      columns: { conversation_key: null, rejected_event_id: null },
    });
  });
  afterAll(() => test.close());

  it.each<[string, Scope, { vendorId?: string; channel?: string; scenario?: string }, number, number]>([
    ['all', brand, {}, 10, 7],
    ['of a vendor', brand, { vendorId: 'v1' }, 3, 2],
    ['of no known vendor', brand, { vendorId: '' }, 4, 3],
    ['of a channel', brand, { channel: 'voice' }, 3, 2],
    ['of a scenario', brand, { scenario: 'after-sale' }, 6, 4],
    ['of a vendor and a channel', brand, { vendorId: 'v1', channel: 'voice' }, 0, 0],
    ['as a vendor sees them', vendor, {}, 1, 1],
  ])('%s: the figure, the counts and the list agree', async (_name, scope, narrow, all, critical) => {
    const flags = new FlagRepository(test.database);
    const slice = { scope, from: rowsNow, to: rowsNow, groupBy: [], ...narrow };
    const [fact] = await new FactRepository(test.database).openFlags(slice, rowsNow);
    expect(fact?.bySeverity.reduce((sum, n) => sum + n, 0)).toBe(all);
    expect(fact?.bySeverity[severities.indexOf('critical')]).toBe(critical);
    const filter = { unsettled: true, ...narrow } as const;
    expect(await flags.counts(scope, filter)).toMatchObject({ critical, total: all });
    const page = await flags.list(scope, { ...filter, limit: 200 });
    expect([page.total, page.items.length]).toEqual([all, all]);
    const gravest = await flags.list(scope, { ...filter, severity: 'critical', limit: 1 });
    expect(gravest.total).toBe(critical);
    expect(gravest.items.every(({ severity }) => severity === 'critical')).toBe(true);
  });

  it('are counted with their first page only, and other lists not at all', async () => {
    const flags = new FlagRepository(test.database);
    const { nextCursor } = await flags.list(brand, { unsettled: true, limit: 1 });
    const next = await flags.list(brand, { unsettled: true, limit: 1, cursor: nextCursor ?? '' });
    expect([next.items.length, next.total]).toEqual([1, null]);
    expect((await flags.list(brand, { limit: 1 })).total).toBeNull();
  });
});
