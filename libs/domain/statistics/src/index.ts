export { StatisticsError, type StatisticsErrorCode } from './errors';
export { DDSketch, type DDSketchJson } from './streams/ddsketch';
export { TargetCount } from './streams/target-count';
export { exactQuantile, type QuantileDefinition } from './streams/quantile';
export {
  combineWatermarks,
  EventTimeWindows,
  type Aggregate,
  type Arrival,
  type Pane,
  type TimedEvent,
  type WindowShape,
} from './streams/windows';
export { type BetaShape, betaCdf, betaQuantile } from './distributions/beta';
export { type BinomialShape, binomialCdf, binomialPmf, binomialUpperTail } from './distributions/binomial';
export { type FDegrees, fCdf, fQuantile } from './distributions/f';
export {
  type HypergeometricShape,
  hypergeometricCdf,
  hypergeometricPmf,
} from './distributions/hypergeometric';
export { criticalZ, normalCdf, normalQuantile } from './distributions/normal';
export { tCdf, tQuantile } from './distributions/student-t';
export { poissonCdf } from './distributions/poisson';
export { codeLetter, codeLetters, type CodeLetter, type InspectionLevel } from './acceptance/code-letter';
export {
  type AcceptanceRule,
  acceptanceProbability,
  lotAcceptanceProbability,
  type LotQuality,
  nonconformityAcceptanceProbability,
} from './acceptance/oc-curve';
export {
  type Aql,
  aqls,
  judgeLot,
  lotPlan,
  type LotPlan,
  type LotTerms,
  type LotVerdict,
  oneStepTighter,
  planOf,
  type PlanSeverity,
  type SinglePlan,
} from './acceptance/single-plan';
export {
  followSprt,
  type SprtDecision,
  type SprtLimits,
  sprtLimits,
  sprtNumbers,
  type SprtPath,
  type SprtTest,
} from './acceptance/sprt';
export {
  sprtApproximation,
  sprtCharacteristics,
  type SprtCharacteristics,
} from './acceptance/sprt-characteristics';
export {
  type InspectionState,
  type LotResult,
  mayReduce,
  REDUCED_SCORE,
  switchInspection,
  type Switching,
  type SwitchingEvent,
  switchingStart,
} from './acceptance/switching';
export { type LotModel, twoPointPlan, type TwoPoints } from './acceptance/two-point-plan';
export { type Difference, moverDifference, newcombeDifference } from './comparison/difference';
export { type Comparable, type PairComparison, rankGroups, type Ranking } from './comparison/groups';
export { adjustBenjaminiHochberg, adjustBenjaminiYekutieli, adjustHolm } from './comparison/multiplicity';
export { confidenceSequence } from './estimation/confidence-sequence';
export { type Interval, type Scope, type WithInterval } from './estimation/interval';
export { type DetectionCell, type MissRate, missRate, undetectedUpperBound } from './estimation/miss-rate';
export {
  agrestiCoull,
  clopperPearson,
  clopperPearsonOfEstimate,
  type Count,
  exactLowerBound,
  exactUpperBound,
  jeffreys,
  jeffreysEqualTailed,
  wilson,
  wilsonCorrected,
  wilsonOfEstimate,
} from './estimation/proportion';
export {
  insufficientReason,
  type InsufficientReason,
  LEAST_REVIEWS,
  type Publishable,
} from './estimation/publication';
export {
  type PassRate,
  type PassRateCell,
  type PassRateInput,
  qaPassRate,
  type Tier,
} from './estimation/qa-pass-rate';
export {
  type DomainMean,
  stratifiedDomainMean,
  stratifiedMean,
  type StratifiedMean,
  stratifiedMeanInterval,
  type Stratum,
  type StratumRow,
} from './estimation/stratified';
export {
  designEffectiveSize,
  type DesignedProportion,
  kornGraubard,
  moverWilson,
  type PassCount,
} from './estimation/stratified-proportion';
export {
  type Cell,
  cellOf,
  type Estimate,
  hajekDomainMean,
  hajekMean,
  type HajekMean,
  horvitzThompsonTotal,
  kishEffectiveSize,
  type Observation,
  passCell,
} from './estimation/weighted';
export {
  allocateBudget,
  costOptimal,
  type CostedStratum,
  exactNeyman,
  neyman,
  neymanWithin,
  type ProportionalStratum,
  proportionalWithMinima,
} from './planning/allocation';
export {
  NEW_AGENT_STEPS,
  type NewAgentStep,
  newAgentTier,
  type NewAgentTier,
  type Tenure,
} from './planning/new-agent';
export {
  type PrecisionTarget,
  sampleSize,
  sampleSizeFinite,
  sampleSizeWilson,
  topUp,
  type TopUp,
  type TopUpInput,
} from './planning/sample-size';
export {
  type BoundedStratum,
  LEAST_SPREAD,
  passRateSpread,
  plannedStandardError,
  type PlannedStratum,
} from './planning/stratum';
export { expectedFalseAlarms, runLengthForBudget, type WatchedCharts } from './charts/alarm-budget';
export {
  type BernoulliCusumAim,
  type BernoulliCusumDesign,
  bernoulliCusumRunLength,
  bernoulliCusumStep,
  type BernoulliCusumStep,
  designBernoulliCusum,
} from './charts/bernoulli-cusum';
export { cusumChart, type CusumDesign, type CusumPoint } from './charts/cusum';
export {
  ewmaChart,
  type EwmaChart,
  type EwmaDesign,
  type EwmaPoint,
  ewmaProportionChart,
  type Target,
} from './charts/ewma';
export { exactLimits, type ExactLimits, type FalseAlarms, pChartFalseAlarms } from './charts/exact-limits';
export {
  type ChartOptions,
  type ChartPoint,
  laneyChart,
  type LaneyChart,
  pChart,
  type ProportionChart,
  type Sample,
} from './charts/p-chart';
export { cusumIntervalFor, cusumRunLength, ewmaRunLength, ewmaWidthFor } from './charts/run-length';
export { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from './agreement/bootstrap';
export {
  type Agreement,
  brennanPrediger,
  fleissKappa,
  fleissZ,
  gwetAgreement,
  type Weighting,
} from './agreement/chance-corrected';
export { cohenKappa, type CohenKappa, kappaParadox, pairTable, type Paradox } from './agreement/cohen';
export { krippendorffAlpha, type Metric } from './agreement/krippendorff';
export { type OverlapAim, overlapSize } from './agreement/overlap';
export {
  comparableReviewers,
  type ConversationSeverity,
  type ReviewerEffect,
  reviewerSeverity,
  reviewerSeverityByVendor,
  type ScoredReview,
  type Severity,
  type VendorReview,
  type VendorSeverity,
} from './agreement/severity';
export { sharedByAll, specificAgreement } from './agreement/specific-agreement';
export {
  type Rating,
  type Tally,
  tallyCounts,
  tallyRatings,
  tallyTable,
  type UnitTally,
} from './agreement/tally';
