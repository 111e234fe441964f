import {
  canonicalDump,
  dumpDifference,
  numbers,
  shuffledWithin,
  testDatabase,
  TestIngest,
  traffic,
  type TestDatabase,
} from '@earshot/testing';
import { IdleStore } from './idle-store';

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 2, 20, 12);
const events = traffic({ conversations: 150, seed: 1, endMs: now - 60_000, spanMs: 6 * DAY_MS });

const databases: TestDatabase[] = [];

/** A new database to which `take` gives the events; what is known in the end. */
async function dumpAfter(take: (stores: [TestIngest, TestIngest], idle: IdleStore) => Promise<void>) {
  const own = await testDatabase();
  databases.push(own);
  const stores: [TestIngest, TestIngest] = [
    new TestIngest(own.database, now),
    new TestIngest(own.database, now),
  ];
  await stores[0].begin();
  const idle = new IdleStore(own.database);
  await take(stores, idle);
  await settleAll(idle, stores[0]);
  return canonicalDump(own.url, TestIngest.keys);
}

async function settleAll(idle: IdleStore, { context }: TestIngest): Promise<void> {
  while ((await idle.settle(now + 60_000, context)).looked === 500);
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size));
  return batches;
}

let inOrder = '';
beforeAll(async () => {
  inOrder = await dumpAfter(async ([store]) => {
    for (const batch of inBatches(events, 200)) await store.write(batch, { writer: 'one' });
  });
});
afterAll(async () => {
  for (const own of databases) await own.close();
});

describe('the same events give the same rows', () => {
  it('of which there are all kinds', () => {
    const kinds = inOrder.split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect([...new Set(kinds)].sort()).toEqual([
      'agent',
      'bucket',
      'conversation',
      'decision',
      'event',
      'finding',
      'flag',
      'message',
    ]);
    expect(kinds.filter((kind) => kind === 'message' || kind === 'event')).toHaveLength(
      events.filter(({ type }) => type !== 'agent.updated.v1').length,
    );
  });

  it.each<[string, Parameters<typeof dumpAfter>[0]]>([
    [
      'all at once',
      async ([store]) => {
        await store.write(events);
      },
    ],
    [
      'one by one, newest first',
      async ([store]) => {
        for (const batch of inBatches([...events].reverse(), 7)) await store.write(batch);
      },
    ],
    [
      'shuffled, each twice',
      async ([store]) => {
        const twice = shuffledWithin([...events, ...events], 3 * events.length, numbers(2));
        const counts = { accepted: 0, duplicates: 0 };
        for (const batch of inBatches(twice, 61)) {
          const { accepted, duplicates, rejected } = await store.write(batch);
          expect(rejected).toEqual([]);
          counts.accepted += accepted;
          counts.duplicates += duplicates.length;
        }
        expect(counts).toEqual({ accepted: events.length, duplicates: events.length });
      },
    ],
    [
      'through two stores at once, half of them to both, in other orders',
      async ([one, two]) => {
        const random = numbers(3);
        const first = shuffledWithin(
          events.filter((_, n) => n % 4 !== 0),
          40,
          random,
        );
        const second = shuffledWithin(
          events.filter((_, n) => n % 4 !== 1),
          400,
          random,
        );
        await Promise.all([
          (async () => {
            for (const batch of inBatches(first, 50)) await one.write(batch, { writer: 'topic/0' });
          })(),
          (async () => {
            for (const batch of inBatches(second, 35)) await two.write(batch);
          })(),
        ]);
      },
    ],
    [
      'with the sweep of silent conversations between any two batches',
      async ([store], idle) => {
        const late = shuffledWithin(events, events.length, numbers(4));
        for (const batch of inBatches(late, 90)) {
          await store.write(batch);
          await settleAll(idle, store);
        }
      },
    ],
  ])(
    '%s',
    async (_, take) => {
      expect(dumpDifference(inOrder, await dumpAfter(take))).toBe('');
    },
    60_000,
  );

  it('and other events give others', async () => {
    const dump = await dumpAfter(async ([store]) => {
      await store.write(events.slice(1));
    });
    expect(dumpDifference(inOrder, dump)).not.toBe('');
  });
});
