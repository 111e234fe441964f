import { EventEmitter } from 'node:events';
import {
  Kafka,
  logLevel,
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type KafkaMessage,
} from 'kafkajs';
import { kafkaLogger, type StreamLogger } from './logger';

/** How to reach the topic. */
export interface StreamOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly clientId: string;
  /** Records handed over at once, at most. */
  readonly batchRecords: number;
  /** A partition of a killed process is taken over after this, ms. */
  readonly sessionTimeoutMs: number;
  /** Batches of different partitions under way at once. */
  readonly concurrency: number;
}

/** Records of one partition, in order, from `from` on (there may be gaps). */
export interface RecordBatch {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
  /** The offset the database stands at. */
  readonly from: string;
  /** The offset after the last record. */
  readonly to: string;
  readonly records: readonly KafkaMessage[];
  /**
   * Tells the broker, once an interval at most, that this member is at work: to be called while a batch takes long, else
   * the partition goes to another. Throws where the group is being shared anew; throw that on.
   */
  heartbeat(): Promise<void>;
}

/** One partition of one cluster. */
export interface StreamPartition {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
}

/** What the stream needs to know and to hand over; offsets live with the rows they belong to. */
export interface StreamHandler {
  /**
   * The next offset to read, as stored, and whether the partition was halted there; null where nothing was ever read.
   */
  position(id: StreamPartition): Promise<{ readonly next: string; readonly isHalted: boolean } | null>;
  /** Makes a new partition known, at the start of its log. */
  begin(id: StreamPartition, start: string): Promise<void>;
  /**
   * Remembers, over restarts and for all processes, that the stored offset lies outside the log. Only an operator ends
   * that, by resetting it. Nothing where the stored offset is another by now.
   */
  halt(id: StreamPartition, offset: string): Promise<void>;
  /**
   * Writes the records and moves the stored offset. `lost`: another process has moved it, or halted the partition, so
   * read the stored one again. Throwing means "not now": the same records are handed over again, later.
   */
  take(batch: RecordBatch): Promise<'taken' | 'lost'>;
}

export type StreamState = 'connecting' | 'topic-missing' | 'consuming' | 'away' | 'stopped';

interface Seat {
  /** The offset to read next; null until the stored one is known in this generation. */
  next: bigint | null;
  /** The client has gone to the start of the log, since the offset that it asked for is not in it. */
  hasGoneToStart: boolean;
  /** The stored offset lies outside the log: stands still until an operator resets it. */
  outside: string | null;
  /** The offset at which it is still to be halted, where that failed. */
  toHalt: string | null;
  isLookedAtLater: boolean;
  committedAt: number;
}

const RETRY_MS = 1_000;
const COMMIT_EVERY_MS = 5_000;
const TOPIC_POLL_MS = 1_000;
const PAUSED_RECHECK_MS = 5_000;

/**
 * Consumes one topic with kafkajs, from offsets that live in the database. A partition is positioned there at every
 * assignment; the broker's own committed offsets are written for other people's lag tools and never read.
 */
export class EventStream {
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly seats = new Map<number, Seat>();
  private readonly changed = new EventEmitter();
  private consumer: Consumer | null = null;
  private clusterId = '';
  private running: Promise<void> | null = null;
  private isStopping = false;
  private endConsuming: () => void = () => undefined;
  state: StreamState = 'connecting';
  detail: string | null = null;

