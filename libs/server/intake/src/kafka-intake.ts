import { Logger } from '@nestjs/common';
import {
  beginOffset,
  haltPartition,
  readOffset,
  StaleOffset,
  type PartitionId,
  type StoredOffset,
} from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import {
  EventStream,
  type RecordBatch,
  type StreamHandler,
  type StreamLogger,
} from '@earshot/platform/kafka';
import { IntakeDesk } from './intake-desk';
import { eventOfRecord } from './raw-event';

/** Where the topic is, and how it is read. */
export interface TopicSettings {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** The brand whose events the topic carries. */
  readonly brandId: string;
  /** Batches of different partitions under way at once. */
  readonly concurrency: number;
}

const GROUP = 'earshot';
/**
 * Records in one transaction at most. Only a backlog fills it: then conversations that run side by side have several
 * events in it each, and are read and written once for all of them.
 */
const BATCH_RECORDS = 8_000;
const SESSION_TIMEOUT_MS = 6_000;

/** Takes events from the topic: one member of the consumer group. */
export class KafkaIntake implements StreamHandler {
  private readonly stream: EventStream;

  constructor(
    private readonly settings: TopicSettings,
    private readonly desk: IntakeDesk,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.stream = new EventStream(
      {
        brokers: settings.brokers,
        topic: settings.topic,
        groupId: GROUP,
        clientId: 'earshot',
        batchRecords: BATCH_RECORDS,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        concurrency: settings.concurrency,
      },
      this,
      streamLogger(new Logger('Kafka')),
    );
  }

  start(): void {
    this.stream.start();
  }

  /** Lets the batches under way finish, and leaves the group. */
  async stop(): Promise<void> {
    await this.stream.stop();
  }

  position(id: PartitionId): Promise<StoredOffset | null> {
    return readOffset(this.database, id);
  }

  begin(id: PartitionId, start: string): Promise<void> {
    return beginOffset(this.database, id, start);
  }

  halt(id: PartitionId, offset: string): Promise<void> {
    return haltPartition(this.database, id, offset);
  }

  async take(batch: RecordBatch): Promise<'taken' | 'lost'> {
    const { clusterId, topic, partition, from, to, records } = batch;
    try {
      await this.desk.write({
        events: records.map((record, index) =>
          eventOfRecord(record, index, { topic, partition, offset: record.offset }),
        ),
        brandId: this.settings.brandId,
        boundVendorId: null,
        writer: `${topic}/${partition}`,
        offset: { clusterId, topic, partition, from, to },
        receivedAt: this.clock.now(),
        onTurn: () => batch.heartbeat(),
      });
      return 'taken';
    } catch (error) {
      if (error instanceof StaleOffset) return 'lost';
      throw error;
    }
  }
}

function streamLogger(log: Logger): StreamLogger {
  return {
    info: (detail, message) => log.log(detail, message),
    warn: (detail, message) => log.warn(detail, message),
    error: (detail, message) => log.error(detail, message),
  };
}
