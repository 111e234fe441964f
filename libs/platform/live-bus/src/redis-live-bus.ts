import { createAdapter } from '@socket.io/redis-adapter';
import Redis from 'ioredis';
import { Listeners } from './listeners';
import {
  LiveBus,
  type LiveBusState,
  type LiveListener,
  type LiveTopic,
  type LiveTopics,
  type OnBusError,
} from './live-bus';

const prefix = 'earshot:live:';

/** The live bus of several processes: Redis publish and subscribe. While Redis is away, this process hears itself. */
export class RedisLiveBus extends LiveBus {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly listeners: Listeners;
  private readonly subscribed = new Set<string>();
  private isAwayTold = false;

  constructor(
    url: string,
    private readonly onError: OnBusError,
  ) {
    super();
    this.listeners = new Listeners(onError);
    this.publisher = connect(url, { enableOfflineQueue: false });
    this.subscriber = connect(url, {});
    for (const client of [this.publisher, this.subscriber]) {
      client.on('error', (error) => this.away(error));
      client.on('ready', () => (this.isAwayTold = false));
    }
    this.subscriber.on('message', (channel, json) => this.listeners.tell(channel.slice(prefix.length), json));
  }

  get state(): LiveBusState {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready' ? 'connected' : 'away';
  }

  override async publish<T extends LiveTopic>(topic: T, message: LiveTopics[T]): Promise<void> {
    const json = JSON.stringify(message);
    try {
      await this.publisher.publish(prefix + topic, json);
    } catch (error) {
      this.away(error);
      this.listeners.tell(topic, json);
    }
  }

  override async subscribe<T extends LiveTopic>(topic: T, listener: LiveListener<T>): Promise<() => void> {
    const remove = this.listeners.add(topic, listener);
    if (!this.subscribed.has(topic)) {
      this.subscribed.add(topic);
      const asked = this.subscriber.subscribe(prefix + topic).catch((error: unknown) => this.away(error));
      // While Redis is away ioredis keeps the wish and asks again by itself: a start must not wait for it.
      if (this.subscriber.status === 'ready') await asked;
    }
    return remove;
  }

  override async close(): Promise<void> {
    this.listeners.clear();
    await Promise.all([end(this.publisher), end(this.subscriber)]);
  }

  /** Once for each time it goes away: ioredis says so at every attempt. */
  private away(error: unknown): void {
    if (this.isAwayTold) return;
    this.isAwayTold = true;
    this.onError(error, 'redis');
  }
}

/** A socket.io adapter over Redis, for a gateway in several processes, and what closes its connections. */
export function redisSocketAdapter(
  url: string,
  onError: (error: unknown) => void,
): { adapter: ReturnType<typeof createAdapter>; close: () => Promise<void> } {
  const publisher = connect(url, {});
  const subscriber = connect(url, {});
  for (const client of [publisher, subscriber]) client.on('error', onError);
  return {
    adapter: createAdapter(publisher, subscriber),
    close: async () => {
      await Promise.all([end(publisher), end(subscriber)]);
    },
  };
}

function connect(url: string, options: { enableOfflineQueue?: boolean }): Redis {
  return new Redis(url, {
    ...options,
    maxRetriesPerRequest: null,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(2_000, attempt * 100),
  });
}

async function end(client: Redis): Promise<void> {
  // `quit` waits for an answer, which a Redis that is away does not give.
  if (client.status === 'ready') await client.quit().catch(() => client.disconnect());
  else client.disconnect();
}
