export {
  EventStream,
  type RecordBatch,
  type StreamHandler,
  type StreamOptions,
  type StreamPartition,
  type StreamState,
} from './event-stream';
export { TopicReader, type PartitionLog, type TopicLog } from './log-end';
export { type StreamLogger } from './logger';
export { EventProducer, type ProducedRecord } from './producer';
