import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import { keepPartitions } from '../ingest/partitions';
import { otherReplies } from './other-replies';

const scope: Scope = {
  personId: '00000000-0000-0000-0000-000000000001',
  roles: ['supervisor'],
  brandIds: ['b', 'elsewhere'],
  vendorIds: null,
};
const at = (minutes: number) => new Date(rowsNow.getTime() + minutes * 60_000);
const day = 24 * 60;

describe('otherReplies', () => {
  let test: TestDatabase;
  let rows: Rows;
  let own: string;

  const conversation = async (
    id: string,
    said: readonly (readonly [minute: number, text: string, role?: number])[],
    given: { brandId?: string; vendorId?: string | null; openedAt?: Date } = {},
  ) => {
    const { openedAt = at(-60), ...owner } = given;
    const key = await rows.conversation({ id, ...owner, columns: { opened_at: openedAt } });
    for (const [minute, text, role = 1] of said) {
      await rows.message({
        key,
        messageId: `${minute} ${text}`,
        masked: text,
        role,
        columns: { at: at(minute) },
      });
    }
    return key;
  };
  const read = (over: object = {}) =>
    otherReplies(test.database, scope, {
      key: own,
      brandId: 'b',
      vendorId: 'v1',
      until: rowsNow.toISOString(),
      ...over,
    });

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    // As the product has them: the window lies in two of these months.
    await keepPartitions(test.database, rowsNow.getTime(), 60);
    own = await conversation('own', [[0, 'own']]);
    await conversation(
      'newest',
      [
        [-2, 'second'],
        [-3, 'first'],
        [-1, 'asked', 0],
        [1, 'after'],
      ],
      {
        openedAt: at(-5),
      },
    );
    await conversation('month before', [[-6 * day, 'february']], { openedAt: at(-6 * day) });
    await conversation(
      'long',
      Array.from({ length: 25 }, (_, n) => [-30 - n, 'x'.repeat(600)] as const),
    );
    await conversation('nobody answered', [[-4, 'asked', 0]]);
    await conversation('week before', [[-1, 'too old']], { openedAt: at(-7 * day) });
    await conversation('later', [[-1, 'opened after']], { openedAt: at(1) });
    await conversation('other vendor', [[-1, 'rival']], { vendorId: 'v2' });
    await conversation('unknown vendor', [[-1, 'nobody']], { vendorId: null });
    await conversation('other brand', [[-1, 'elsewhere']], { brandId: 'elsewhere' });
  });
  afterAll(() => test.close());

  it('gives what the vendor said elsewhere in the week before, the newest conversation first', async () => {
    expect(await read()).toEqual([
      ['second', 'first'],
      Array.from({ length: 20 }, () => 'x'.repeat(500)),
      ['february'],
    ]);
  });

  it.each<[string, object, string[][]]>([
    ['vendor', { vendorId: 'v2' }, [['rival']]],
    ['brand', { brandId: 'elsewhere' }, [['elsewhere']]],
    ['moment', { until: at(-5 * day).toISOString() }, [['february']]],
  ])('reads of another %s what is there', async (_name, over, expected) => {
    expect(await read(over)).toEqual(expected);
  });

  it('reads no more than 1,000 replies, however many there are', async () => {
    await test.database.query(
      `insert into conversations (key, brand_id, conversation_id, vendor_id, state, opened_at, last_event_at,
         last_received_at, messages, fold, version)
       select gen_random_uuid(), 'b', 'many ' || n, 'many', 'open', $1::timestamptz - n * interval '1 second', $1, $1, 0,
         '{}', 1 from generate_series(1, 2000) n`,
      [rowsNow],
    );
    await test.database.query(
      `insert into messages (conversation_key, at, sequence, source, event_id, message_id, role, masked, secret, key_id,
         received_at)
       select c.key, c.opened_at, n, 's', n::text, n::text, 1, 'reply ' || n, '', '', c.opened_at
       from conversations c, generate_series(1, 3) n where c.vendor_id = 'many'`,
    );
    await test.database.query('analyze conversations; analyze messages');
    const found = await read({ vendorId: 'many' });
    expect(found.flat()).toHaveLength(1000);
    expect(found).toHaveLength(334);
  });
});
