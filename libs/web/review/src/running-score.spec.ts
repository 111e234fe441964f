import { aScorecard } from '@earshot/web/data-access';
import { evidenceMarks } from './evidence-marks';
import { runningScore } from './running-score';

describe('runningScore', () => {
  it.each([
    ['nothing answered', {}, null, 0, []],
    ['one of two', { safe: { points: 1 } }, 100, 1, []],
    [
      'by weight: (3 · 1 + 1 · 1/3) / 4',
      { safe: { points: 1 }, kind: { points: 1 } },
      100 * ((3 + 1 / 3) / 4),
      2,
      [],
    ],
    [
      'not applicable counts as answered, not as points',
      { safe: { points: 1 }, kind: { points: 'n/a' } },
      100,
      2,
      [],
    ],
    ['a failed critical criterion is named', { safe: { points: 0 }, kind: { points: 3 } }, 25, 2, ['safe']],
  ] as const)('%s', (_name, answers, percent, answered, failed) => {
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
