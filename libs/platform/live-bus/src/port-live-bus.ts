import { type MessagePort } from 'node:worker_threads';
import { LiveBus, type LiveBusState, type LiveTopic, type LiveTopics } from './live-bus';

/** What a thread says through its port. */
interface Said {
  readonly kind: 'live';
  readonly topic: LiveTopic;
  readonly message: LiveTopics[LiveTopic];
}

/** The live bus of a thread that only speaks: the process's own bus repeats what it says (see `relayLive`). */
export class PortLiveBus extends LiveBus {
  readonly state: LiveBusState = 'in-process';
  readonly unheard = 0;

  constructor(private readonly port: Pick<MessagePort, 'postMessage'>) {
    super();
  }

  override publish<T extends LiveTopic>(topic: T, message: LiveTopics[T]): void {
    this.port.postMessage({ kind: 'live', topic, message } satisfies Said);
  }

  /** A thread serves nobody who could look, so it hears nothing. */
  override subscribe(): Promise<() => void> {
    return Promise.reject(new Error('a thread of the intake does not listen'));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Repeats on the process's bus what a thread said; false where the message is something else. */
export function relayLive(said: unknown, bus: LiveBus): boolean {
  if (typeof said !== 'object' || said === null || (said as Said).kind !== 'live') return false;
  const { topic, message } = said as Said;
  bus.publish(topic, message);
  return true;
}
