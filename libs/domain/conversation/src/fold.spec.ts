import { compareEvents, type FoldEvent } from './event';
import { settle } from './fold';
import { foldAll } from './refold';

const IDLE_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2, 12);

type Told = Record<string, unknown> & { kind: FoldEvent['kind'] };

/** Events at seconds after the start, in the words of the table. */
function story(...told: readonly [second: number, event: Told][]): FoldEvent[] {
  return told.map(
    ([second, event], n) =>
      ({
        id: `e${n}`,
        source: 's',
        at: START + second * 1000,
        sequence: 0,
        signals: [],
        ...event,
      }) as unknown as FoldEvent,
  );
}

let said = 0;
function says(role: string, senderId: string | null, announcement = false): Told {
  said += 1;
  return { kind: 'message', messageId: `m${said}`, role, senderId, announcement, trace: null };
}
const customer = () => says('customer', 'c');
const agent = (id = 'a1') => says('agent', id);
const bot = () => says('bot', null);
const announced = () => says('bot', null, true);
const assigned: Told = { kind: 'assigned', agentId: 'a1', teamId: null };
const transferred = (to: string): Told => ({ kind: 'transferred', to, agentId: null, teamId: null });
const closed = (outcome = 'resolved'): Told => ({ kind: 'closed', outcome });
const reopened: Told = { kind: 'reopened' };

const foldOf = (events: FoldEvent[]) => {
  const whole = foldAll(events, IDLE_MS);
  if (whole === null) throw new Error('the story is empty');
  return whole.fold;
};

describe('first response: from the moment a human was owed', () => {
  const table: [name: string, events: FoldEvent[], expected: { from: number; took: number } | null][] = [
    [
      'without a bot: from the first message',
      story([0, customer()], [5, customer()], [20, agent()]),
      { from: 0, took: 20 },
    ],
    [
      'after a bot’s answer: from the next message',
      story([0, customer()], [1, bot()], [10, customer()], [30, agent()]),
      { from: 10, took: 20 },
    ],
    [
      'after a transfer out of the bot: from the transfer',
      story([0, customer()], [1, bot()], [10, transferred('vendor')], [30, agent()]),
      { from: 10, took: 20 },
    ],
    [
      'the message before the transfer, where no bot answered it: it is earlier',
      story([0, customer()], [1, bot()], [8, customer()], [10, transferred('vendor')], [30, agent()]),
      { from: 8, took: 22 },
    ],
    [
      'the message after the transfer does not restart it',
      story([0, customer()], [1, bot()], [10, transferred('vendor')], [15, customer()], [30, agent()]),
      { from: 10, took: 20 },
    ],
    [
      'a bot’s announcement never restarts it',
      story([0, customer()], [1, bot()], [8, customer()], [9, announced()], [25, announced()], [30, agent()]),
      { from: 8, took: 22 },
    ],
    [
      'an announcement does not restart it after the transfer either',
      story([0, customer()], [1, bot()], [10, transferred('vendor')], [12, announced()], [40, agent()]),
      { from: 10, took: 30 },
    ],
    [
      'an agent who joins makes a human owed no later than that',
      story([0, customer()], [1, bot()], [10, assigned], [30, agent()]),
      { from: 10, took: 20 },
    ],
    [
      'back to the bot and out again: from the last time out',
      story(
        [0, customer()],
        [1, transferred('vendor')],
        [5, transferred('bot')],
        [6, bot()],
        [20, transferred('vendor')],
        [30, agent()],
      ),
      { from: 20, took: 10 },
    ],
    ['an agent who speaks first owed nothing', story([0, agent()], [5, customer()], [9, agent()]), null],
    ['nobody answered', story([0, customer()], [50, closed('abandoned')]), null],
    ['a system’s message answers nothing', story([0, customer()], [1, says('system', null)]), null],
  ];
  it.each(table)('%s', (_, events, expected) => {
    const { firstResponse } = foldOf(events);
    const at = expected && { since: START + expected.from * 1000, ms: expected.took * 1000 };
    expect(firstResponse).toEqual(at);
  });
});

describe('responses: each run of the customer to the next human answer', () => {
  it('counts runs, not messages, and keeps the longest', () => {
    const { responses, runSince } = foldOf(
      story(
        [0, customer()],
        [5, customer()],
        [10, agent()],
        [12, agent()],
        [20, customer()],
        [50, agent()],
        [60, customer()],
      ),
    );
    expect(responses).toEqual({ n: 2, sumMs: 40_000, longestMs: 30_000 });
    expect(runSince).toBe(START + 60_000);
  });

  it('waits for nobody after a close', () => {
    expect(foldOf(story([0, customer()], [10, closed()], [20, customer()])).runSince).toBeNull();
  });
});

