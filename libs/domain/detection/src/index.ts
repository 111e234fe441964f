export { Detector } from './detector';
export {
  CLOSED_OVER_DANGER,
  NO_HUMAN_ANSWER,
  answeredInTime,
  closeFinding,
  noteSilence,
  silenceFinding,
} from './conversation/circumstances';
export {
  readCustomerSignals,
  readDetectionState,
  type StoredDetectionState,
} from './conversation/stored-before';
export {
  REPEATED_PROMISE,
  awaitsNothing,
  emptyDetectionState,
  promisesAfter,
  noteHappened,
  stepDetection,
  type ConversationDetectionState,
  type Danger,
  type DetectionStep,
  type Finding,
  type MessageFacts,
  type PromiseEvent,
  type Setting,
} from './conversation/step-detection';
export { KEPT_WITHIN_MS, type Deed, type Promised } from './promises/followed';
export { builtInPacks } from './packs/built-in';
export { type EventKind, type Rule, type RulePack } from './rules/pack-schema';
export { parseRulePack, type PackError } from './rules/parse-pack';
export { type About, type Result, type Signal, type Span } from './types';
export { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
export { likenessOf } from './likeness/likeness';
export { opensFrom } from './opens-from';
export { rationaleOf, type RationaleByLanguage } from './rationale';
export { noHelpOf, type NoHelp } from './no-help/no-help';
export {
  judgeReplies,
  NO_HELP_FROM,
  type JudgedReplies,
  type JudgedReply,
  type SaidMessage,
} from './no-help/replies';
export {
  COMPARED_CHARACTERS,
  saidElsewhere,
  signReplies,
  type Elsewhere,
  type SignedReplies,
} from './no-help/elsewhere';
export { type Reply } from './no-help/features';
export { ReplyMemory, signatureOf, similarity, type Signature } from './similarity/near-duplicates';
export { TRIAGE, type TriageRow } from './triage';
