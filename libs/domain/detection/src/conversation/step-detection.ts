import {
  type Category,
  type Channel,
  type Outcome,
  type Severity,
  type SpeakerRole,
} from '@earshot/contracts';
import { DANGERS } from '../dangers';
import { type EventKind } from '../rules/pack-schema';
import { type Signal, type Watch } from '../types';
import {
  promisesAt,
  promisesBroken,
  promisesKept,
  promisesWith,
  type Deed,
  type Promised,
} from '../promises/followed';
import { decided, saidWith, UNSAID, type Happened, type Said } from './surroundings';

/** What detection needs to know of one message of a conversation. Signals stand for its text. */
export interface MessageFacts {
  messageId: string;
  role: SpeakerRole;
  atMs: number;
  agentId: string | null;
  signals: readonly Signal[];
  /** Whether it only greets, thanks or asks to wait: then it keeps no promise. */
  isCourtesy?: boolean;
}

/** What is known of the conversation around a message, for rules that ask for it. */
export interface Setting {
  /** null while nobody has told. */
  readonly channel: Channel | null;
  readonly segments: readonly string[];
  /** Place of the message among the messages of its conversation, counted from 1. */
  readonly place: number;
}

/** One rule's hit in a conversation. `id` follows from rule and message; the same id again replaces what was. */
export interface Finding {
  id: string;
  ruleId: string;
  category: Category;
  severity: Severity;
  score: number;
  reasons: string[];
  messageId: string;
  evidence: { messageId: string; start: number; end: number }[];
  atMs: number;
}

/** Folded state: plain JSON, bounded, no raw text. */
export interface ConversationDetectionState {
  /** Gravest severity of the dangers to a person that were found, by category. */
  readonly dangers: Readonly<Partial<Record<Category, Severity>>>;
  /** The customer's first statement of danger that packs ask to be answered, and no human agent has yet. */
  readonly waiting: (Danger & { readonly withinMs: number; readonly isTold?: true }) | null;
  /** The first danger so far that packs hold a close against, and the closes that they mean. */
  readonly told: (Danger & { readonly notClosedAs: readonly Outcome[] }) | null;
  /** Messages with an empty promise, counted. */
  readonly promised: number;
  /** The first such message, and the places of the latest ones. */
  readonly firstPromise: { readonly messageId: string; readonly atMs: number } | null;
  readonly promises: readonly { readonly messageId: string; readonly start: number; readonly end: number }[];
  /** When the promises became a finding; it keeps that instant however many follow. */
  readonly promisedAtMs: number | null;
  /** What rules look back at; absent as long as nobody said such a thing. */
  readonly said?: Said;
  /** When things happened that rules ask for; absent where none does. */
  readonly happened?: Happened;
  /** The latest promises of agents and bots, and what followed; absent where none was made. */
  readonly followed?: readonly Promised[];
}

/** A danger that a customer told of. */
export interface Danger {
  readonly category: Category;
  readonly severity: Severity;
  readonly messageId: string;
  readonly atMs: number;
}

/** What one message changes. */
export interface DetectionStep {
  state: ConversationDetectionState;
  /** New findings, and known ones (same id) that this message changed. */
  findings: readonly Finding[];
  /** Ids of findings that this message made untrue. */
  withdrawn: readonly string[];
}

/** Rule id of the conversation-level finding on promises given again and again. */
export const REPEATED_PROMISE = 'conversation.repeated-promise';

/** Evidence kept of promises: the first and the latest ones, this many in all. */
const KEPT_PROMISES = 8;
/** How often nothing but a promise must be given to be a finding of its own. */
const REPEATED_FROM = 2;

const EMPTY: ConversationDetectionState = Object.freeze({
  dangers: Object.freeze({}),
  waiting: null,
  told: null,
  promised: 0,
  firstPromise: null,
  promises: Object.freeze([]),
  promisedAtMs: null,
});

/** Gives the state before the first message. */
export function emptyDetectionState(): ConversationDetectionState {
  return EMPTY;
}

const NOWHERE: Setting = Object.freeze({ channel: null, segments: Object.freeze([]), place: 1 });

/**
 * Gives the state and findings after the next message. Each signal that opens a flag is a finding, if what it asks of
 * the conversation is so; but for promises without content: one alone is a courtesy that a third of all conversations
 * hold, so the first is only remembered. The second makes them one finding, `medium`; while somebody is in danger the
 * first already does, and from the second on it is `high`. Messages must come in order; the result depends on nothing
 * else.
 */
