export { createDataSource, runMigrations, undoMigrations } from './data-source';
export { IdleStore, type Settled } from './ingest/idle-store';
export { IngestStore } from './ingest/ingest-store';
export { roleCodes, sealContext } from './ingest/message-rows';
export { beginOffset, listOffsets, readOffset, resetOffset, type PartitionId } from './ingest/offsets';
export { keepPartitions } from './ingest/partitions';
export { rejectionContext } from './ingest/rejected-rows';
export {
  StaleOffset,
  type BatchItem,
  type IngestBatch,
  type IngestContext,
  type IngestOutcome,
  type KeptRejection,
  type OffsetMove,
  type RecordPosition,
} from './ingest/types';
