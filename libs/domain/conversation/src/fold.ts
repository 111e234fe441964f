import type { Channel, ConversationState, Outcome, Severity, SpeakerRole } from '@earshot/contracts';
import {
  answeredInTime,
  awaitsNothing,
  closeFinding,
  emptyDetectionState,
  noteHappened,
  noteSilence,
  promisesAfter,
  stepDetection,
  type ConversationDetectionState,
  type EventKind,
  type Finding,
  type PromiseEvent,
  type Signal,
} from '@earshot/domain/detection';
import type { PieceMask } from '@earshot/domain/privacy';
import { compareEvents, type EventOrder, type FoldEvent, type MessageEvent } from './event';
import { hearPieces, type Pieces } from './pieces';

/** Who the conversation is with, from its first `opened` event. */
export interface Identity {
  readonly vendorId: string;
  readonly channel: Channel;
  readonly platform: string | null;
  readonly scenario: string | null;
  readonly language: string | null;
  readonly segments: readonly string[];
  readonly customerHash: string;
  readonly openedAt: number;
}

/** One answered run of customer messages. */
export interface Response {
  /** When the run's first message was sent: the figure belongs to that minute. */
  readonly since: number;
  readonly ms: number;
}

/**
 * All that is known of a conversation, small and without raw text. A function of the set of its events and of
 * the instant it was settled at, as long as all of them are stored.
 */
export interface Fold {
  readonly newest: EventOrder;
  readonly firstAt: number;
  /** Some of its events had been let go when it was to be folded again: what they told stands (docs/adr/0004). */
  readonly isPartial: boolean;
  readonly identity: Identity | null;
  /** Of any kind. */
  readonly events: number;
  readonly messages: number;
  readonly agentId: string | null;
  readonly teamId: string | null;
  /** Start of the customer's run that nobody has answered yet. */
  readonly runSince: number | null;
  /** When a human became owed; null until a transfer fixes it, and again once one has answered. */
  readonly owedAt: number | null;
  readonly firstResponse: Response | null;
  /** When a human first joined or wrote. */
  readonly humanAt: number | null;
  readonly humanMessages: number;
  readonly botTurns: number;
  readonly menuSteps: number;
  readonly responses: { readonly n: number; readonly sumMs: number; readonly longestMs: number };
  readonly state: ConversationState;
  readonly firstCloseAt: number | null;
  readonly close: { readonly at: number; readonly outcome: Outcome; readonly derived: boolean } | null;
  readonly rating: { readonly at: number; readonly outOf5: number } | null;
  readonly complainedAt: number | null;
  /** Gravest severity by category, of the findings that stand. */
  readonly danger: Readonly<Record<string, Severity>>;
  readonly detection: ConversationDetectionState;
  /** Numbers of which some speaker may be in the middle (docs/adr/0013); null for most, and when it closes. */
  readonly pieces: Pieces | null;
}

/** What one step adds to what was known. */
export interface Step {
  readonly fold: Fold;
  readonly findings: readonly Finding[];
  readonly withdrawn: readonly string[];
  /** Id of a finding that a sweep by the clock may have made meanwhile, and this event shows to be none. */
  readonly untrue: string | null;
  readonly response: Response | null;
  /** Where a number stands that this message completes, in this message and in earlier ones. */
  readonly masks: readonly PieceMask[];
}

/**
 * Whether `event` cannot simply be added: it is not the newest, it tells late who the conversation is with, or
 * it falls before a close that was derived from silence. Its conversation is then folded again from all events.
 */
export function needsRefold(fold: Fold, event: FoldEvent): boolean {
  if (compareEvents(event, fold.newest) <= 0) return true;
  if (event.kind === 'opened' && fold.identity === null) return true;
  return fold.close !== null && fold.close.derived && event.at <= fold.close.at;
}

/** The fold before the first event, which must be `first` in order. */
export function begin(first: EventOrder, identity: Identity | null): Fold {
  return {
    newest: { at: first.at, sequence: first.sequence, id: '', source: '' },
    firstAt: first.at,
    isPartial: false,
    identity,
    events: 0,
    messages: 0,
    agentId: null,
    teamId: null,
    runSince: null,
    owedAt: null,
    firstResponse: null,
    humanAt: null,
    humanMessages: 0,
    botTurns: 0,
    menuSteps: 0,
    responses: { n: 0, sumMs: 0, longestMs: 0 },
    state: 'open',
    firstCloseAt: null,
    close: null,
    rating: null,
    complainedAt: null,
    danger: {},
    detection: emptyDetectionState(),
    pieces: null,
  };
}

/**
 * The fold with its next event. `event` must be newer than all before it (see needsRefold). A fold that nobody else
 * holds, such as the one that the last step gave, may be handed over as `isOwn`: it becomes the next one.
 */
