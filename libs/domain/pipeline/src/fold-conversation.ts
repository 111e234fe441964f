import {
  begin,
  foldAll,
  foldOntoKnown,
  identityOf,
  needsRefold,
  settle,
  step,
  type Fold,
  type FoldEvent,
  type Response,
  type Whole,
} from '@earshot/domain/conversation';
import { noteSilence, type Finding } from '@earshot/domain/detection';
import type { BucketChanges } from '@earshot/domain/metrics';
import type { PieceMask } from '@earshot/domain/privacy';
import { countFold, countMessage, countResponse, countsTheSame, seriesOf } from './contributions';

/** What happened to one conversation. */
export interface Folded {
  readonly before: Fold | null;
  readonly fold: Fold;
  /**
   * Found or changed; after a refold all that stand, and every other stored finding is withdrawn: unless the fold is
   * partial, for then nobody can tell any more what the others stand on.
   */
  readonly findings: readonly Finding[];
  readonly isRefolded: boolean;
  /** Ids of findings that are none, as these events show; a refold of all events withdraws them anyway. */
  readonly untrue: readonly string[];
  /**
   * Where numbers in pieces stand, in the order in which they were completed: those completed now, or all after a
   * refold, which may also have shown that there is one less.
   */
  readonly masks: readonly PieceMask[];
  /** What no longer counts, and what now does. */
  readonly gone: Counted;
  readonly come: Counted;
}

interface Counted {
  readonly messages: readonly number[];
  readonly responses: readonly Response[];
}

const nothing: Counted = { messages: [], responses: [] };

/**
 * Adds new events to what is known of a conversation. `fresh` is in order, without known events. Where some of
 * them cannot simply be added and `history` (all stored events) is not given, the answer is null: read it and ask
 * again.
 *
 * The result is that of folding the whole set at once, and so does not depend on the order of arrival.
 */
export function foldConversation(
  known: Fold | null,
  fresh: readonly FoldEvent[],
  history: readonly FoldEvent[] | null,
  idleMs: number,
): Folded | null {
  const [first] = fresh;
  if (first === undefined) throw new Error('a conversation is folded by at least one event');
  if (known !== null && history !== null) return refold(known, fresh, history, idleMs);
  if (known !== null && fresh.some((event) => needsRefold(known, event))) return null;

  let fold = known ?? begin(first, identityOf(fresh));
  const findings = new Map<string, Finding>();
  const responses: Response[] = [];
  const untrue: string[] = [];
  const masks: PieceMask[] = [];
  for (const event of fresh) {
    const next = step(fold, event, idleMs, fold !== known);
    if (next.withdrawn.length > 0) return known === null ? refold(null, fresh, [], idleMs) : null;
    fold = next.fold;
    for (const finding of next.findings) findings.set(finding.id, finding);
    if (next.response !== null) responses.push(next.response);
    if (next.untrue !== null) untrue.push(next.untrue);
    for (const one of next.masks) masks.push(one);
  }
  return {
    before: known,
    fold,
    findings: [...findings.values()],
    isRefolded: false,
    untrue,
    masks,
    gone: nothing,
    come: { messages: timesOfMessages(fresh), responses },
  };
}

/** The conversation as it stands at `nowMs`; null where silence changes nothing. */
export function settleConversation(known: Fold, nowMs: number, idleMs: number): Folded | null {
  const settled = settle(known, nowMs, idleMs);
  if (settled === known) return null;
  const silence = noteSilence(settled.detection, nowMs);
  const fold = silence === null ? settled : { ...settled, detection: silence.state };
  const findings = silence === null ? [] : [silence.finding];
  return {
    before: known,
    fold,
    findings,
    isRefolded: false,
    untrue: [],
    masks: [],
    gone: nothing,
    come: nothing,
  };
}

/** Adds the difference that `folded` makes to the buckets. */
export function countFolded(changes: BucketChanges, brandId: string, folded: Folded): void {
  const { before, fold, gone, come } = folded;
  if (before !== null) countAll(changes, brandId, { fold: before, counted: gone, sign: -1 });
  countAll(changes, brandId, { fold, counted: come, sign: 1 });
  if (before !== null && countsTheSame(before, fold)) return;
  if (before !== null) countFold(changes, seriesOf(brandId, before), before, -1);
  countFold(changes, seriesOf(brandId, fold), fold, 1);
}

function countAll(
  changes: BucketChanges,
  brandId: string,
  { fold, counted, sign }: { fold: Fold; counted: Counted; sign: 1 | -1 },
): void {
  const series = seriesOf(brandId, fold);
  for (const at of counted.messages) countMessage(changes, series, at, sign);
  for (const response of counted.responses) countResponse(changes, series, response, sign);
}

function refold(
  known: Fold | null,
  fresh: readonly FoldEvent[],
  history: readonly FoldEvent[],
  idleMs: number,
): Folded {
  const before = foldAll(history, idleMs);
  const after = foldAll([...history, ...fresh], idleMs);
  if (after === null) throw new Error('a conversation is folded by at least one event');
  const messages = timesOfMessages(history);
  const whole: Folded = {
    before: known,
    fold: after.fold,
    findings: after.findings,
    isRefolded: true,
    untrue: [],
    masks: after.masks,
    gone: { messages, responses: before?.responses ?? [] },
    come: { messages: timesOfMessages([...history, ...fresh]), responses: after.responses },
  };
  return known === null || isWhole(known, history)
    ? whole
    : { ...whole, ...foldRest(known, { before, after }, idleMs) };
}

/** Whether all events that were folded are still stored: a month that is let go takes the oldest ones. */
function isWhole(known: Fold, history: readonly FoldEvent[]): boolean {
  const firstAt = history.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
  return !known.isPartial && firstAt <= known.firstAt && timesOfMessages(history).length >= known.messages;
}

/** What late events make of a conversation that is no more stored whole: what they add to the rest, and take from it. */
function foldRest(
  known: Fold,
  { before, after }: { before: Whole | null; after: Whole },
  idleMs: number,
): Pick<Folded, 'fold' | 'findings' | 'untrue'> {
  const stood = new Map((before?.findings ?? []).map((finding) => [finding.id, JSON.stringify(finding)]));
  const stand = new Set(after.findings.map(({ id }) => id));
  const findings = after.findings.filter((finding) => stood.get(finding.id) !== JSON.stringify(finding));
  const rest = before?.fold ?? begin(known.newest, null);
  // What is known may have been closed by a silence meanwhile, which events alone do not tell.
  const isSettled = known.state === 'closed' && known.close?.derived === true;
  const told = { known, before: isSettled ? settle(rest, Infinity, idleMs) : rest, after: after.fold };
  return {
    fold: foldOntoKnown(told, findings),
    findings,
    untrue: [...stood.keys()].filter((id) => !stand.has(id)),
  };
}

function timesOfMessages(events: readonly FoldEvent[]): number[] {
  return events.filter((event) => event.kind === 'message').map((event) => event.at);
}
