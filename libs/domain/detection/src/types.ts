import {
  type Category,
  type Channel,
  type Outcome,
  type Severity,
  type SpeakerRole,
} from '@earshot/contracts';
import { type EventKind, type Since } from './rules/pack-schema';

/** A half-open stretch `[start, end)` of a text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/**
 * One rule's match in one message: a pure function of text, speaker and time, plain JSON, stored with the message. `score` is 0 to 1. `reasons` are short phrases that begin with a stable code (`term: 骚扰`,
 * `lowered-by: negation`). Offsets are of the original text; the first span is the earliest.
 */
export interface Signal {
  ruleId: string;
  category: Category;
  severity: Severity;
  score: number;
  reasons: string[];
  spans: Span[];
  /** Whether the score is high enough for a flag; a critical rule's always is. */
  opensFlag: boolean;
  /** What the conversation must be like for the match to count; absent where it counts as it is. See `decided`. */
  if?: Conditions;
  /** Not a match: words that a rule looks back at from a later message, by the name under which it asks for them. */
  mark?: string;
  /**
   * What the conversation is watched for from here on, as the packs in force say; absent where for nothing.
   * A critical one of a customer always has it: {} where for nothing.
   */
  watch?: Watch;
  /** Within how many ms the message promises to do something, where it names a time. */
  promisedWithinMs?: number;
}

/** What only the conversation can tell: all that is given must be so. */
export interface Conditions {
  channel?: readonly Channel[];
  /** The customer is in one of these. */
  segments?: readonly string[];
  after?: Looked;
  /** Must not be so. */
  unless?: Looked;
  since?: Since;
}

/** At least `times` of the last `messages` messages hold the mark, said as long ago as is asked. */
export interface Looked {
  mark: string;
  messages: number;
  times: number;
  withinSeconds?: number;
  atLeastSeconds?: number;
  /** Only messages since an agent last wrote count. */
  unanswered?: true;
}

/** What a customer's statement of danger is followed by: see `silence` and `closing` in the packs. */
export interface Watch {
  /** A human must have answered by then, ms. */
  answerWithinMs?: number;
  /** Closes that are held against the conversation. */
  notClosedAs?: readonly Outcome[];
}

/** What is known about a message beside its text. */
export interface About {
  speaker: SpeakerRole;
  language?: string;
  channel?: string;
  /** Segments of the customer: `elderly`, `minor` … */
  segments?: readonly string[];
  /** Hour of the day at the customer's, 0 to 23, instead of that of `atMs` in the pack's time zone. */
  hour?: number;
  /** When the message was sent, ms. Rules on hours, and on how long ago something was, do not fire without it. */
  atMs?: number;
  /** Earlier messages, oldest first, those of the conversation's last minutes or the last twenty. */
  context?: readonly { speaker: SpeakerRole; text: string; atMs?: number }[];
  /** What has happened to the conversation before the message; of each kind the latest is enough. */
  events?: readonly { kind: EventKind; atMs: number }[];
}

/** A value, or why there is none. */
export type Result<Value, Failure> = { ok: true; value: Value } | { ok: false; error: Failure };
