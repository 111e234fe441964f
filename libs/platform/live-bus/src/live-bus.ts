/**
 * What is said on the bus: that something changed, never what it is now. Whoever hears it reads the database in the
 * eyes of the person it serves, so a lost message costs freshness, and a message can give nothing away.
 */
export interface LiveTopics {
  /** Measures of these brands moved (metric buckets were written). */
  'measures.changed': { brandIds: string[]; vendorIds: string[] };
  /** These conversations were folded again; keys, not ids. */
  'conversations.changed': { conversationKeys: string[] };
  /** Flags opened, changed, acknowledged, closed or withdrawn. */
  'flags.changed': { flagIds: string[] };
  /** Review items came, went or changed hands. */
  'review.queue-changed': { brandIds: string[] };
  /** A safety officer began or ceased to look at the lane. */
  'safety.presence-changed': { brandIds: string[] };
}
export type LiveTopic = keyof LiveTopics;

/** `away`: Redis is gone, or hangs; messages reach only this process until it is back. */
export type LiveBusState = 'in-process' | 'connected' | 'away';

/** Hears a message. What it throws is reported and reaches neither the publisher nor other listeners. */
export type LiveListener<T extends LiveTopic> = (message: LiveTopics[T]) => void;

/**
 * Tells every process that something changed: in order from one publisher, without memory. A message may be lost, or
 * heard twice by its own process, when Redis goes away.
 */
export abstract class LiveBus {
  /**
   * Says it to every listener in every process, this one included, by and by. There is nothing to wait for, and nothing
   * is thrown: what it tells of is committed already, and a Redis that hangs must hold up nobody.
   */
  abstract publish<T extends LiveTopic>(topic: T, message: LiveTopics[T]): void;

  /** Listens until the function that is given back is called. Resolves when messages are sure to be heard. */
  abstract subscribe<T extends LiveTopic>(topic: T, listener: LiveListener<T>): Promise<() => void>;

  abstract readonly state: LiveBusState;

  /** How many messages other processes did not hear, since the start. */
  abstract readonly unheard: number;

  /** Ends all listening and the connections. */
  abstract close(): Promise<void>;
}

/** Told of a listener that threw, or of Redis being away. */
export type OnBusError = (error: unknown, topic: string) => void;
