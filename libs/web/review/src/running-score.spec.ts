import { type Answer } from '@earshot/contracts';
import { aScorecard } from '@earshot/web/data-access';
import { evidenceMarks } from './evidence-marks';
import { runningScore } from './running-score';

interface Case {
  name: string;
  answers: Record<string, Pick<Answer, 'points'>>;
  percent: number | null;
  answered: number;
  failed: string[];
}

describe('runningScore', () => {
  const cases: readonly Case[] = [
    { name: 'nothing answered', answers: {}, percent: null, answered: 0, failed: [] },
    { name: 'one of two', answers: { safe: { points: 1 } }, percent: 100, answered: 1, failed: [] },
    {
      name: 'by weight: (3 · 1 + 1 · 1/3) / 4',
      answers: { safe: { points: 1 }, kind: { points: 1 } },
      percent: 100 * ((3 + 1 / 3) / 4),
      answered: 2,
      failed: [],
    },
    {
      name: 'not applicable counts as answered, not as points',
      answers: { safe: { points: 1 }, kind: { points: 'n/a' } },
      percent: 100,
      answered: 2,
      failed: [],
    },
    {
      name: 'a failed critical criterion is named',
      answers: { safe: { points: 0 }, kind: { points: 3 } },
      percent: 25,
      answered: 2,
      failed: ['safe'],
    },
  ];

  it.each(cases)('$name', ({ answers, percent, answered, failed }) => {
    const score = runningScore(aScorecard(), answers);
    if (percent === null) expect(score.percent).toBeNull();
    else expect(score.percent).toBeCloseTo(percent, 10);
    expect(score.answered).toBe(answered);
    expect(score.failedCritical.map(({ id }) => id)).toEqual(failed);
  });
});

it('numbers evidence by criterion', () => {
  const answers = { kind: { points: null, note: '', evidence: [{ messageId: 'm2', start: 0, end: 2 }] } };
  const marks = evidenceMarks(aScorecard().criteria, answers, (n) => `#${n}`);
  expect([...marks]).toEqual([['m2', [{ start: 0, end: 2, kind: 'evidence', label: '#2' }]]]);
});
