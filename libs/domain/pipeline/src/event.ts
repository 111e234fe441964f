import type { EventData, EventType } from '@earshot/contracts';
import type { Rejection } from './rejection';

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

/** What decoding gives: the event, or why not. */
export type Decoded =
  { readonly ok: true; readonly event: IntakeEvent } | { readonly ok: false; readonly rejection: Rejection };
