export { isAnnouncement, isCourtesy } from './announcement';
export {
  compareEvents,
  type EventOrder,
  type FoldEvent,
  type MessageEvent,
  type OpenedEvent,
  type OtherEvent,
} from './event';
export {
  begin,
  gravity,
  needsRefold,
  settle,
  step,
  type Fold,
  type Identity,
  type Response,
  type Step,
} from './fold';
export { foldOntoKnown, type Told } from './let-go';
export type { Pieces } from './pieces';
export { packFold, unpackFold } from './stored-fold';
export { foldAll, identityOf, type Whole } from './refold';
