import type { Conversation, ConversationSource, TimedEvent, Truth } from './conversation';

/** An event in the order of sending; with the first of a conversation comes the truth about it. */
export interface Sent {
  readonly event: TimedEvent;
  readonly truth: Truth | undefined;
}

interface Running {
  readonly conversation: Conversation;
  next: number;
  /** Event time of the next event; Infinity when there is none. */
  at: number;
}

/** The running conversations, the one whose next event is earliest on top. */
class ByNextEvent {
  private readonly items: Running[] = [];

  get size(): number {
    return this.items.length;
  }

  get top(): Running | undefined {
    return this.items[0];
  }

  push(item: Running): void {
    const items = this.items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as Running;
      if (!isEarlier(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): Running | undefined {
    const top = this.items[0];
    const item = this.items.pop();
    if (item !== undefined && this.items.length > 0) this.sink(item);
    return top;
  }

  /** Puts the top back in its place after its next event has changed; drops it when it has none left. */
  settleTop(): void {
    const top = this.items[0];
    if (top === undefined) return;
    if (top.at === Infinity) this.pop();
    else this.sink(top);
  }

  private sink(item: Running): void {
    const items = this.items;
    const size = items.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let below = items[child] as Running;
      if (child + 1 < size) {
        const right = items[child + 1] as Running;
        if (isEarlier(right, below)) {
          below = right;
          child += 1;
        }
      }
      if (!isEarlier(below, item)) break;
      items[at] = below;
      at = child;
    }
    items[at] = item;
  }
}

function isEarlier(left: Running, right: Running): boolean {
  // Equal times are ordered by id, so that the order never depends on how the heap came to be.
  return left.at < right.at || (left.at === right.at && left.conversation.id < right.conversation.id);
}

const begin = (conversation: Conversation): Running => ({
  conversation,
  next: 0,
  at: conversation.events[0]?.at ?? Infinity,
});

function take(running: Running): Sent {
  const { events, truth } = running.conversation;
  const sent = { event: events[running.next] as TimedEvent, truth: running.next === 0 ? truth : undefined };
  running.next += 1;
  running.at = events[running.next]?.at ?? Infinity;
  return sent;
}

/** Gives all events by time: the way live traffic comes. `opensAt(index)` must not decrease. */
export function* byTime(options: {
  readonly make: ConversationSource;
  readonly opensAt: (index: number) => number;
  readonly conversations: number;
}): Generator<Sent> {
  const running = new ByNextEvent();
  let index = 0;
  let opensAt = options.conversations > 0 ? options.opensAt(0) : Infinity;
  while (index < options.conversations || running.size > 0) {
    const top = running.top;
    if (index < options.conversations && (top === undefined || opensAt <= top.at)) {
      running.push(begin(options.make(index, opensAt)));
      index += 1;
      if (index < options.conversations) opensAt = options.opensAt(index);
    } else if (top !== undefined) {
      const sent = take(top);
      running.settleTop();
      yield sent;
    }
  }
}

/** Gives one conversation after the other, each whole. */
export function* oneAfterTheOther(options: {
  readonly make: ConversationSource;
  readonly opensAt: (index: number) => number;
  readonly conversations: number;
}): Generator<Sent> {
  for (let index = 0; index < options.conversations; index += 1) {
    const running = begin(options.make(index, options.opensAt(index)));
    while (running.at !== Infinity) yield take(running);
  }
}

/**
 * Gives events with `open` conversations open at once (from the beginning until the last has opened; when one
 * closes the next opens) and two neighbours never of the same conversation, as long as there is another.
 * By time, but for the swap that keeps neighbours apart.
 */
export function* interleaved(options: {
  readonly make: ConversationSource;
  readonly start: number;
  readonly open: number;
  readonly conversations: number;
}): Generator<Sent> {
  const { make, start, open, conversations } = options;
  const running = new ByNextEvent();
  let index = 0;
  const openNext = (at: number): void => {
    if (index >= conversations) return;
    running.push(begin(make(index, at)));
    index += 1;
  };
  // All open within the first second, so that the promise holds almost from the first event on.
  while (index < Math.min(open, conversations)) openNext(start + Math.floor((index * 1000) / open));

  let last: Running | undefined;
  while (running.size > 0) {
    let held: Running | undefined;
    if (running.top === last && running.size > 1) held = running.pop();
    const next = running.top as Running;
    const { at } = next;
    const closes = next.next === next.conversation.closeIndex;
    const sent = take(next);
    running.settleTop();
    if (held !== undefined) running.push(held);
    if (closes) openNext(at + 1);
    last = next;
    yield sent;
  }
}
