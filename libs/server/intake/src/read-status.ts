import { Injectable } from '@nestjs/common';
import type { IntakeStatus } from '@earshot/contracts';
import {
  listOffsets,
  type OffsetRow,
  noticeTargetMissing,
  OutboxRepository,
  RejectedEventRepository,
  VendorIntakeRepository,
} from '@earshot/data-access';
import type { Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { LiveBus } from '@earshot/platform/live-bus';
import type { PartitionLog, TopicLog } from '@earshot/platform/kafka';
import { TopicWatch } from './topic-watch';

type PartitionStatus = IntakeStatus['partitions'][number];

/** How the intake stands, from the database and the broker: true in every process, whichever consumes. */
@Injectable()
export class ReadIntakeStatus {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly topic: TopicWatch,
    private readonly bus: LiveBus,
  ) {}

  async execute(scope: Scope): Promise<IntakeStatus> {
    const now = new Date(this.clock.now());
    const rejectedEvents = new RejectedEventRepository(this.database);
    const [counts, vendors, defects, notices, seen, offsets] = await Promise.all([
      rejectedEvents.counts(scope),
      new VendorIntakeRepository(this.database).list(scope, now),
      rejectedEvents.openDefects(scope),
      new OutboxRepository(this.database).overdue('notify-flag'),
      this.topic.look(),
      listOffsets(this.database),
    ]);
    const stored = offsets.filter((it) => seen.log === null || it.cluster_id === seen.log.clusterId);
    const partitions = this.topic.topic === null ? [] : partitionsOf(this.topic.topic, seen.log, stored);
    const outside = partitions.filter(({ state }) => state === 'offset-outside-log');
    const alarms = outside.map(({ detail, topic, partition }) => ({
      code: 'offset-outside-log',
      detail: detail ?? '',
      since: (sinceWhen(stored, topic, partition) ?? now).toISOString(),
      count: null as number | null,
    }));
    if (defects !== null) {
      alarms.push({
        code: 'internal-error',
        detail: `Earshot failed on ${defects.n} events; they are kept under "rejected".`,
        since: defects.since,
        count: defects.n,
      });
    }
    if (notices !== null) {
      alarms.push({
        // Nobody has said where to: a thing to be set, not one that is broken.
        code:
          notices.lastError === noticeTargetMissing ? 'notification-unconfigured' : 'notification-failing',
        detail: `${notices.count} notices of critical flags could not be delivered: ${notices.lastError}`,
        since: notices.since.toISOString(),
        count: notices.count,
      });
    }
    if (this.bus.state === 'away') {
      alarms.push({
        code: 'redis-away',
        detail: `Redis is away or hangs; ${this.bus.unheard} live messages did not reach other processes.`,
        since: now.toISOString(),
        count: null,
      });
    }
    return {
      asOf: now.toISOString(),
      kafka: { state: seen.state, detail: seen.detail },
      partitions,
      rejected: sumOf(counts.kept, counts.refused),
      refused: counts.refused,
      lastEventAt: Object.fromEntries(
        vendors.map(({ vendorId, lastEventAt }) => [vendorId ?? '', lastEventAt]),
      ),
      vendors,
      alarms,
    };
  }
}

function partitionsOf(topic: string, log: TopicLog | null, stored: readonly OffsetRow[]): PartitionStatus[] {
  const own = new Map(stored.filter((it) => it.topic === topic).map((it) => [it.partition, it]));
  const ends = new Map((log?.partitions ?? []).map((it) => [it.partition, it]));
  const numbers = [...new Set([...own.keys(), ...ends.keys()])].sort((a, b) => a - b);
  return numbers.map((partition) => statusOf(topic, partition, own.get(partition), ends.get(partition)));
}

function statusOf(
  topic: string,
  partition: number,
  stored: OffsetRow | undefined,
  log: PartitionLog | undefined,
): PartitionStatus {
  const base = { topic, partition, offset: stored?.next_offset ?? null, end: log?.high ?? null };
  if (log === undefined) return { ...base, lag: null, state: 'waiting', detail: 'The broker is away.' };
  if (stored === undefined)
    return { ...base, lag: Number(BigInt(log.high) - BigInt(log.low)), state: 'unassigned', detail: null };
  const next = BigInt(stored.next_offset);
  const lag = Number(BigInt(log.high) - next);
  if (next >= BigInt(log.low) && lag >= 0 && stored.outside_since === null)
    return { ...base, lag, state: 'consuming', detail: null };
  const detail =
    `The stored offset ${stored.next_offset} was found outside the log (now ${log.low} to ${log.high}). ` +
    `Nothing is read until it is reset: ` +
    `npm run offsets -- reset --topic ${topic} --partition ${partition} --to earliest`;
  return { ...base, lag: null, state: 'offset-outside-log', detail };
}

function sinceWhen(stored: readonly OffsetRow[], topic: string, partition: number): Date | null {
  return stored.find((it) => it.topic === topic && it.partition === partition)?.outside_since ?? null;
}

function sumOf(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const codes = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(codes.map((code) => [code, (a[code] ?? 0) + (b[code] ?? 0)]));
}