export function step(before: Fold, event: FoldEvent, idleMs: number, isOwn = false): Step {
  const settled = settle(before, event.at, idleMs);
  // The one copy that a step makes: what follows changes this draft and nothing that was given.
  const draft: Draft = isOwn ? settled : { ...settled };
  const next = take(draft, event);
  return event.noted === true ? withNoted(next, event) : next;
}

function take(draft: Draft, event: FoldEvent): Step {
  const { at, sequence, id, source, kind } = event;
  // A derived close says that nobody spoke for a day; somebody acting takes it back. A vendor's close stands.
  const isAct = kind !== 'rated' && kind !== 'complained';
  if (isAct && draft.state === 'closed' && draft.close?.derived === true) draft.state = 'open';
  draft.newest = { at, sequence, id, source };
  draft.events++;
  const silence = noteSilence(draft.detection, at);
  if (silence !== null) draft.detection = silence.state;
  if (draft.detection.followed !== undefined)
    draft.detection = promisesAfter(draft.detection, { kind: 'time', atMs: at });
  const unanswered = silence === null ? none : [silence.finding];
  if (kind === 'message') {
    draft.messages++;
    const response = speak(draft, event, at);
    const isAgent = event.role === 'agent';
    const untrue = isAgent ? answeredInTime(draft.detection, at) : null;
    const agentId = isAgent ? event.senderId : null;
    const heard = hear(draft, {
      messageId: event.messageId,
      role: event.role,
      agentId,
      place: draft.messages,
      isCourtesy: event.announcement,
      event,
    });
    const { pieces, masks } = hearPieces(draft.pieces, event);
    draft.pieces = pieces;
    return {
      fold: draft,
      response,
      findings: joined(unanswered, heard.findings),
      withdrawn: heard.withdrawn,
      untrue,
      masks,
    };
  }
  note(draft, event);
  if (kind === 'closed') {
    const { outcome } = event;
    const over = closeFinding(draft.detection, { outcome, atMs: at });
    return {
      fold: draft,
      response: null,
      findings: over === null ? unanswered : [...unanswered, over],
      withdrawn: none,
      untrue: null,
      masks: none,
    };
  }
  const isHeard = (kind === 'rated' || kind === 'complained') && event.signals.length > 0;
  const others = { withdrawn: none, untrue: null, response: null, masks: none };
  if (!isHeard) return { ...others, fold: draft, findings: unanswered };
  // A comment or a complaint is the customer's word too; its evidence points to the event.
  const place = draft.messages + 1;
  const heard = hear(draft, { messageId: id, role: 'customer', agentId: null, place, event });
  const findings = joined(unanswered, heard.findings);
  return { ...others, fold: draft, findings, withdrawn: heard.withdrawn };
}

/** The step, with what happened remembered for the rules that will ask: after the event's own words were decided. */
function withNoted(next: Step, event: FoldEvent): Step {
  const kind = kindOf(event);
  if (kind === null) return next;
  const { fold } = next;
  return { ...next, fold: { ...fold, detection: noteHappened(fold.detection, kind, event.at) } };
}

/** What an event is called by rules that look back at it; null for what none can ask for. */
function kindOf(event: FoldEvent): EventKind | null {
  switch (event.kind) {
    case 'message':
      return event.role === 'system' ? null : `${event.role}-message`;
    case 'rated':
    case 'complained':
      return null;
    default:
      return event.kind;
  }
}

const none: readonly never[] = [];
const unheard = { findings: none, withdrawn: none };

function joined(a: readonly Finding[], b: readonly Finding[]): readonly Finding[] {
  return a.length === 0 ? b : [...a, ...b];
}

/**
 * The fold as it stands at `nowMs`: open and without an event for longer than `idleMs`, it was closed by that
 * silence at the end of the span, `unresolved`.
 */
export function settle(fold: Fold, nowMs: number, idleMs: number): Fold {
  if (fold.state !== 'open' || nowMs - fold.newest.at <= idleMs) return fold;
  const draft: Draft = { ...fold };
  end(draft, { at: fold.newest.at + idleMs, outcome: 'unresolved', derived: true });
  return draft;
}

/** A fold that is being made: its fields may be replaced, what they hold may not be changed. */
type Draft = { -readonly [K in keyof Fold]: Fold[K] };

interface Heard {
  readonly messageId: string;
  readonly role: SpeakerRole;
  readonly agentId: string | null;
  /** Among the messages, counted from 1; of another event, that of the next message. */
  readonly place: number;
  readonly isCourtesy?: boolean;
  readonly event: { readonly at: number; readonly signals: readonly Signal[] };
}

