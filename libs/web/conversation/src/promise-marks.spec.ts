import { type ShownPromise } from '@earshot/contracts';
import { promiseMarks, withMarks } from './promise-marks';

const words = {
  t: (key: string, values: Record<string, string | number> = {}) => `${key} ${values['time']}`,
};
const format = { time: (at: string | number | null | undefined) => `at ${at}` };
const promise: ShownPromise = {
  messageId: 'm1',
  dueAt: 'due',
  timed: false,
  state: 'open',
  settledAt: null,
  by: null,
};

describe('promiseMarks', () => {
  it.each<[Partial<ShownPromise>, string, string]>([
    [{}, 'conversation.promise.open at due', 'evidence'],
    [{ state: 'broken', settledAt: 'then' }, 'conversation.promise.broken at then', 'flag'],
    [{ state: 'broken', settledAt: 'then', timed: true }, 'conversation.promise.brokenTimed at then', 'flag'],
    [
      { state: 'kept', settledAt: 'then', by: 'transfer' },
      'conversation.promise.kept.transfer at then',
      'evidence',
    ],
  ])('%o', (over, label, kind) => {
    const marks = promiseMarks([{ ...promise, ...over }], words, format);
    expect(marks.get('m1')).toEqual({ start: 0, end: 0, label, kind });
  });

  it('stands beside what the rules marked', () => {
    const mark = { start: 0, end: 2, kind: 'flag', label: 'x' } as const;
    const all = withMarks(new Map([['m1', [mark]]]), promiseMarks([promise], words, format));
    expect(all.get('m1')).toHaveLength(2);
    expect(all.get('m1')?.[0]).toBe(mark);
  });
});
