export { StatisticsError, type StatisticsErrorCode } from './errors';
export { DDSketch, type DDSketchJson } from './streams/ddsketch';
export { TargetCount } from './streams/target-count';
