import { Listeners } from './listeners';
import {
  LiveBus,
  type LiveBusState,
  type LiveListener,
  type LiveTopic,
  type LiveTopics,
  type OnBusError,
} from './live-bus';

/** The live bus of one process that does everything. */
export class InProcessLiveBus extends LiveBus {
  readonly state: LiveBusState = 'in-process';
  readonly unheard = 0;
  private readonly listeners: Listeners;

  constructor(onError: OnBusError) {
    super();
    this.listeners = new Listeners(onError);
  }

  override publish<T extends LiveTopic>(topic: T, message: LiveTopics[T]): void {
    const json = JSON.stringify(message);
    // Later, as with Redis: a listener never runs inside its publisher.
    setImmediate(() => this.listeners.tell(topic, json));
  }

  override subscribe<T extends LiveTopic>(topic: T, listener: LiveListener<T>): Promise<() => void> {
    return Promise.resolve(this.listeners.add(topic, listener));
  }

  override close(): Promise<void> {
    this.listeners.clear();
    return Promise.resolve();
  }
}
