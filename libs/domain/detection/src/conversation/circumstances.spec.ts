import { type Signal } from '../types';
import { answeredInTime, closeFinding, noteSilence, silenceFinding } from './circumstances';
import { emptyDetectionState, stepDetection } from './step-detection';

const cry: Signal = {
  ruleId: 'r',
  category: 'harassment',
  severity: 'critical',
  score: 0.9,
  reasons: [],
  spans: [{ start: 0, end: 2 }],
  opensFlag: true,
  watch: { answerWithinMs: 90_000, notClosedAs: ['resolved'] },
};
const said = { messageId: 'm0', role: 'customer', atMs: 1000, agentId: null, signals: [cry] } as const;
const answer = { messageId: 'm1', role: 'agent', atMs: 5000, agentId: 'a', signals: [] } as const;
const bot = { ...answer, role: 'bot', agentId: null } as const;
const due = 1000 + 90_000;

const unwatched: Signal = { ...cry, watch: undefined };

describe('circumstances of danger', () => {
  const open = stepDetection(emptyDetectionState(), said).state;

  it.each([
    { name: 'before the time is up', state: open, atMs: due - 1, id: null },
    { name: 'when the time is up', state: open, atMs: due, id: 'conversation.no-human-answer:m0' },
    {
      name: 'after a bot only',
      state: stepDetection(open, bot).state,
      atMs: due,
      id: 'conversation.no-human-answer:m0',
    },
    { name: 'after an agent wrote', state: stepDetection(open, answer).state, atMs: 999_999, id: null },
    { name: 'without danger', state: emptyDetectionState(), atMs: 999_999, id: null },
    {
      name: 'of a danger that no pack watches',
      state: stepDetection(emptyDetectionState(), { ...said, signals: [unwatched] }).state,
      atMs: 999_999,
      id: null,
    },
  ])('silence $name', ({ state, atMs, id }) => {
    expect(silenceFinding(state, atMs)?.id ?? null).toBe(id);
  });

  it('a silence is told once, as of the instant at which it was too long, whenever it is noticed', () => {
    const first = noteSilence(open, due + 77_000);
    expect(first?.finding).toMatchObject({ severity: 'critical', category: 'harassment', atMs: due });
    expect(first?.finding).toEqual(silenceFinding(open, due));
    expect(noteSilence(first?.state ?? open, due + 99_000)).toBeNull();
    expect(noteSilence(open, due - 1)).toBeNull();
  });

  it('an answer in time makes untrue what a sweep may have told', () => {
    expect(answeredInTime(open, due - 1)).toBe(silenceFinding(open, due)?.id);
    expect(answeredInTime(open, due)).toBeNull();
    expect(answeredInTime(emptyDetectionState(), 5000)).toBeNull();
  });

  it('a close as resolved over danger is critical, another close is none', () => {
    expect(closeFinding(open, { outcome: 'resolved', atMs: 9 })).toMatchObject({
      id: 'conversation.closed-over-danger:m0',
      severity: 'critical',
      category: 'harassment',
    });
    expect(closeFinding(open, { outcome: 'unresolved', atMs: 9 })).toBeNull();
    const high: Signal = { ...cry, severity: 'high', watch: { notClosedAs: ['resolved', 'abandoned'] } };
    const lesser = stepDetection(emptyDetectionState(), { ...said, signals: [high] }).state;
    expect(lesser.waiting).toBeNull();
    expect(closeFinding(lesser, { outcome: 'abandoned', atMs: 9 })).toMatchObject({ severity: 'high' });
    expect(closeFinding(emptyDetectionState(), { outcome: 'resolved', atMs: 9 })).toBeNull();
  });
});
