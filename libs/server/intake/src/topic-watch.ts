import { TopicReader, type StreamLogger, type TopicLog } from '@earshot/platform/kafka';

/** What was last seen of the topic. */
export interface TopicSight {
  readonly state: 'not-configured' | 'connecting' | 'consuming' | 'topic-missing' | 'away';
  readonly detail: string | null;
  readonly log: TopicLog | null;
}

const FRESH_MS = 2_000;

/** Looks at the topic's ends on the broker, at most every two seconds, however many ask. */
export class TopicWatch {
  private readonly reader: TopicReader | null;
  private last: { at: number; sight: Promise<TopicSight> } | null = null;

  /** `brokers` null: no Kafka is configured. */
  constructor(
    brokers: readonly string[] | null,
    readonly topic: string | null,
    logger: StreamLogger,
  ) {
    this.reader = brokers === null || topic === null ? null : new TopicReader(brokers, topic, logger);
  }

  look(): Promise<TopicSight> {
    const now = performance.now();
    if (this.last === null || now - this.last.at > FRESH_MS) this.last = { at: now, sight: this.read() };
    return this.last.sight;
  }

  async close(): Promise<void> {
    await this.reader?.close();
  }

  private async read(): Promise<TopicSight> {
    if (this.reader === null) return { state: 'not-configured', detail: null, log: null };
    try {
      const log = await this.reader.read();
      if (log.partitions !== null) return { state: 'consuming', detail: null, log };
      return {
        state: 'topic-missing',
        detail: `Topic ${this.topic ?? ''} does not exist yet; it is waited for.`,
        log,
      };
    } catch (error) {
      return { state: 'away', detail: error instanceof Error ? error.message : String(error), log: null };
    }
  }
}
