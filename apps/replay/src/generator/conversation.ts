import type { Category, CloudEvent, EventData, EventType, Severity } from '@earshot/contracts';
import type { BadWay } from './scripts/script';

/** An event with its time in ms since the epoch and the key it travels under. */
export interface TimedEvent {
  readonly at: number;
  readonly key: string;
  readonly event: CloudEvent;
}

/** What is known of a made conversation: the answer key against which the product can be judged. */
export interface Truth {
  readonly conversationId: string;
  readonly vendorId: string;
  readonly agentId: string | undefined;
  readonly language: string;
  /** Id of the script, or of the recorded conversation. */
  readonly script: string;
  /** `unknown` for recorded ones: nobody has judged the agent there. */
  readonly handled: 'well' | 'badly' | 'unknown';
  readonly ways: readonly BadWay[];
  /** The messages that a reader must see. */
  readonly dangers: readonly {
    readonly messageId: string;
    readonly category: Category;
    readonly severity: Severity;
  }[];
  readonly outcome: 'resolved' | 'unresolved' | 'abandoned' | undefined;
  readonly rating: number | undefined;
  readonly complained: boolean;
}

/** A conversation as its events, oldest first, and the truth about it. */
export interface Conversation {
  readonly id: string;
  readonly events: readonly TimedEvent[];
  /** Index of the (last) close among the events: after it the conversation is no longer open. */
  readonly closeIndex: number;
  readonly truth: Truth;
}

/** Something that can make its n-th conversation, opened at an instant, without having made the others. */
export type ConversationSource = (index: number, openedAt: number) => Conversation;

/** Gives an event as JSON, in CloudEvents' structured mode. */
export const toJson = ({ event }: TimedEvent): string => JSON.stringify(event);

/** Writes one conversation down event by event; each event is later than the one before. */
export class ConversationWriter {
  readonly events: TimedEvent[] = [];
  closeIndex = 0;
  private messages = 0;

  constructor(
    readonly id: string,
    private readonly origin: string,
    private now: number,
  ) {}

  /** Event time of the last event, ms since the epoch. */
  get at(): number {
    return this.now;
  }

  /** Adds an event `afterMs` later, at least 1 ms. */
  add<T extends EventType>(type: T, data: EventData<T>, afterMs: number): void {
    this.now += Math.max(1, Math.round(afterMs));
    const sequence = this.events.length;
    const event = {
      specversion: '1.0',
      id: `${this.id}.${sequence}`,
      source: this.origin,
      type,
      subject: this.id,
      time: new Date(this.now).toISOString(),
      sequence,
      datacontenttype: 'application/json',
      data,
    } as CloudEvent;
    this.events.push({ at: this.now, key: this.id, event });
    if (type === 'conversation.closed.v1') this.closeIndex = sequence;
  }

  /** Adds a message `afterMs` later and gives its id. */
  say(role: 'customer' | 'agent' | 'bot' | 'system', text: string, more: Spoken): string {
    this.messages += 1;
    const messageId = `${this.id}.m${this.messages}`;
    const data: EventData<'conversation.message.v1'> = {
      messageId,
      sender: more.senderId === undefined ? { role } : { role, id: more.senderId },
      text,
    };
    if (more.voiceFrom !== undefined) {
      // A voice message takes about a fifth of a second a character.
      data.startMs = Math.max(0, this.now + Math.round(more.afterMs) - more.voiceFrom);
      data.endMs = data.startMs + text.length * 200;
    }
    this.add('conversation.message.v1', data, more.afterMs);
    return messageId;
  }
}

/** How a message is said: how long after the last event, by whom, and when the call began (voice only). */
export interface Spoken {
  readonly afterMs: number;
  readonly senderId?: string | undefined;
  readonly voiceFrom?: number | undefined;
}
