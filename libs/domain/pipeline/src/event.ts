import type { EventData, EventType, RejectionCode } from '@earshot/contracts';

/** An event that is well formed in itself. Whether it fits what is already known is decided at the database. */
export type IntakeEvent = {
  [T in EventType]: {
    readonly type: T;
    readonly id: string;
    readonly source: string;
    /** The conversation id, or the agent id for `agent.updated.v1`. */
    readonly subject: string;
    /** Event time, ms since the epoch. */
    readonly at: number;
    /** 0 where the producer gives none. */
    readonly sequence: number;
    readonly data: EventData<T>;
  };
}[EventType];

/** Why an event is not taken, in words for the person who mends it. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly detail: string;
  /** JSON pointer into the event; '' for the whole. */
  readonly pointer: string;
}

/** What decoding gives: the event, or why not. */
export type Decoded =
  { readonly ok: true; readonly event: IntakeEvent } | { readonly ok: false; readonly rejection: Rejection };