  constructor(
    private readonly options: StreamOptions,
    private readonly handler: StreamHandler,
    private readonly logger: StreamLogger,
  ) {
    this.kafka = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      logLevel: logLevel.WARN,
      logCreator: kafkaLogger(logger, (partition) => {
        const seat = this.seats.get(partition);
        if (seat !== undefined) seat.hasGoneToStart = true;
      }),
      connectionTimeout: 3_000,
      retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5 },
    });
    this.admin = this.kafka.admin();
  }

  /** Starts in the background: a broker or topic that is not there yet is waited for. */
  start(): void {
    this.running ??= this.run();
  }

  /** Lets the batches under way finish, leaves the group, and closes. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.changed.emit('change');
    this.endConsuming();
    await this.running;
    await this.admin.disconnect().catch(() => undefined);
    this.state = 'stopped';
  }

  /** Partitions assigned to this process whose stored offset lies outside the log, with what to do. */
  outsideLog(): { partition: number; detail: string }[] {
    return [...this.seats].flatMap(([partition, { outside }]) =>
      outside === null ? [] : [{ partition, detail: outside }],
    );
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      try {
        await this.connect();
        await this.consume();
      } catch (error) {
        this.state = 'away';
        this.detail = messageOf(error);
        this.logger.warn({ error: this.detail }, 'Kafka is away; trying again');
      }
      await this.leave();
      if (!this.isStopping) await this.wait(RETRY_MS);
    }
  }

  private async connect(): Promise<void> {
    await this.admin.connect();
    this.clusterId = (await this.admin.describeCluster()).clusterId;
    while (!this.isStopping && !(await this.admin.listTopics()).includes(this.options.topic)) {
      this.state = 'topic-missing';
      this.detail = `topic ${this.options.topic} does not exist yet`;
      await this.wait(TOPIC_POLL_MS);
    }
  }

  private async consume(): Promise<void> {
    if (this.isStopping) return;
    const { groupId, topic, sessionTimeoutMs, concurrency } = this.options;
    const consumer = this.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs * 2,
      heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
      maxBytesPerPartition: 3 * 1024 * 1024,
      minBytes: 1,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 5, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    const crashed = new Promise<void>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        this.state = 'away';
        this.detail = payload.error.message;
        resolve();
      });
      this.endConsuming = resolve;
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.seats.clear();
      const assigned = payload.memberAssignment[topic] ?? [];
      for (const partition of assigned) this.seats.set(partition, emptySeat());
      void this.positionAll(consumer, assigned);
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.each(consumer, payload),
    });
    this.state = 'consuming';
    this.detail = null;
    await crashed;
  }

  private async leave(): Promise<void> {
    const { consumer } = this;
    this.consumer = null;
    await consumer?.disconnect().catch((error: unknown) => {
      this.logger.warn({ error: messageOf(error) }, 'leaving the consumer group failed');
    });
    this.seats.clear();
  }

  /** Also partitions without new records are positioned, so that an offset outside the log is seen at once. */
  private async positionAll(consumer: Consumer, partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      try {
        await this.position(consumer, partition);
      } catch (error) {
        this.logger.warn({ partition, error: messageOf(error) }, 'a partition could not be positioned yet');
        this.recheckLater(consumer, partition);
      }
    }
  }

  /** Reads the stored offset of a partition, holds it against the log, and seeks there. */
  private async position(consumer: Consumer, partition: number): Promise<void> {
    const seat = this.seats.get(partition);
    if (seat === undefined) return;
    const { topic } = this.options;
    const id = { clusterId: this.clusterId, topic, partition };
    const log = (await this.admin.fetchTopicOffsets(topic)).find((it) => it.partition === partition);
    if (log === undefined) throw new Error('the broker does not name this partition');
    let stored = await this.handler.position(id);
    if (stored === null) {
      await this.handler.begin(id, log.low);
      stored = (await this.handler.position(id)) ?? { next: log.low, isHalted: false };
    }
    const next = BigInt(stored.next);
    const isOutside = next < BigInt(log.low) || next > BigInt(log.high) || seat.toHalt === stored.next;
    // One that was halted stays so although its log has grown to the offset: that is another log, with another start.
    if (stored.isHalted || isOutside) {
      const ends = `${log.low} to ${log.high}`;
      return this.standStill(consumer, partition, { stored: stored.next, ends, isHalted: stored.isHalted });
    }
    seat.next = next;
    seat.hasGoneToStart = false;
    seat.outside = null;
    seat.toHalt = null;
    consumer.seek({ topic, partition, offset: stored.next });
    // It may have been paused while its offset lay outside the log, also before a rebalance.
    consumer.resume([{ topic, partitions: [partition] }]);
  }

  private async standStill(
    consumer: Consumer,
    partition: number,
    { stored, ends, isHalted }: { stored: string; ends: string; isHalted: boolean },
  ): Promise<void> {
    const seat = this.seats.get(partition);
    if (seat === undefined) return;
    const { topic } = this.options;
    const isNews = seat.outside === null;
    seat.next = null;
    seat.outside =
      `The stored offset ${stored} was found outside the log (now ${ends}). Nothing is read until it is reset: ` +
      `npm run offsets -- reset --topic ${topic} --partition ${partition} --to earliest`;
    if (isNews) this.logger.error({ partition, stored, ends }, seat.outside);
    consumer.pause([{ topic, partitions: [partition] }]);
    this.recheckLater(consumer, partition);
    if (isHalted) return;
    seat.toHalt = stored;
    await this.handler.halt({ clusterId: this.clusterId, topic, partition }, stored);
    seat.toHalt = null;
  }

  /** Looks again whether the offset was reset; then the partition goes on by itself. */
  private recheckLater(consumer: Consumer, partition: number): void {
    const seat = this.seats.get(partition);
    if (seat === undefined || seat.isLookedAtLater) return;
    seat.isLookedAtLater = true;
    setTimeout(() => {
      seat.isLookedAtLater = false;
      if (this.consumer !== consumer || this.seats.get(partition) !== seat) return;
      this.position(consumer, partition).catch((error: unknown) => {
        this.logger.warn(
          { partition, error: messageOf(error) },
          'a partition could not be looked at again yet',
        );
        this.recheckLater(consumer, partition);
      });
    }, PAUSED_RECHECK_MS).unref();
  }

  private async each(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset, pause } = payload;
    const { partition } = batch;
    const seat = this.seats.get(partition);
    if (seat === undefined || seat.outside !== null || !isRunning() || isStale()) return;
    try {
      if (seat.next === null) {
        await this.position(consumer, partition);
        return;
      }
      const next = seat.next;
      const first = BigInt(batch.firstOffset() ?? next);
      if (first < next) return await this.jumped(consumer, partition, seat);
      if (first > next && (await this.isBeforeLog(partition, next))) {
        await this.position(consumer, partition);
        return;
      }
      const records = batch.messages;
      for (let at = 0; at < records.length && isRunning() && !isStale(); at += this.options.batchRecords) {
        const part = records.slice(at, at + this.options.batchRecords);
        if (!(await this.hand(consumer, payload, seat, part))) return;
        resolveOffset(part.at(-1)?.offset ?? '0');
        await heartbeat();
      }
      if (records.length === 0) resolveOffset(batch.lastOffset());
      await this.commitForOthers(consumer, partition, seat);
    } catch (error) {
      if (isRebalance(error)) throw error;
      this.logger.warn(
        { partition, error: messageOf(error) },
        'a batch could not be taken now; trying again',
      );
      seat.next = null;
      const resume = pause();
      setTimeout(resume, RETRY_MS).unref();
    }
  }

  /** Hands one part over; false where the partition turned out to be somebody else's. */
  private async hand(
    consumer: Consumer,
    { batch: { partition }, heartbeat }: EachBatchPayload,
    seat: Seat,
    records: readonly KafkaMessage[],
  ): Promise<boolean> {
    const last = records.at(-1);
    if (last === undefined || seat.next === null) return true;
    const to = BigInt(last.offset) + 1n;
    const outcome = await this.handler.take({
      clusterId: this.clusterId,
      topic: this.options.topic,
      partition,
      from: seat.next.toString(),
      to: to.toString(),
      records,
      heartbeat,
    });
    if (outcome === 'lost') {
      this.logger.warn(
        { partition },
        'the partition was moved by another process; reading its stored offset again',
      );
      seat.next = null;
      await this.position(consumer, partition);
      return false;
    }
    seat.next = to;
    return true;
  }

  /**
   * Kafka gave what was read already: it was fetched before the partition was positioned, however long ago (this process
   * may have stood still), or the offset is no longer in the log and the client has gone to the log's start.
   */
  private async jumped(consumer: Consumer, partition: number, seat: Seat): Promise<void> {
    if (seat.hasGoneToStart) seat.toHalt = seat.next?.toString() ?? null;
    await this.position(consumer, partition);
  }

  private async isBeforeLog(partition: number, next: bigint): Promise<boolean> {
    const log = (await this.admin.fetchTopicOffsets(this.options.topic)).find(
      (it) => it.partition === partition,
    );
    return log !== undefined && next < BigInt(log.low);
  }

  private async commitForOthers(consumer: Consumer, partition: number, seat: Seat): Promise<void> {
    const now = performance.now();
    if (seat.next === null || now - seat.committedAt < COMMIT_EVERY_MS) return;
    seat.committedAt = now;
    await consumer.commitOffsets([{ topic: this.options.topic, partition, offset: seat.next.toString() }]);
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.changed.off('change', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.changed.on('change', done);
    });
  }
}

function emptySeat(): Seat {
  return {
    next: null,
    hasGoneToStart: false,
    outside: null,
    toHalt: null,
    isLookedAtLater: false,
    committedAt: -Infinity,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** kafkajs handles these itself, by joining again. */
function isRebalance(error: unknown): boolean {
  const type = error instanceof Error && 'type' in error ? String(error.type) : '';
  return [
    'REBALANCE_IN_PROGRESS',
    'ILLEGAL_GENERATION',
    'UNKNOWN_MEMBER_ID',
    'NOT_COORDINATOR_FOR_GROUP',
  ].includes(type);
}