export function stepDetection(
  before: ConversationDetectionState,
  message: MessageFacts,
  setting: Setting = NOWHERE,
): DetectionStep {
  const around = message.role === 'agent' ? answered(before, message, setting.place) : before;
  if (message.signals.length === 0) return { state: around, findings: [], withdrawn: [] };
  const { atMs } = message;
  // An agent's own message is decided by what was said before it, not by itself being an answer.
  const { said = UNSAID, happened = {} } = before;
  const signals = decided(message.signals, { ...setting, atMs, said, happened });
  const state = withMarks(around, message, setting.place);
  const findings: Finding[] = [];
  let dangers = state.dangers;
  let promise: Signal | null = null;
  let { waiting, told } = state;
  for (const signal of signals) {
    if (!signal.opensFlag) continue;
    if (signal.category === 'empty-promise') {
      promise ??= signal;
      continue;
    }
    findings.push(findingOf(signal, message));
    if (message.role === 'customer' && signal.watch !== undefined) {
      waiting ??= waitingFor(signal, signal.watch, message);
      told ??= toldOf(signal, signal.watch, message);
    }
    const known = dangers[signal.category];
    // A danger in a title is kept as a low finding, and endangers nobody.
    if (signal.severity === 'low' || !DANGERS.has(signal.category)) continue;
    if (known === undefined || isGraver(signal.severity, known)) {
      dangers = { ...dangers, [signal.category]: signal.severity };
    }
  }
  const next = {
    ...(promise === null ? state : withPromise(state, promise, message)),
    ...promisedIn(state, promise, message),
    dangers,
    waiting,
    told,
  };
  const isNews = promise !== null || inDanger(next).length > inDanger(state).length;
  const enough = inDanger(next).length > 0 ? 1 : REPEATED_FROM;
  if (!isNews || next.promised < enough) return { state: next, findings, withdrawn: [] };
  const known = { ...next, promisedAtMs: next.promisedAtMs ?? atMs };
  findings.push(promiseFinding(known, message));
  return { state: known, findings, withdrawn: [] };
}

/** The state after something happened that some rule asks for. */
export function noteHappened(
  state: ConversationDetectionState,
  kind: EventKind,
  atMs: number,
): ConversationDetectionState {
  return { ...state, happened: { ...state.happened, [kind]: atMs } };
}

/** Whether a message without signals, by whomever, changes nothing: nobody waits, and nothing was said or promised. */
export function awaitsNothing({ waiting, said, followed }: ConversationDetectionState): boolean {
  return waiting === null && said === undefined && followed === undefined;
}

/** What happens to the promises of a conversation beside its messages. */
export type PromiseEvent =
  | { readonly kind: 'time' | 'given-up'; readonly atMs: number }
  | { readonly kind: 'deed'; readonly by: Deed; readonly atMs: number };

/** The state after time has passed, somebody has acted, or the conversation was closed without resolution. */
export function promisesAfter(
  state: ConversationDetectionState,
  event: PromiseEvent,
): ConversationDetectionState {
  const { followed } = state;
  if (followed === undefined) return state;
  const after =
    event.kind === 'deed'
      ? promisesKept(followed, event.by, event.atMs)
      : event.kind === 'time'
        ? promisesAt(followed, event.atMs)
        : promisesBroken(followed, event.atMs);
  if (after === followed) return state;
  const next = { ...state, followed: after };
  return event.kind === 'deed' ? withoutKept(next, followed) : next;
}

/**
 * What a deed has kept no longer counts towards promises given again and again; what was broken does. While somebody is
 * in danger all of them count: that a reply has content does not show that anybody came.
 */
function withoutKept(
  state: ConversationDetectionState,
  before: readonly Promised[],
): ConversationDetectionState {
  if (state.promised === 0 || inDanger(state).length > 0) return state;
  // A deed keeps whatever was open, and not over, when it came.
  const after = new Map(state.followed?.map((promise) => [promise.messageId, promise]));
  const kept = new Set(
    before.flatMap(({ messageId, state: was }) =>
      was === 'open' && after.get(messageId)?.state === 'kept' ? [messageId] : [],
    ),
  );
  const promises = state.promises.filter(({ messageId }) => !kept.has(messageId));
  if (promises.length === state.promises.length) return state;
  const [first] = promises;
  const { firstPromise } = state;
  if (first === undefined || firstPromise === null)
    return { ...state, promised: 0, firstPromise: null, promises, promisedAtMs: null };
  const promised = state.promised - (state.promises.length - promises.length);
  if (first.messageId === firstPromise.messageId) return { ...state, promised, promises };
  const { messageId } = first;
  const atMs = after.get(messageId)?.atMs ?? firstPromise.atMs;
  return { ...state, promised, firstPromise: { messageId, atMs }, promises, promisedAtMs: null };
}

