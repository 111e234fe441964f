export { Api, type Query, withQuery } from './http/api';
export { type FailureCode, RequestFailed, asRequestFailed } from './http/request-failed';
export { ConversationStore, type ConversationRef } from './conversation-store';
export { ConversationsStore } from './conversations-store';
export { compareFlags, isOpenFlag, msToDeadline } from './flags';
export { type FieldChange, IntakeStore, type RejectedState, type ResubmitOutcome } from './intake-store';
export { type LiveFilter, type LiveWindow, gridOf, liveWindows, windowMinutes } from './live-filter';
export { LiveStore, type Measures } from './live-store';
export { type ConnectionState, LiveSocket, SocketOpener } from './live/live-socket';
export { OpenCriticals } from './open-criticals';
export {
  type Draft,
  type Evidence,
  type Points,
  answerTo,
  isComplete,
  pointsOfDigit,
} from './review-draft';
export { ReviewStore, type SaveState, type SkipReason } from './review-store';
export { type EndedState, SafetyStore } from './safety-store';
export { ServerClock } from './server-clock';
export { SessionStore } from './session-store';
