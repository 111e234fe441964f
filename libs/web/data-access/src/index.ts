export { type Query } from './http/api';
export { RequestFailed, asRequestFailed } from './http/request-failed';
export { ServerReach } from './http/server-reach';
export { channels, scenarios } from './choices';
export { ConversationStore } from './conversation-store';
export { ConversationsStore } from './conversations-store';
export { FlagsStore } from './flags-store';
export {
  type FlagGroup,
  groupFlags,
  groupKey,
  isAsGrave,
  isOpenFlag,
  leastShown,
  msToDeadline,
  needsPerson,
} from './flags';
export {
  type FieldChange,
  IntakeStore,
  type RejectedState,
  type ResubmitOutcome,
  keptCounts,
} from './intake-store';
export { LaneCatchUp } from './lane-catch-up';
export { type LiveFilter, liveWindows } from './live-filter';
export { LiveStore, type Measures } from './live-store';
export { OpenCriticals } from './open-criticals';
export { type Evidence, type Points, answerTo, isComplete, pointsOfDigit } from './review-draft';
export { type PagedStore } from './paged-store';
export { type Places, ReviewStore, type SkipReason } from './review-store';
export { type Ending, SafetyStore } from './safety-store';
export { ServerClock } from './server-clock';
export { SessionStore } from './session-store';
export { Unsaved } from './unsaved';
export {
  aConversation,
  aFinding,
  aFlag,
  aLane,
  aMeasure,
  aPerson,
  aReview,
  aScorecard,
} from './testing/builders';
export { FakeServer, aProblem } from './testing/fake-server';
export { FakeSocket } from './testing/fake-socket';
