export { SelectionError, type SelectionErrorCode } from './errors';
export { HASH_VERSION, PURPOSES, type Purpose, selectionHash } from './hash';
export {
  type BrandPeriod,
  SelectionKey,
  commitment,
  committedPeriodKey,
  deriveBrandPeriodKey,
  derivePeriodKey,
  isCommittedKey,
} from './key';
export {
  combinedProbability,
  designWeight,
  inclusionProbability,
  isKept,
  scaledProbability,
  sharedProbability,
  threshold,
} from './probability';
export {
  type RateSchedule,
  type Schedule,
  type Scheduled,
  rateAt,
  rateSchedule,
  requireSchedule,
  versionAt,
  withVersion,
} from './schedule';
export { type SelectionDecision, type SelectionQuestion, type StreamDraw, decide } from './decision';
export {
  type Ranked,
  type Sized,
  type Stream,
  bottomK,
  mergeBottomK,
  sequentialPoisson,
  sequentialPoissonProbabilities,
} from './draw';
export {
  type PublishedDecision,
  type ReplayDifference,
  type ReplayRow,
  type ReplayedDecision,
  type RevealedPlan,
  compareDecisions,
  replay,
  streamsOf,
} from './replay';
