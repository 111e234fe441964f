import { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
import { type EventKind } from './rules/pack-schema';

/** A half-open stretch `[start, end)` of a text, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/**
 * One rule's match in one message: a pure function of text, speaker and circumstances, plain JSON, stored with the
 * message. `score` is 0 to 1. `reasons` are short phrases that begin with a stable code (`term: 骚扰`,
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
}

/** What is known about a message beside its text. */
export interface About {
  speaker: SpeakerRole;
  language?: string;
  channel?: string;
  /** Segments of the customer: `elderly`, `minor` … */
  segments?: readonly string[];
  /** Hour of the day at the customer's, 0 to 23; rules on hours do not fire without it. */
  hour?: number;
  /** When the message was sent, ms. Rules on how long ago something was do not fire without it. */
  atMs?: number;
  /** Earlier messages, oldest first, those of the conversation's last minutes or the last twenty. */
  context?: readonly { speaker: SpeakerRole; text: string; atMs?: number }[];
  /** What has happened to the conversation before the message; of each kind the latest is enough. */
  events?: readonly { kind: EventKind; atMs: number }[];
}

/** A value, or why there is none. */
export type Result<Value, Failure> = { ok: true; value: Value } | { ok: false; error: Failure };
