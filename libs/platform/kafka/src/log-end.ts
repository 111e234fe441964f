import { Kafka, logLevel } from 'kafkajs';
import { kafkaLogger, type StreamLogger } from './logger';

/** One partition's log on the broker: offsets as decimal strings; `high` is the next one to be written. */
export interface PartitionLog {
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

/** What a broker says of a topic. */
export interface TopicLog {
  readonly clusterId: string;
  /** null where the topic does not exist. */
  readonly partitions: readonly PartitionLog[] | null;
}

/** Asks the broker for the ends of a topic's partitions, for lag and for resetting offsets. */
export class TopicReader {
  private readonly admin;
  private connected: Promise<void> | null = null;

  constructor(
    brokers: readonly string[],
    private readonly topic: string,
    logger: StreamLogger,
  ) {
    this.admin = new Kafka({
      clientId: 'earshot-status',
      brokers: [...brokers],
      logLevel: logLevel.ERROR,
      logCreator: kafkaLogger(logger),
      connectionTimeout: 2_000,
      requestTimeout: 3_000,
      retry: { retries: 1, initialRetryTime: 100 },
    }).admin();
  }

  /** Throws where the broker is away. */
  async read(): Promise<TopicLog> {
    this.connected ??= this.admin.connect();
    try {
      await this.connected;
      const { clusterId } = await this.admin.describeCluster();
      if (!(await this.admin.listTopics()).includes(this.topic)) return { clusterId, partitions: null };
      const partitions = await this.admin.fetchTopicOffsets(this.topic);
      return { clusterId, partitions: [...partitions].sort((a, b) => a.partition - b.partition) };
    } catch (error) {
      this.connected = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }
}
