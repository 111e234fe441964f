import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';
import { emptyDetectionState, promisesAfter, stepDetection } from '../conversation/step-detection';
import { KEPT_WITHIN_MS, type Promised } from './followed';

const detector = Detector.compile(builtInPacks());
const MINUTE = 60_000;

type Turn =
  | readonly [minute: number, role: 'customer' | 'agent' | 'bot', text: string, isCourtesy?: boolean]
  | readonly [minute: number, happened: 'transferred' | 'resolved' | 'unresolved'];

/** What became of the promises of a conversation, `now` minutes after it began. */
function promisesOf(turns: readonly Turn[], now: number): Pick<Promised, 'messageId' | 'state' | 'by'>[] {
  let state = emptyDetectionState();
  turns.forEach((turn, n) => {
    const atMs = turn[0] * MINUTE;
    state = promisesAfter(state, { kind: 'time', atMs });
    if (turn.length === 2) {
      const [, what] = turn;
      state = promisesAfter(
        state,
        what === 'unresolved'
          ? { kind: 'given-up', atMs }
          : { kind: 'deed', atMs, by: what === 'resolved' ? 'resolution' : 'transfer' },
      );
    } else {
      const [, role, text, isCourtesy = false] = turn;
      const signals = detector.hear(text, { speaker: role, atMs });
      const message = { messageId: `m${n}`, role, atMs, agentId: null, signals, isCourtesy };
      ({ state } = stepDetection(state, message));
    }
    state = JSON.parse(JSON.stringify(state)) as typeof state;
  });
  const { followed = [] } = promisesAfter(state, { kind: 'time', atMs: now * MINUTE });
  return followed.map(({ messageId, state: its, by }) => ({ messageId, state: its, ...(by && { by }) }));
}

const promise: Turn = [0, 'agent', '马上为您加急'];
const due = KEPT_WITHIN_MS / MINUTE;

describe('what followed a promise', () => {
  it.each<{ name: string; turns: Turn[]; now: number; are: object[] }>([
    { name: 'nothing yet', turns: [promise], now: due, are: [{ messageId: 'm0', state: 'open' }] },
    { name: 'nothing', turns: [promise], now: due + 1, are: [{ messageId: 'm0', state: 'broken' }] },
    {
      name: 'a reply with content',
      turns: [promise, [5, 'agent', '已联系到司机，他两分钟后到您楼下']],
      now: 99,
      are: [{ messageId: 'm0', state: 'kept', by: 'reply' }],
    },
    {
      name: 'the reply too late',
      turns: [promise, [due + 1, 'agent', '已联系到司机']],
      now: 99,
      are: [{ messageId: 'm0', state: 'broken' }],
    },
    {
      name: 'only the same promise again: the founding case',
      turns: [promise, [5, 'agent', '已经收到，马上为您加急'], [9, 'agent', '马上为您加急']],
      now: 99,
      are: [
        { messageId: 'm0', state: 'broken' },
        { messageId: 'm1', state: 'broken' },
        { messageId: 'm2', state: 'broken' },
      ],
    },
    {
      name: 'a courtesy, a bot and the customer',
      turns: [
        promise,
        [1, 'agent', '感谢您的理解', true],
        [2, 'bot', '请描述您的问题'],
        [3, 'customer', '人呢'],
      ],
      now: 99,
      are: [{ messageId: 'm0', state: 'broken' }],
    },
    {
      name: 'a transfer',
      turns: [promise, [5, 'transferred']],
      now: 99,
      are: [{ messageId: 'm0', state: 'kept', by: 'transfer' }],
    },
    {
      name: 'a close as resolved',
      turns: [promise, [5, 'resolved']],
      now: 99,
      are: [{ messageId: 'm0', state: 'kept', by: 'resolution' }],
    },
    {
      name: 'a close as anything else',
      turns: [promise, [5, 'unresolved']],
      now: 6,
      are: [{ messageId: 'm0', state: 'broken' }],
    },
    {
      name: 'the time that was promised is not over',
      turns: [[0, 'agent', '我们会在2小时内给您回复']],
      now: 120,
      are: [{ messageId: 'm0', state: 'open' }],
    },
    {
      name: 'the time that was promised is over',
      turns: [[0, 'agent', '我们会在2小时内给您回复']],
      now: 121,
      are: [{ messageId: 'm0', state: 'broken' }],
    },
    {
      // The conversation begins at midnight UTC, eight in the morning by the clock of the packs.
      name: 'the time of the clock that was promised is over',
      turns: [[0, 'agent', '今天上午九点前给您回电']],
      now: 61,
      are: [{ messageId: 'm0', state: 'broken' }],
    },
    {
      name: 'the day that was promised is not over',
      turns: [[0, 'agent', 'We will call you back by 5 pm tomorrow']],
      now: 24 * 60,
      are: [{ messageId: 'm0', state: 'open' }],
    },
  ])('$name', ({ turns, now, are }) => {
    expect(promisesOf(turns, now)).toEqual(are);
  });

  it('says when it was broken, whoever notices it when, and remembers a bounded number', () => {
    const state = stepDetection(emptyDetectionState(), {
      messageId: 'm',
      role: 'agent',
      atMs: 0,
      agentId: null,
      signals: detector.hear('马上为您加急', { speaker: 'agent' }),
    }).state;
    for (const atMs of [KEPT_WITHIN_MS + 1, 10 * KEPT_WITHIN_MS]) {
      expect(promisesAfter(state, { kind: 'time', atMs }).followed).toMatchObject([
        { state: 'broken', settledMs: KEPT_WITHIN_MS, isTimed: false },
      ]);
    }
    const many = Array.from({ length: 100 }, (_, n): Turn => [n / 100, 'agent', '马上为您加急']);
    expect(promisesOf(many, 1)).toHaveLength(12);
  });
});
