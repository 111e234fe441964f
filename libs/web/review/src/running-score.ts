import { type Answer, type Criterion, type Scorecard } from '@earshot/contracts';
import { scoreOf } from '@earshot/domain/scoring';

/** The score of what has been answered so far. */
export interface RunningScore {
  /** 0..100; null before the first answer that counts. */
  percent: number | null;
  /** Critical criteria that were failed: they fail the review whatever the percentage. */
  failedCritical: readonly Criterion[];
  answered: number;
  total: number;
}

/** Scores the answered criteria alone, by the same rule as the server scores the whole. */
export function runningScore(
  scorecard: Scorecard,
  answers: Readonly<Record<string, Pick<Answer, 'points'>>>,
): RunningScore {
  const criteria = scorecard.criteria.filter(({ id }) => (answers[id]?.points ?? null) !== null);
  const given = Object.fromEntries(criteria.map(({ id }) => [id, { points: answers[id]?.points ?? null }]));
  const result = scoreOf({ ...scorecard, criteria }, given);
  const failed = result.ok ? result.value.failedCritical : [];
  return {
    percent: result.ok ? result.value.scorePercent : null,
    failedCritical: criteria.filter(({ id }) => failed.includes(id)),
    answered: criteria.length,
    total: scorecard.criteria.length,
  };
}
