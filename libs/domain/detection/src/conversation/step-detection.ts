import { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
import { DANGERS } from '../dangers';
import { type Signal } from '../types';

/** What detection needs to know of one message of a conversation. Signals stand for its text. */
export interface MessageFacts {
  messageId: string;
  role: SpeakerRole;
  atMs: number;
  agentId: string | null;
  signals: readonly Signal[];
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
  /** The customer's first cry of critical danger that no human agent has answered yet. */
  readonly waiting: (Danger & { readonly isTold?: true }) | null;
  /** The gravest danger so far, if it is critical; what a close as resolved is held against. */
  readonly critical: Danger | null;
  /** Messages with an empty promise, counted. */
  readonly promised: number;
  /** The first such message, and the places of the latest ones. */
  readonly firstPromise: { readonly messageId: string; readonly atMs: number } | null;
  readonly promises: readonly { readonly messageId: string; readonly start: number; readonly end: number }[];
  /** When the promises became a finding; it keeps that instant however many follow. */
  readonly promisedAtMs: number | null;
}

/** A critical danger that a customer told of. */
export interface Danger {
  readonly category: Category;
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
  critical: null,
  promised: 0,
  firstPromise: null,
  promises: Object.freeze([]),
  promisedAtMs: null,
});

/** Gives the state before the first message. */
export function emptyDetectionState(): ConversationDetectionState {
  return EMPTY;
}

/**
 * Gives the state and findings after the next message. Each signal that opens a flag is a finding, but for promises
 * without content: one alone is a courtesy that a third of all conversations hold, so the first is only remembered.
 * The second makes them one finding, `medium`; while somebody is in danger the first already does, and from the second
 * on it is `high`. Messages must come in order; the result depends on nothing else.
 */
export function stepDetection(state: ConversationDetectionState, message: MessageFacts): DetectionStep {
  if (message.role === 'agent' && state.waiting !== null) state = { ...state, waiting: null };
  if (message.signals.length === 0) return { state, findings: [], withdrawn: [] };
  const findings: Finding[] = [];
  let dangers = state.dangers;
  let promise: Signal | null = null;
  let cry: Danger | null = null;
  for (const signal of message.signals) {
    if (!signal.opensFlag) continue;
    if (signal.category === 'empty-promise') {
      promise ??= signal;
      continue;
    }
    findings.push(findingOf(signal, message));
    if (message.role === 'customer' && signal.severity === 'critical') {
      cry ??= { category: signal.category, messageId: message.messageId, atMs: message.atMs };
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
    dangers,
    waiting: state.waiting ?? cry,
    critical: state.critical ?? cry,
  };
  const isNews = promise !== null || inDanger(next).length > inDanger(state).length;
  const enough = inDanger(next).length > 0 ? 1 : REPEATED_FROM;
  if (!isNews || next.promised < enough) return { state: next, findings, withdrawn: [] };
  const told = { ...next, promisedAtMs: next.promisedAtMs ?? message.atMs };
  findings.push(promiseFinding(told, message));
  return { state: told, findings, withdrawn: [] };
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