/** An agent has written: nobody waits any more, and a promise is kept by it unless it only promises or is polite. */
function answered(
  before: ConversationDetectionState,
  { atMs, signals, isCourtesy }: MessageFacts,
  place: number,
): ConversationDetectionState {
  const promises = (it: Signal) =>
    it.promisedWithinMs !== undefined || (it.opensFlag && it.category === 'empty-promise');
  const isDeed = isCourtesy !== true && !signals.some(promises);
  const state = isDeed ? promisesAfter(before, { kind: 'deed', by: 'reply', atMs }) : before;
  const { waiting, said } = state;
  if (waiting === null && said === undefined) return state;
  return { ...state, waiting: null, ...(said && { said: { ...said, answered: place } }) };
}

function promisedIn(
  { followed = [] }: ConversationDetectionState,
  promise: Signal | null,
  { messageId, role, atMs, signals }: MessageFacts,
): Pick<ConversationDetectionState, 'followed'> {
  if (role !== 'agent' && role !== 'bot') return {};
  const withinMs = signals.find((it) => it.promisedWithinMs !== undefined)?.promisedWithinMs ?? null;
  if (promise === null && withinMs === null) return {};
  return { followed: promisesWith(followed, { messageId, atMs, withinMs }) };
}

function withMarks(
  state: ConversationDetectionState,
  { atMs, signals }: MessageFacts,
  place: number,
): ConversationDetectionState {
  if (!signals.some(({ mark }) => mark !== undefined)) return state;
  return { ...state, said: saidWith(state.said ?? UNSAID, signals, { place, atMs }) };
}

function waitingFor(
  { category, severity }: Signal,
  { answerWithinMs }: Watch,
  { messageId, atMs }: MessageFacts,
): ConversationDetectionState['waiting'] {
  if (answerWithinMs === undefined) return null;
  return { category, severity, messageId, atMs, withinMs: answerWithinMs };
}

function toldOf(
  { category, severity }: Signal,
  { notClosedAs }: Watch,
  { messageId, atMs }: MessageFacts,
): ConversationDetectionState['told'] {
  return notClosedAs === undefined ? null : { category, severity, messageId, atMs, notClosedAs };
}

function findingOf(signal: Signal, { messageId, atMs }: MessageFacts): Finding {
  const { ruleId, category, severity, score, reasons } = signal;
  return {
    id: `${ruleId}:${messageId}`,
    ruleId,
    category,
    severity,
    score,
    reasons,
    messageId,
    evidence: signal.spans.map(({ start, end }) => ({ messageId, start, end })),
    atMs,
  };
}

function withPromise(
  state: ConversationDetectionState,
  promise: Signal,
  { messageId, atMs }: MessageFacts,
): ConversationDetectionState {
  const span = promise.spans[0] ?? { start: 0, end: 0 };
  const promises = [...state.promises, { messageId, start: span.start, end: span.end }];
  if (promises.length > KEPT_PROMISES) promises.splice(1, 1);
  return {
    ...state,
    promised: state.promised + 1,
    firstPromise: state.firstPromise ?? { messageId, atMs },
    promises,
  };
}

function promiseFinding(state: ConversationDetectionState, { messageId, atMs }: MessageFacts): Finding {
  const dangers = inDanger(state);
  const first = state.firstPromise ?? { messageId, atMs };
  return {
    id: `${REPEATED_PROMISE}:${first.messageId}`,
    ruleId: REPEATED_PROMISE,
    category: 'empty-promise',
    severity: dangers.length > 0 && state.promised >= REPEATED_FROM ? 'high' : 'medium',
    score: Math.min(1, Math.round((0.5 + 0.15 * (state.promised - 1)) * 100) / 100),
    reasons: [
      `${state.promised > 1 ? 'repeated' : 'empty'}-promise: ${ordinal(state.promised)}`,
      ...dangers.map((category) => `while-open: ${category}`),
    ],
    messageId,
    evidence: state.promises.map((promise) => ({ ...promise })),
    atMs: state.promisedAtMs ?? atMs,
  };
}

function inDanger({ dangers }: ConversationDetectionState): Category[] {
  return [...DANGERS].filter((category) => dangers[category] !== undefined);
}

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function isGraver(a: Severity, b: Severity): boolean {
  return GRAVITY[a] < GRAVITY[b];
}

function ordinal(n: number): string {
  const tail = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${tail}`;
}
