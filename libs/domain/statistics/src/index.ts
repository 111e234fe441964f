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
