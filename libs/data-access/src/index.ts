export { createDataSource, runMigrations, undoMigrations } from './data-source';
export { IdleStore, type Settled } from './ingest/idle-store';
export { SilenceStore } from './ingest/silence-store';
export { IngestStore } from './ingest/ingest-store';
export { roleCodes, attachmentsContext, sealContext } from './ingest/message-rows';
export {
  beginOffset,
  haltPartition,
  listOffsets,
  readOffset,
  resetOffset,
  type OffsetRow,
  type PartitionId,
  type StoredOffset,
} from './ingest/offsets';
export { openPieces } from './ingest/piece-seal';
export { keepPartitions, letGoBefore } from './ingest/partitions';
export { rejectedIdOf, rejectionContext } from './ingest/rejected-rows';
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
export {
  ConversationRepository,
  type ConversationFilter,
  type KnownConversation,
  type RankedPage,
} from './conversations/conversation-repository';
export { otherReplies, type ComparedConversation } from './conversations/other-replies';
export {
  maskedOf,
  TranscriptRepository,
  type StoredSpan,
  type TranscriptEvent,
  type TranscriptMessage,
} from './conversations/transcript-repository';
export { type FlagFilter } from './flags/flag-list-sql';
export { FlagMoves } from './flags/flag-moves';
export {
  FlagRepository,
  laneLimit,
  type CountedPage,
  type FlagAct,
  type FlagChanges,
  type LockedFlag,
} from './flags/flag-repository';
export { DeadlineRepository, type DeadlineKind } from './notices/deadline-repository';
export {
  noticeTargetMissing,
  OutboxRepository,
  type OutboxKind,
  type OutboxRow,
  type OverdueNotices,
} from './notices/outbox-repository';
export { type Page, type PageRequest } from './page';
export { ReviewItemRepository, type TakenItem } from './reviews/review-item-repository';
export { ReviewRepository, type Draft, type ReviewFilter } from './reviews/review-repository';
export { type KnownReview } from './reviews/review-rows';
export { ScorecardRepository } from './reviews/scorecard-repository';
export {
  SelectionRepository,
  type PlanPeriod,
  type SelectionFilter,
} from './selections/selection-repository';
export { BucketRepository, type GroupedBucket } from './measures/bucket-repository';
export {
  FactRepository,
  secondContactMs,
  type Acknowledgements,
  type FirstContacts,
  type OpenFlags,
  type ReviewCell,
  type Waiting,
} from './measures/fact-repository';
export { type Dimensions, type GroupBy, type MeasureSlice } from './measures/measure-slice';
export { AuditLog, type AuditEntry } from './audit/audit-log';
export { IntakeKeys, type IntakeKeyOwner } from './people/intake-keys';
export { baselinePlan, PlanBook, PlanKeyMismatch } from './rules/plan-book';
export { RuleBook } from './rules/rule-book';
export { VendorIntakeRepository } from './measures/vendor-intake-repository';
export { firstAdministrator, PersonStore, type NewPerson, type Person } from './people/person-store';
export { PresenceRepository, type OpenWindow } from './people/presence-repository';
export { SessionStore, type OpenSession } from './people/session-store';
export { hasUnknownVendor, vendorsOf } from './people/vendor-names';
export {
  RejectedEventRepository,
  type RejectedFilter,
  type RejectedOriginal,
} from './intake/rejected-event-repository';
