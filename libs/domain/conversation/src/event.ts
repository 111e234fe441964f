import type { Channel, Outcome, SpeakerRole } from '@earshot/contracts';
import type { Signal } from '@earshot/domain/detection';
import type { PieceTrace } from '@earshot/domain/privacy';

/** Where an event stands among its conversation's: event time, then the producer's sequence, then ids. */
export interface EventOrder {
  /** Event time, ms since the epoch. */
  readonly at: number;
  /** The producer's order; 0 where it gives none. */
  readonly sequence: number;
  readonly id: string;
  readonly source: string;
}

/** What folding needs to know of an event. No raw text but the digits of a trace: the rest is taken from it before. */
export type FoldEvent = EventOrder & (OpenedEvent | MessageEvent | OtherEvent);

export interface OpenedEvent {
  readonly kind: 'opened';
  readonly vendorId: string;
  readonly channel: Channel;
  readonly platform: string | null;
  readonly scenario: string | null;
  readonly language: string | null;
  readonly segments: readonly string[];
  /** Keyed hash of the customer's reference, hex. */
  readonly customerHash: string;
  readonly menuSteps: number;
  readonly botTurns: number;
}

export interface MessageEvent {
  readonly kind: 'message';
  readonly messageId: string;
  readonly role: SpeakerRole;
  readonly senderId: string | null;
  readonly signals: readonly Signal[];
  /** Whether a bot only announces that a human will come ("正在转接"): it answers nothing. */
  readonly announcement: boolean;
  /** What it may add to a number that a customer or an agent sends in pieces; null for most. Never stored. */
  readonly trace: PieceTrace | null;
}

export type OtherEvent =
  | { readonly kind: 'assigned'; readonly agentId: string; readonly teamId: string | null }
  | {
      readonly kind: 'transferred';
      readonly to: 'bot' | 'vendor' | 'brand';
      readonly agentId: string | null;
      readonly teamId: string | null;
    }
  | { readonly kind: 'closed'; readonly outcome: Outcome }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'rated'; readonly outOf5: number; readonly signals: readonly Signal[] }
  | { readonly kind: 'complained'; readonly signals: readonly Signal[] };

/** Negative where `a` comes before `b`: by time, sequence, id, source. 0 only for the same event. */
export function compareEvents(a: EventOrder, b: EventOrder): number {
  return a.at - b.at || a.sequence - b.sequence || compareText(a.id, b.id) || compareText(a.source, b.source);
}

// By UTF-16 code units: the same on every machine, unlike a locale's order.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
