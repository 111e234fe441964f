import type { Finding } from '@earshot/domain/detection';
import type { PieceMask } from '@earshot/domain/privacy';
import { compareEvents, type FoldEvent } from './event';
import { begin, step, worsened, type Fold, type Identity, type Response } from './fold';

/** All that a set of events says: the fold, and everything its steps gave. */
export interface Whole {
  readonly fold: Fold;
  readonly findings: readonly Finding[];
  readonly responses: readonly Response[];
  /** Where numbers in pieces stand, in the order in which they were completed. */
  readonly masks: readonly PieceMask[];
}

/**
 * Folds a whole set of events, in whatever order they are given. Null for the empty set. Who the conversation
 * is with counts from its beginning, however late that was told.
 */
export function foldAll(events: readonly FoldEvent[], idleMs: number): Whole | null {
  const ordered = [...events].sort(compareEvents);
  const [first] = ordered;
  if (first === undefined) return null;
  let fold = begin(first, identityOf(ordered));
  const findings = new Map<string, Finding>();
  const responses: Response[] = [];
  const masks: PieceMask[] = [];
  for (const event of ordered) {
    const next = step(fold, event, idleMs, true);
    fold = next.fold;
    for (const finding of next.findings) findings.set(finding.id, finding);
    for (const id of next.withdrawn) findings.delete(id);
    if (next.response !== null) responses.push(next.response);
    masks.push(...next.masks);
  }
  const standing = [...findings.values()];
  // What was withdrawn on the way endangers nobody.
  return { fold: { ...fold, danger: worsened({}, standing) }, findings: standing, responses, masks };
}

/** Who the conversation is with: the first `opened` event in order; null while none has come. */
export function identityOf(ordered: readonly FoldEvent[]): Identity | null {
  for (const event of ordered) {
    if (event.kind !== 'opened') continue;
    const { vendorId, channel, platform, scenario, language, segments, customerHash, at } = event;
    return { vendorId, channel, platform, scenario, language, segments, customerHash, openedAt: at };
  }
  return null;
}
