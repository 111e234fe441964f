import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';

/** What an operator is given to count by. */
function documentedQuery(): string {
  const page = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
  const [, query] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
  if (query === undefined) throw new Error('docs/operations.md has no query.');
  return query;
}

describe('the query of docs/operations.md', () => {
  let test: TestDatabase;
  beforeAll(async () => (test = await testDatabase()));
  afterAll(() => test.close());

  it('counts what each data key has sealed: texts, attachments, rejected events', async () => {
    const ingest = new TestIngest(test.database, eventsNow);
    await ingest.begin();
    const message = (id: string, over: object = {}) =>
      anEvent('conversation.message.v1', {
        id,
        subject: 'c',
        data: { messageId: id, attachments: [], ...over },
      });
    await ingest.write([
      message('m1'),
      message('m2', { attachments: [{ name: 'photo.jpg' }] }),
      // Known already as another event's.
      anEvent('conversation.message.v1', { id: 'm3', subject: 'c', data: { messageId: 'm1' } }),
    ]);
    const [row, ...others] = await test.database.query<{ key_id: string; texts: string }>(documentedQuery());
    expect(others).toEqual([]);
    expect(Number(row?.texts)).toBe(4);
  });
});
