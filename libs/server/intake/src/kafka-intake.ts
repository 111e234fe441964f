import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { beginOffset, readOffset, StaleOffset } from '@earshot/data-access';
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

/** Where the topic is; from the configuration. */
export abstract class TopicSettings {
  abstract readonly brokers: readonly string[];
  abstract readonly topic: string;
  /** The brand whose events the topic carries. */
  abstract readonly brandId: string;
}

const GROUP = 'earshot';
/** Records in one transaction at most: enough to pay for it, few enough to be on screen within the second. */
const BATCH_RECORDS = 2_000;
const SESSION_TIMEOUT_MS = 6_000;

/** Takes events from the topic (role `ingest`). */
@Injectable()
export class KafkaIntake implements StreamHandler, OnApplicationBootstrap, BeforeApplicationShutdown {
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
        concurrency: 4,
      },
      this,
      streamLogger(new Logger('Kafka')),
    );
  }

  onApplicationBootstrap(): void {
    this.stream.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stream.stop();
  }

  /** What the consumer is doing, for health. */
  status(): { state: string; detail: string | null } {
    return { state: this.stream.state, detail: this.stream.detail };
  }

  position(id: { clusterId: string; topic: string; partition: number }): Promise<string | null> {
    return readOffset(this.database, id);
  }

  begin(id: { clusterId: string; topic: string; partition: number }, start: string): Promise<void> {
    return beginOffset(this.database, id, start);
  }

  async take({ clusterId, topic, partition, from, to, records }: RecordBatch): Promise<'taken' | 'lost'> {
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
