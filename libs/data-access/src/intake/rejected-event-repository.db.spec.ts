import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@earshot/testing';
import { letGoBefore } from '../ingest/partitions';
import { RejectedEventRepository } from './rejected-event-repository';

// 60 days before the 20th of June lies the 21st of April: April is kept as a whole, as its messages are.
const now = Date.UTC(2026, 5, 20, 12);

describe('the originals of rejected events', () => {
  let test: TestDatabase;
  beforeAll(async () => (test = await testDatabase()));
  afterAll(() => test.close());

  const keep = async (receivedAt: string, state: string) =>
    test.database.query(
      `insert into rejected_events (id, brand_id, via, code, detail, pointer, excerpt, secret, key_id, received_at, state)
       values ($1, 'b', 'http', 'malformed-json', '', '', '', '\\x00', 'k', $2, $3)`,
      [randomUUID(), receivedAt, state],
    );

  it('go with the month of their messages, whatever became of them', async () => {
    for (const state of ['open', 'resubmitted', 'dismissed']) {
      await keep('2026-03-31T23:59:59.999Z', state);
      await keep('2026-04-01T00:00:00.000Z', state);
      await keep('2026-06-20T00:00:00.000Z', state);
    }
    const rejected = new RejectedEventRepository(test.database);
    const before = letGoBefore(now, 60);
    expect(before.toISOString()).toBe('2026-04-01T00:00:00.000Z');
    expect(await rejected.letGo(before)).toEqual({ all: 3, open: 1 });
    const left = await test.database.query<{ at: Date }>(
      'select min(received_at) as at from rejected_events',
    );
    expect(left).toEqual([{ at: before }]);
    expect(await rejected.letGo(before)).toEqual({ all: 0, open: 0 });
  });
});
