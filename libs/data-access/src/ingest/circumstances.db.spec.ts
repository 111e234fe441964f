import { builtInPacks, Detector, type RulePack } from '@earshot/domain/detection';
import {
  anEvent,
  canonicalDump,
  dumpDifference,
  eventsNow,
  testDatabase,
  TestIngest,
  type TestDatabase,
} from '@earshot/testing';
import { IngestStore } from './ingest-store';
import type { IngestContext } from './types';

const MINUTE_MS = 60_000;
/** 22:30 in Shanghai. */
const NIGHT = Date.UTC(2026, 2, 1, 14, 30);
const at = (minute: number) => new Date(NIGHT + minute * MINUTE_MS).toISOString();

const says = (id: string, minute: number, role: 'customer' | 'agent' | 'bot', text: string) =>
  anEvent('conversation.message.v1', {
    id,
    subject: 'night',
    time: at(minute),
    data: { messageId: id, text, sender: { role, ...(role === 'agent' ? { id: 'agent-1' } : {}) } },
  });

const back: RulePack = {
  id: 'test.back',
  version: '1.0.0',
  language: 'zh',
  lists: {},
  harmless: [],
  rules: [
    {
      id: 'test.back-after-close',
      category: 'agent-misconduct',
      severity: 'medium',
      score: 0.9,
      speaker: ['customer'],
      when: { any: ['还是没人管'], since: { event: 'closed', withinSeconds: 3600 } },
      lowering: false,
      rationale: { en: 'made for a test', zh: '仅供测试用' },
      owner: 'test',
      mustHit: ['-'],
      mustNotHit: ['-'],
    },
    {
      id: 'test.left-alone',
      category: 'agent-misconduct',
      severity: 'medium',
      score: 0.9,
      speaker: ['customer'],
      when: { any: ['还是没人管'], since: { event: 'agent-message', atLeastSeconds: 300 } },
      lowering: false,
      rationale: { en: 'made for a test', zh: '仅供测试用' },
      owner: 'test',
      mustHit: ['-'],
      mustNotHit: ['-'],
    },
  ],
};

const opened = anEvent('conversation.opened.v1', {
  id: 'opened',
  subject: 'night',
  time: at(0),
  data: { channel: 'chat', customer: { ref: 'c', segments: ['minor'] } },
});
const events = [
  opened,
  says('m1', 1, 'customer', '救救我'),
  says('m2', 2, 'bot', '请描述您的问题'),
  says('m3', 3, 'customer', '快点派人来'),
  says('m4', 4, 'customer', '有没有人能帮我'),
  says('m5', 5, 'customer', '我在车上，司机越开越偏'),
  says('m6', 6, 'agent', '我在，请您保持通话'),
  says('m7', 7, 'customer', '求求你们'),
  anEvent('conversation.closed.v1', {
    id: 'closed',
    subject: 'night',
    time: at(8),
    data: { outcome: 'resolved' },
  }),
  says('m8', 20, 'customer', '还是没人管，有人敲门，我一个人在家'),
];

const detector = Detector.compile([...builtInPacks(), back]);
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const own of databases) await own.close();
});

/** What is known after the batches, and the rules of the findings that stand. */
async function after(batches: readonly (readonly unknown[])[]): Promise<{ dump: string; rules: string[] }> {
  const own = await testDatabase();
  databases.push(own);
  const ingest = new TestIngest(own.database, eventsNow);
  await ingest.begin();
  const rules = { ...ingest.context.rules, detectorAt: () => detector };
  const context: IngestContext = { ...ingest.context, rules };
  const store = new IngestStore(own.database, TestIngest.keys);
  for (const batch of batches) await store.write(ingest.batch(batch, {}, rules), context);
  const found = await own.database.query<{ id: string }>(
    'select id from findings where withdrawn_at is null order by id',
  );
  return { dump: await canonicalDump(own.url, TestIngest.keys), rules: found.map(({ id }) => id) };
}

describe('rules that ask something of the conversation', () => {
  it('find the same in order, backwards, one by one with the opening last, and twice', async () => {
    const inOrder = await after([events]);
    expect(inOrder.rules).toEqual(
      expect.arrayContaining([
        'zh.plea-thrice-unanswered:m4',
        'zh.ride-at-night:m5',
        'zh.minor-afraid:m8',
        'test.back-after-close:m8',
        'test.left-alone:m8',
        'conversation.closed-over-danger:m1',
      ]),
    );
    for (const id of ['zh.plea-thrice-unanswered:m3', 'zh.plea-thrice-unanswered:m7']) {
      expect(inOrder.rules).not.toContain(id);
    }
    const openingLast = [...events.slice(1), opened].map((event) => [event]);
    const backwards = [...events].reverse().map((event) => [event]);
    const twice = [events.slice(4), events, [...events].reverse()];
    for (const batches of [openingLast, backwards, twice]) {
      const { dump, rules } = await after(batches);
      expect(rules).toEqual(inOrder.rules);
      expect(dumpDifference(inOrder.dump, dump)).toBe('');
    }
  });

  it('take back what an event that came late makes untrue', async () => {
    const answer = says('late', 2, 'agent', '我在，请讲');
    const { rules } = await after([events.slice(0, 6), [answer]]);
    expect(rules).not.toContain('zh.plea-thrice-unanswered:m4');
    expect(rules).toContain('zh.ride-at-night:m5');
  });
});
