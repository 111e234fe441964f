import { type ShownMessage } from '@earshot/contracts';

/** What happened besides messages, in words. */
export interface ShownEvent {
  at: string;
  text: string;
}

export interface MessageTurn {
  kind: 'message';
  id: string;
  message: ShownMessage;
  /** How long the customer had waited for this answer, where it is worth saying; ms. */
  waitedMs: number | null;
  /** Silence before it, where it is worth saying and is no wait; ms. */
  gapMs: number | null;
  /** How much later than its own time it was received, told where lateness begins; ms. */
  lateMs: number | null;
}
export interface FoldTurn {
  kind: 'fold';
  id: string;
  messages: readonly ShownMessage[];
}
export interface EventTurn {
  kind: 'event';
  id: string;
  event: ShownEvent;
}
export type Turn = MessageTurn | FoldTurn | EventTurn;

/** A wait shorter than this is not worth a word. */
const WAIT_WORTH_SAYING_MS = 60_000;
const GAP_WORTH_SAYING_MS = 5 * 60_000;
const LATE_MS = 60_000;
/** As many bot turns in a row fold. */
const FOLD_FROM = 3;

/**
 * The transcript as it is read: messages with their waits, runs of three and more bot turns folded unless one of
 * them `isMarked`, events between. Messages and events come in order of time.
 */
export function turnsOf(
  messages: readonly ShownMessage[],
  events: readonly ShownEvent[],
  isMarked: (messageId: string) => boolean,
): Turn[] {
  const turns: Turn[] = [];
  let waitingSince: number | null = null;
  let before: number | null = null;
  let nextEvent = 0;
  let wasLate = false;
  for (let index = 0; index < messages.length; index += 1) {
    const message = messages[index];
    if (!message) continue;
    for (; nextEvent < events.length; nextEvent += 1) {
      const event = events[nextEvent];
      if (!event || Date.parse(event.at) > Date.parse(message.at)) break;
      turns.push({ kind: 'event', id: `event-${nextEvent}`, event });
    }
    const run = botRun(messages, index, isMarked);
    if (run.length >= FOLD_FROM) {
      turns.push({ kind: 'fold', id: `fold-${message.messageId}`, messages: run });
      index += run.length - 1;
      before = Date.parse(run.at(-1)?.at ?? message.at);
      continue;
    }
    const at = Date.parse(message.at);
    const isAnswer = message.sender.role === 'agent' && waitingSince !== null;
    const waitedMs =
      isAnswer && waitingSince !== null ? worth(at - waitingSince, WAIT_WORTH_SAYING_MS) : null;
    const gapMs = waitedMs === null && before !== null ? worth(at - before, GAP_WORTH_SAYING_MS) : null;
    const late = worth(Date.parse(message.receivedAt) - at, LATE_MS);
    const lateMs = wasLate ? null : late;
    wasLate = late !== null;
    turns.push({ kind: 'message', id: message.messageId, message, waitedMs, gapMs, lateMs });
    if (message.sender.role === 'customer') waitingSince ??= at;
    if (message.sender.role === 'agent') waitingSince = null;
    before = at;
  }
  for (; nextEvent < events.length; nextEvent += 1) {
    const event = events[nextEvent];
    if (event) turns.push({ kind: 'event', id: `event-${nextEvent}`, event });
  }
  return turns;
}

function botRun(
  messages: readonly ShownMessage[],
  from: number,
  isMarked: (messageId: string) => boolean,
): ShownMessage[] {
  const run: ShownMessage[] = [];
  for (let index = from; index < messages.length; index += 1) {
    const message = messages[index];
    if (!message || message.sender.role !== 'bot' || isMarked(message.messageId)) break;
    run.push(message);
  }
  return run;
}

function worth(ms: number, least: number): number | null {
  return ms >= least ? ms : null;
}
