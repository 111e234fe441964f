export { defaultScorecard } from './default-scorecard';
export { sightOf, type Sight } from './review-sight';
export {
  canBeTakenBack,
  decideReview,
  leaseMs,
  skipsBeforeLead,
  takeBackMs,
  type ItemState,
  type ReviewAct,
  type ReviewDecision,
  type ReviewQuestion,
  type ReviewState,
  type ReviewTransition,
} from './review-state';
export {
  problemsOfDraft,
  scoreOf,
  type Answers,
  type Score,
  type ScoringProblem,
  type ScoringResult,
} from './score';
