export { Detector } from './detector';
export {
  REPEATED_PROMISE,
  emptyDetectionState,
  stepDetection,
  type ConversationDetectionState,
  type DetectionStep,
  type Finding,
  type MessageFacts,
} from './conversation/step-detection';
export { builtInPacks } from './packs/built-in';
export { type Rule, type RulePack } from './rules/pack-schema';
export { parseRulePack, type PackError } from './rules/parse-pack';
export { type About, type Result, type Signal, type Span } from './types';
export { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
