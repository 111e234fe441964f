export { Detector } from './detector';
export {
  CLOSED_OVER_DANGER,
  NO_HUMAN_ANSWER,
  answeredInTime,
  answerWithinMs,
  closeFinding,
  noteSilence,
  silenceFinding,
} from './conversation/circumstances';
export {
  REPEATED_PROMISE,
  emptyDetectionState,
  stepDetection,
  type ConversationDetectionState,
  type Danger,
  type DetectionStep,
  type Finding,
  type MessageFacts,
} from './conversation/step-detection';
export { builtInPacks } from './packs/built-in';
export { type Rule, type RulePack } from './rules/pack-schema';
export { parseRulePack, type PackError } from './rules/parse-pack';
export { type About, type Result, type Signal, type Span } from './types';
export { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
export { likenessOf } from './likeness/likeness';
export { opensFrom } from './opens-from';
export { noHelpOf, type NoHelp } from './no-help/no-help';
export { type Reply } from './no-help/features';
export { ReplyMemory, signatureOf, similarity, type Signature } from './similarity/near-duplicates';
export { TRIAGE, type TriageRow } from './triage';
