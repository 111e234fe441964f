import { Kafka, logLevel, type Producer } from 'kafkajs';
import { kafkaLogger, type StreamLogger } from './logger';

/** A record to be written: the key is the conversation id. */
export interface ProducedRecord {
  readonly key: string;
  readonly value: string;
  readonly headers?: Record<string, string>;
}

/** Writes records to one topic: what the replayer and the tests need. */
export class EventProducer {
  private readonly kafka: Kafka;
  private readonly producer: Producer;

  constructor(
    brokers: readonly string[],
    private readonly topic: string,
    logger: StreamLogger,
  ) {
    this.kafka = new Kafka({
      clientId: 'earshot-producer',
      brokers: [...brokers],
      logLevel: logLevel.ERROR,
      logCreator: kafkaLogger(logger),
      retry: { retries: 10, initialRetryTime: 200, maxRetryTime: 5_000 },
    });
    this.producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
    });
  }

  async connect(): Promise<void> {
    await this.producer.connect();
  }

  /** Makes the topic, unless it is there. */
  async makeTopic(partitions: number): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      await admin.createTopics({
        topics: [{ topic: this.topic, numPartitions: partitions }],
        waitForLeaders: true,
      });
    } finally {
      await admin.disconnect();
    }
  }

  /** Writes all records and waits until the broker has them. */
  async send(records: readonly ProducedRecord[]): Promise<void> {
    await this.producer.send({ topic: this.topic, messages: [...records], acks: -1 });
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
