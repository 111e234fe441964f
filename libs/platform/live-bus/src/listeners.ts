import { type LiveListener, type LiveTopic, type OnBusError } from './live-bus';

/** The listeners of one process, by topic. */
export class Listeners {
  private readonly byTopic = new Map<string, Set<LiveListener<never>>>();

  constructor(private readonly onError: OnBusError) {}

  add<T extends LiveTopic>(topic: T, listener: LiveListener<T>): () => void {
    const known = this.byTopic.get(topic) ?? new Set();
    this.byTopic.set(topic, known);
    // A set of its own wrapper each: the same function may listen twice and be taken off once.
    const own: LiveListener<T> = (message) => listener(message);
    known.add(own as LiveListener<never>);
    return () => known.delete(own as LiveListener<never>);
  }

  /** Hands a message, as JSON, to each listener: each gets an object of its own. */
  tell(topic: string, json: string): void {
    for (const listener of [...(this.byTopic.get(topic) ?? [])]) {
      try {
        listener(JSON.parse(json) as never);
      } catch (error) {
        this.onError(error, topic);
      }
    }
  }

  clear(): void {
    this.byTopic.clear();
  }
}
