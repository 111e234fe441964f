import type { Channel, ConversationState, Outcome, Severity, SpeakerRole } from '@earshot/contracts';
import {
  emptyDetectionState,
  stepDetection,
  type ConversationDetectionState,
  type Finding,
  type Signal,
} from '@earshot/domain/detection';
import { compareEvents, type EventOrder, type FoldEvent, type MessageEvent } from './event';

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
 * the instant it was settled at.
 */
export interface Fold {
  readonly newest: EventOrder;
  readonly firstAt: number;
  readonly identity: Identity | null;
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
}

/** What one step adds to what was known. */
export interface Step {
  readonly fold: Fold;
  readonly findings: readonly Finding[];
  readonly withdrawn: readonly string[];
  readonly response: Response | null;
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
    identity,
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
  };
}

/** The fold with its next event. `event` must be newer than all before it (see needsRefold). */
export function step(before: Fold, event: FoldEvent, idleMs: number): Step {
  const settled = settle(before, event.at, idleMs);
  // A derived close says that nobody spoke for a day; somebody speaking takes it back. A vendor's close stands.
  const fold: Fold =
    settled.state === 'closed' && settled.close?.derived === true ? { ...settled, state: 'open' } : settled;
  const { at, sequence, id, source } = event;
  const newest = { at, sequence, id, source };
  const moved: Fold = { ...fold, newest };
  if (event.kind === 'message') {
    const spoken = speak(moved, event, at);
    const after = { ...spoken.fold, messages: fold.messages + 1 };
    const role = event.role;
    const agentId = role === 'agent' ? event.senderId : null;
    return {
      ...hear(after, { messageId: event.messageId, role, agentId, event }),
      response: spoken.response,
    };
  }
  const after = stepFact(moved, event);
  const isHeard = (event.kind === 'rated' || event.kind === 'complained') && event.signals.length > 0;
  if (!isHeard) return { fold: after, findings: [], withdrawn: [], response: null };
  // A comment or a complaint is the customer's word too; its evidence points to the event.
  return { ...hear(after, { messageId: id, role: 'customer', agentId: null, event }), response: null };
}

/**
 * The fold as it stands at `nowMs`: open and without an event for longer than `idleMs`, it was closed by that
 * silence at the end of the span, `unresolved`.
 */
export function settle(fold: Fold, nowMs: number, idleMs: number): Fold {
  if (fold.state !== 'open' || nowMs - fold.newest.at <= idleMs) return fold;
  const at = fold.newest.at + idleMs;
  return closed(fold, { at, outcome: 'unresolved', derived: true });
}

interface Heard {
  readonly messageId: string;
  readonly role: SpeakerRole;
  readonly agentId: string | null;
  readonly event: { readonly at: number; readonly signals: readonly Signal[] };
}

function hear(fold: Fold, { messageId, role, agentId, event }: Heard): Omit<Step, 'response'> {
  const { at: atMs, signals } = event;
  const heard = stepDetection(fold.detection, { messageId, role, atMs, agentId, signals });
  const danger = heard.findings.length === 0 ? fold.danger : worsened(fold.danger, heard.findings);
  return {
    fold: { ...fold, detection: heard.state, danger },
    findings: heard.findings,
    withdrawn: heard.withdrawn,
  };
}

function speak(fold: Fold, event: MessageEvent, at: number): { fold: Fold; response: Response | null } {
  switch (event.role) {
    case 'customer': {
      // After a close a "thanks" waits for nobody.
      if (fold.runSince !== null || fold.state === 'closed') return { fold, response: null };
      return { fold: { ...fold, runSince: at }, response: null };
    }
    case 'bot': {
      if (event.announcement) return { fold, response: null };
      return {
        fold: {
          ...fold,
          runSince: null,
          botTurns: fold.humanAt === null ? fold.botTurns + 1 : fold.botTurns,
        },
        response: null,
      };
    }
    case 'agent':
      return answer(fold, event, at);
    case 'system':
      return { fold, response: null };
  }
}

function answer(fold: Fold, event: MessageEvent, at: number): { fold: Fold; response: Response | null } {
  const owedAt = fold.owedAt ?? fold.runSince;
  const isFirst = fold.humanMessages === 0;
  const response = fold.runSince === null ? null : { since: fold.runSince, ms: at - fold.runSince };
  const { responses } = fold;
  return {
    response,
    fold: {
      ...fold,
      runSince: null,
      owedAt: null,
      firstResponse: isFirst && owedAt !== null ? { since: owedAt, ms: at - owedAt } : fold.firstResponse,
      humanAt: fold.humanAt ?? at,
      humanMessages: fold.humanMessages + 1,
      agentId: event.senderId ?? fold.agentId,
      responses:
        response === null
          ? responses
          : {
              n: responses.n + 1,
              sumMs: responses.sumMs + response.ms,
              longestMs: Math.max(responses.longestMs, response.ms),
            },
    },
  };
}

function stepFact(fold: Fold, event: Exclude<FoldEvent, { kind: 'message' }>): Fold {
  switch (event.kind) {
    case 'opened':
      return {
        ...fold,
        menuSteps: Math.max(fold.menuSteps, event.menuSteps),
        botTurns: Math.max(fold.botTurns, event.botTurns),
      };
    case 'assigned':
      return {
        ...owed(fold, event.at),
        agentId: event.agentId,
        teamId: event.teamId ?? fold.teamId,
        humanAt: fold.humanAt ?? event.at,
      };
    case 'transferred':
      if (event.to === 'bot') return fold.humanMessages > 0 ? fold : { ...fold, owedAt: null };
      return {
        ...owed(fold, event.at),
        agentId: event.agentId ?? fold.agentId,
        teamId: event.teamId ?? fold.teamId,
      };
    case 'closed':
      return closed(fold, { at: event.at, outcome: event.outcome, derived: false });
    case 'reopened':
      return { ...fold, state: 'open' };
    case 'rated':
      return { ...fold, rating: { at: event.at, outOf5: event.outOf5 } };
    case 'complained':
      return { ...fold, complainedAt: fold.complainedAt ?? event.at };
  }
}

/** A human is owed from now on, or from the customer's words that no bot has answered, whichever is earlier. */
function owed(fold: Fold, at: number): Fold {
  if (fold.humanMessages > 0 || fold.owedAt !== null) return fold;
  return { ...fold, owedAt: fold.runSince ?? at };
}

function closed(fold: Fold, close: NonNullable<Fold['close']>): Fold {
  return {
    ...fold,
    state: 'closed',
    runSince: null,
    close,
    firstCloseAt: fold.firstCloseAt ?? close.at,
  };
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
