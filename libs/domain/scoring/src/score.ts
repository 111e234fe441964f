import { type Answer, type Criterion, type Scorecard } from '@earshot/contracts';

/** The answers of one review by criterion id; only the points matter here. */
export type Answers = Readonly<Record<string, Pick<Answer, 'points'>>>;

/** What keeps a set of answers from being scored. `pointer` is a JSON pointer into the answers. */
export interface ScoringProblem {
  readonly code: 'unanswered' | 'not-applicable-refused' | 'points-out-of-range' | 'unknown-criterion';
  readonly criterionId: string;
  readonly pointer: string;
}

/** What a review came to. */
export interface Score {
  /** 0..100, not rounded; null where every criterion was not applicable. */
  readonly scorePercent: number | null;
  /** Whether it reached the pass mark and failed no critical criterion; null where there is no score. */
  readonly passed: boolean | null;
  /** Critical criteria that were given 0 points. */
  readonly failedCritical: readonly string[];
}

/** A score, or all that stands in its way. */
export type ScoringResult =
  | { readonly ok: true; readonly value: Score }
  | { readonly ok: false; readonly error: readonly ScoringProblem[] };

/**
 * Gives the score of complete answers on a scorecard: the weighted mean of points over scale, in percent, over the
 * criteria that apply. A critical criterion with 0 points fails the review whatever the percentage, and leaves the
 * percentage as it is.
 *
 * **Errors**, all at once: `unanswered`, `not-applicable-refused`, `points-out-of-range`, `unknown-criterion`.
 *
 * Example: weights 3 and 1, scales 2 and 1, points 1 and 1: (3 · ½ + 1 · 1) / 4 = 62.5 %. With the second not
 * applicable: 50 %.
 */
export function scoreOf(scorecard: Scorecard, answers: Answers): ScoringResult {
  const problems = [
    ...unknownCriteria(scorecard, answers),
    ...scorecard.criteria.flatMap(problemOf(answers)),
  ];
  if (problems.length > 0) return { ok: false, error: problems };
  const applied = scorecard.criteria.flatMap((criterion) => {
    const points = answers[criterion.id]?.points;
    return typeof points === 'number' ? [{ criterion, points }] : [];
  });
  if (applied.length === 0)
    return { ok: true, value: { scorePercent: null, passed: null, failedCritical: [] } };
  const weight = sum(applied.map(({ criterion }) => criterion.weight));
  const earned = sum(applied.map(({ criterion, points }) => (criterion.weight * points) / criterion.scale));
  const scorePercent = (100 * earned) / weight;
  const failedCritical = applied
    .filter(({ criterion, points }) => criterion.critical && points === 0)
    .map(({ criterion }) => criterion.id);
  const passed = failedCritical.length === 0 && scorePercent >= scorecard.passMark;
  return { ok: true, value: { scorePercent, passed, failedCritical } };
}

/**
 * Gives what is wrong with a draft: points beyond the scale, a refused "not applicable", a criterion that the
 * scorecard does not have. What is not answered yet is no problem of a draft.
 */
export function problemsOfDraft(scorecard: Scorecard, answers: Answers): readonly ScoringProblem[] {
  return [...unknownCriteria(scorecard, answers), ...scorecard.criteria.flatMap(problemOf(answers))].filter(
    ({ code }) => code !== 'unanswered',
  );
}

function unknownCriteria(scorecard: Scorecard, answers: Answers): ScoringProblem[] {
  const known = new Set(scorecard.criteria.map(({ id }) => id));
  return Object.keys(answers)
    .filter((id) => !known.has(id))
    .map((id) => problem('unknown-criterion', id));
}

const problemOf =
  (answers: Answers) =>
  (criterion: Criterion): ScoringProblem[] => {
    const points = answers[criterion.id]?.points ?? null;
    if (points === null) return [problem('unanswered', criterion.id)];
    if (points === 'n/a') {
      return criterion.allowsNotApplicable ? [] : [problem('not-applicable-refused', criterion.id)];
    }
    const inRange = Number.isInteger(points) && points >= 0 && points <= criterion.scale;
    return inRange ? [] : [problem('points-out-of-range', criterion.id)];
  };

function problem(code: ScoringProblem['code'], criterionId: string): ScoringProblem {
  const escaped = criterionId.replaceAll('~', '~0').replaceAll('/', '~1');
  return { code, criterionId, pointer: `/answers/${escaped}/points` };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
