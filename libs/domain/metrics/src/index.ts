export {
  backDatedMs,
  Bucket,
  counters,
  firstResponseTargetMs,
  sketches,
  sumOf,
  type Counter,
  type Sketch,
} from './bucket';
export {
  BucketChanges,
  grainMs,
  grains,
  spansOf,
  wholeMinutes,
  type BucketCell,
  type Grain,
  type Series,
} from './time-grid';
