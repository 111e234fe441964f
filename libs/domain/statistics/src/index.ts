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
