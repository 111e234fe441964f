export { countReceipt, seriesOf } from './contributions';
export { decode, instantOf, isEventLike, type TimeLimits } from './decode';
export { receiptOf, type Receipt } from './digest';
export { type Decoded, type IntakeEvent } from './event';
export { countFolded, foldConversation, settleConversation, type Folded } from './fold-conversation';
export { conversationKey, derivedId } from './keys';
export {
  foldEventOf,
  prepare,
  senderIdOf,
  signalsIn,
  storedFact,
  type Arrival,
  type Prepared,
  type PreparedFact,
  type PreparedMessage,
  type Rules,
} from './prepare';
export { rejectionOf, type FaultAt, type Rejection } from './rejection';
export { salvage, type Salvaged } from './salvage';
export { escapedName, shownName, shownText, unescapedName, type Shown } from './shown';
export { judge, stratumOf, type Decision, type Plan, type PlanDefinition, type Verdict } from './selection';
