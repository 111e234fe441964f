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
});