describe('closes', () => {
  const day = 86_400;
  it('stays open for exactly a day of silence, and is closed by it at its end', () => {
    const open = foldOf(story([0, customer()]));
    expect(settle(open, START + day * 1000, IDLE_MS)).toBe(open);
    expect(settle(open, START + day * 1000 + 1, IDLE_MS)).toMatchObject({
      state: 'closed',
      runSince: null,
      firstCloseAt: START + day * 1000,
      close: { at: START + day * 1000, outcome: 'unresolved', derived: true },
    });
  });

  it('closes at the same instant however late anybody looks', () => {
    const open = foldOf(story([0, customer()]));
    expect(settle(open, START + 30 * day * 1000, IDLE_MS)).toEqual(
      settle(open, START + day * 1000 + 1, IDLE_MS),
    );
  });

  it('takes a close by silence back when somebody speaks, and keeps it as the first close', () => {
    expect(foldOf(story([0, customer()], [2 * day, customer()]))).toMatchObject({
      state: 'open',
      firstCloseAt: START + day * 1000,
      runSince: START + 2 * day * 1000,
    });
  });

  it('knows no close by silence where a late event fills the silence', () => {
    expect(foldOf(story([0, customer()], [2 * day - 10, customer()], [day - 5, agent()]))).toMatchObject({
      state: 'open',
      firstCloseAt: null,
      close: null,
    });
  });

  it('lets the vendor’s close stand when somebody speaks after it', () => {
    expect(foldOf(story([0, customer()], [10, closed()], [20, customer()]))).toMatchObject({
      state: 'closed',
      close: { derived: false, outcome: 'resolved' },
    });
  });

  it('is open again when it is reopened; the first close stays, the last one counts for its end', () => {
    expect(
      foldOf(story([0, customer()], [10, closed('unresolved')], [20, reopened], [30, closed()])),
    ).toMatchObject({
      state: 'closed',
      firstCloseAt: START + 10_000,
      close: { at: START + 30_000, outcome: 'resolved' },
    });
  });
});

describe('foldAll', () => {
  it('knows nothing of the empty set', () => expect(foldAll([], IDLE_MS)).toBeNull());
});

describe('compareEvents', () => {
  it('orders by time, then sequence, then id, then source', () => {
    const base = { at: 1, sequence: 1, id: 'b', source: 'b' };
    const ordered = [
      { ...base, at: 0, sequence: 9, id: 'z', source: 'z' },
      { ...base, sequence: 0, id: 'z', source: 'z' },
      { ...base, id: 'a', source: 'z' },
      { ...base, source: 'a' },
      base,
    ];
    expect([...ordered].reverse().sort(compareEvents)).toEqual(ordered);
    expect(compareEvents(base, { ...base })).toBe(0);
  });

  it('orders ids as everywhere: by UTF-16 units, not by a locale', () => {
    const base = { at: 1, sequence: 0, source: 's' };
    expect(compareEvents({ ...base, id: 'Z' }, { ...base, id: 'a' })).toBeLessThan(0);
  });
});

describe('what followed a promise', () => {
  const signals = [
    {
      ruleId: 'r',
      category: 'empty-promise',
      severity: 'low',
      score: 0.7,
      reasons: [],
      spans: [],
      opensFlag: true,
    },
  ];
  const promises = () => ({ ...agent(), signals });
  const polite = () => ({ ...agent(), announcement: true });
  const hour = 3600;

  it.each<[string, FoldEvent[], object]>([
    ['a reply', story([0, promises()], [60, agent()]), { state: 'kept', by: 'reply' }],
    ['a courtesy', story([0, promises()], [60, polite()]), { state: 'open' }],
    ['a transfer', story([0, promises()], [60, transferred('brand')]), { state: 'kept', by: 'transfer' }],
    ['a transfer to a bot', story([0, promises()], [60, transferred('bot')]), { state: 'open' }],
    ['a close as resolved', story([0, promises()], [60, closed()]), { state: 'kept', by: 'resolution' }],
    ['another close', story([0, promises()], [60, closed('unresolved')]), { state: 'broken' }],
    ['a reply an hour later', story([0, promises()], [hour, agent()]), { state: 'broken' }],
    ['nothing but the customer', story([0, promises()], [hour, customer()]), { state: 'broken' }],
  ])('%s', (_, events, is) => {
    expect(foldOf(events).detection.followed).toMatchObject([is]);
  });

  it('a day of silence breaks it, at the instant it was due', () => {
    const settled = settle(foldOf(story([0, promises()])), START + 2 * IDLE_MS, IDLE_MS);
    expect(settled.detection.followed).toMatchObject([{ state: 'broken', settledMs: START + 1800 * 1000 }]);
  });
});

it('counts its events, of whatever kind', () => {
  const events = story(
    [0, customer()],
    [1, assigned],
    [2, agent()],
    [3, closed()],
    [4, reopened],
    [5, bot()],
  );
  expect(foldOf(events)).toMatchObject({ events: 6, messages: 3 });
});
