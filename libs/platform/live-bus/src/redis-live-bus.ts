import { endRedis, openRedis } from '@earshot/platform/redis';
import { createAdapter } from '@socket.io/redis-adapter';
import type Redis from 'ioredis';
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
  private unsent = 0;

  constructor(
    url: string,
    private readonly onError: OnBusError,
  ) {
    super();
    this.listeners = new Listeners(onError);
    // What cannot be said now is not said later: this process hears it at once, and whoever looks reads it anyway.
    this.publisher = openRedis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    this.subscriber = openRedis(url);
    for (const client of [this.publisher, this.subscriber]) {
      client.on('error', (error) => this.away(error));
      client.on('ready', () => (this.isAwayTold = false));
    }
    this.subscriber.on('message', (channel, json) => this.listeners.tell(channel.slice(prefix.length), json));
  }

  get state(): LiveBusState {
    return this.publisher.status === 'ready' && this.subscriber.status === 'ready' ? 'connected' : 'away';
  }

  get unheard(): number {
    return this.unsent;
  }

  override publish<T extends LiveTopic>(topic: T, message: LiveTopics[T]): void {
    const json = JSON.stringify(message);
    this.publisher.publish(prefix + topic, json).catch((error: unknown) => {
      this.unsent += 1;
      this.away(error);
      this.listeners.tell(topic, json);
    });
  }

  override async subscribe<T extends LiveTopic>(topic: T, listener: LiveListener<T>): Promise<() => void> {
    const remove = this.listeners.add(topic, listener);
    if (!this.subscribed.has(topic)) {
      this.subscribed.add(topic);
      const asked = this.subscriber.subscribe(prefix + topic).catch((error: unknown) => this.away(error));
      // While Redis is away ioredis keeps the wish and asks again by itself: a start must not wait for it.
      if (this.subscriber.status === 'ready') await Promise.race([asked, closing(this.subscriber)]);
    }
    return remove;
  }

  override async close(): Promise<void> {
    this.listeners.clear();
    await Promise.all([endRedis(this.publisher), endRedis(this.subscriber)]);
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
  const publisher = openRedis(url);
  const subscriber = openRedis(url);
  for (const client of [publisher, subscriber]) client.on('error', onError);
  return {
    adapter: createAdapter(publisher, subscriber),
    close: async () => {
      await Promise.all([endRedis(publisher), endRedis(subscriber)]);
    },
  };
}

function closing(client: Redis): Promise<void> {
  return new Promise((closed) => client.once('close', closed));
}
