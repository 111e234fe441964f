import { type Signal } from '../types';
import { closeFinding, silenceFinding } from './circumstances';
import { emptyDetectionState, stepDetection } from './step-detection';

const cry: Signal = {
  ruleId: 'r',
  category: 'harassment',
  severity: 'critical',
  score: 0.9,
  reasons: [],
  spans: [{ start: 0, end: 2 }],
  opensFlag: true,
};
const said = { messageId: 'm0', role: 'customer', atMs: 1000, agentId: null, signals: [cry] } as const;
const answer = { messageId: 'm1', role: 'agent', atMs: 5000, agentId: 'a', signals: [] } as const;
const bot = { ...answer, role: 'bot', agentId: null } as const;

describe('circumstances of danger', () => {
  const open = stepDetection(emptyDetectionState(), said).state;

  it.each([
    { name: 'before the time is up', state: open, nowMs: 60_999, id: null },
    { name: 'when the time is up', state: open, nowMs: 61_000, id: 'conversation.no-human-answer:m0' },
    {
      name: 'after a bot only',
      state: stepDetection(open, bot).state,
      nowMs: 61_000,
      id: 'conversation.no-human-answer:m0',
    },
    { name: 'after an agent wrote', state: stepDetection(open, answer).state, nowMs: 999_999, id: null },
    { name: 'without danger', state: emptyDetectionState(), nowMs: 999_999, id: null },
  ])('silence $name', ({ state, nowMs, id }) => {
    expect(silenceFinding(state, { nowMs, withinMs: 60_000 })?.id ?? null).toBe(id);
  });

  it('a close as resolved over danger is critical, another close is none', () => {
    expect(closeFinding(open, { outcome: 'resolved', atMs: 9 })).toMatchObject({
      id: 'conversation.closed-over-danger:m0',
      severity: 'critical',
      category: 'harassment',
    });
    expect(closeFinding(open, { outcome: 'unresolved', atMs: 9 })).toBeNull();
    expect(closeFinding(emptyDetectionState(), { outcome: 'resolved', atMs: 9 })).toBeNull();
  });
});