function hear(
  draft: Draft,
  { messageId, role, agentId, place, isCourtesy = false, event }: Heard,
): Pick<Step, 'findings' | 'withdrawn'> {
  const { at: atMs, signals } = event;
  // Most messages: nothing was found, and nothing waits for them.
  if (signals.length === 0 && (role !== 'agent' || awaitsNothing(draft.detection))) return unheard;
  const { channel = null, segments = none } = draft.identity ?? {};
  const { state, findings, withdrawn } = stepDetection(
    draft.detection,
    { messageId, role, atMs, agentId, signals, isCourtesy },
    { channel, segments, place },
  );
  draft.detection = state;
  if (findings.length > 0) draft.danger = worsened(draft.danger, findings);
  return { findings, withdrawn };
}

/** What a message does to who waits for whom; gives the response that it is. */
function speak(draft: Draft, event: MessageEvent, at: number): Response | null {
  switch (event.role) {
    case 'customer':
      // After a close a "thanks" waits for nobody.
      if (draft.state === 'open') draft.runSince ??= at;
      return null;
    case 'bot':
      if (event.announcement) return null;
      draft.runSince = null;
      if (draft.humanAt === null) draft.botTurns++;
      return null;
    case 'agent':
      return answer(draft, event, at);
    case 'system':
      return null;
  }
}

function answer(draft: Draft, event: MessageEvent, at: number): Response | null {
  const { runSince, responses } = draft;
  const owedAt = draft.owedAt ?? runSince;
  if (draft.humanMessages === 0 && owedAt !== null) draft.firstResponse = { since: owedAt, ms: at - owedAt };
  draft.humanAt ??= at;
  draft.humanMessages++;
  draft.agentId = event.senderId ?? draft.agentId;
  draft.owedAt = null;
  draft.runSince = null;
  if (runSince === null) return null;
  const response = { since: runSince, ms: at - runSince };
  draft.responses = {
    n: responses.n + 1,
    sumMs: responses.sumMs + response.ms,
    longestMs: Math.max(responses.longestMs, response.ms),
  };
  return response;
}

function note(draft: Draft, event: Exclude<FoldEvent, { kind: 'message' }>): void {
  switch (event.kind) {
    case 'opened':
      draft.menuSteps = Math.max(draft.menuSteps, event.menuSteps);
      draft.botTurns = Math.max(draft.botTurns, event.botTurns);
      return;
    case 'assigned':
      owe(draft, event.at);
      draft.agentId = event.agentId;
      draft.teamId = event.teamId ?? draft.teamId;
      draft.humanAt ??= event.at;
      return;
    case 'transferred':
      if (event.to === 'bot') {
        if (draft.humanMessages === 0) draft.owedAt = null;
        return;
      }
      owe(draft, event.at);
      draft.detection = promisesAfter(draft.detection, { kind: 'deed', by: 'transfer', atMs: event.at });
      draft.agentId = event.agentId ?? draft.agentId;
      draft.teamId = event.teamId ?? draft.teamId;
      return;
    case 'closed':
      return end(draft, { at: event.at, outcome: event.outcome, derived: false });
    case 'reopened':
      draft.state = 'open';
      return;
    case 'rated':
      draft.rating = { at: event.at, outOf5: event.outOf5 };
      return;
    case 'complained':
      draft.complainedAt ??= event.at;
  }
}

/** A human is owed from now on, or from the customer's words that no bot has answered, whichever is earlier. */
function owe(draft: Draft, at: number): void {
  if (draft.humanMessages === 0) draft.owedAt ??= draft.runSince ?? at;
}

function end(draft: Draft, close: NonNullable<Fold['close']>): void {
  draft.state = 'closed';
  draft.runSince = null;
  draft.close = close;
  draft.detection = promisesAfter(draft.detection, promisesIn(close));
  draft.pieces = null;
  draft.firstCloseAt ??= close.at;
}

/** What a close does to the promises that are open: a day of silence breaks only what was due in it. */
function promisesIn({ at: atMs, outcome, derived }: NonNullable<Fold['close']>): PromiseEvent {
  if (derived) return { kind: 'time', atMs };
  return outcome === 'resolved' ? { kind: 'deed', by: 'resolution', atMs } : { kind: 'given-up', atMs };
}

/** 0 is the gravest. */
export const gravity: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** `danger` with these findings added. */
export function worsened(danger: Fold['danger'], findings: readonly Finding[]): Fold['danger'] {
  const after: Record<string, Severity> = { ...danger };
  for (const { category, severity } of findings) {
    const known = after[category];
    if (known === undefined || gravity[severity] < gravity[known]) after[category] = severity;
  }
  return after;
}
