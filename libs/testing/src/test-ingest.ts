import { limits } from '@earshot/contracts';
import {
  baselinePlan,
  IngestStore,
  keepPartitions,
  type BatchItem,
  type IngestBatch,
  type IngestContext,
  type IngestOutcome,
  type KeptRejection,
  type OffsetMove,
} from '@earshot/data-access';
import { builtInPacks, Detector } from '@earshot/domain/detection';
import { decode, prepare, salvage, type Plan } from '@earshot/domain/pipeline';
import { SelectionKey } from '@earshot/domain/selection';
import { DataKeys } from '@earshot/platform/crypto';
import type { Database } from '@earshot/platform/database';

const DAY_MS = 86_400_000;

/** How a batch comes; everything may be left out. */
export interface GivenBatch {
  readonly writer?: string;
  readonly offset?: OffsetMove;
  readonly boundVendorId?: string;
  readonly brandId?: string;
  readonly receivedAt?: number;
}

/** The pipeline and its store on a database, with fixed keys: what intake is without a transport. */
export class TestIngest {
  /** The same in every instance, so that dumps of two databases can be compared. */
  static readonly keys = new DataKeys([{ id: 'test', bytes: new Uint8Array(32).fill(1) }]);
  readonly store: IngestStore;
  readonly context: IngestContext;

  /** `nowMs`: our own clock, unless a batch says otherwise. */
  constructor(
    private readonly database: Database,
    private readonly nowMs: number,
  ) {
    const detector = (compiled ??= Detector.compile(builtInPacks()));
    this.store = new IngestStore(database, TestIngest.keys);
    this.context = {
      rules: {
        detectorAt: () => detector,
        hashCustomer: (brandId, ref) =>
          TestIngest.keys.hash(`${brandId}\0${ref}`, 'customer').toString('hex'),
        idleMs: DAY_MS,
      },
      planOf: () => plan,
      salvage: ({ prepared }) => salvage(prepared.event, detector),
    };
  }

  /** Makes the partitions that events of the last `days` days need. */
  async begin(days = 60): Promise<void> {
    await keepPartitions(this.database, this.nowMs, days);
  }

  /** Takes one batch of events, decoded as intake does. */
  write(events: readonly unknown[], given: GivenBatch = {}): Promise<IngestOutcome> {
    return this.store.write(this.batch(events, given), this.context);
  }

  /** The batch that `write` writes; with other rules where they are given. */
  batch(events: readonly unknown[], given: GivenBatch = {}, rules = this.context.rules): IngestBatch {
    const { writer = null, offset = null, boundVendorId = null, brandId = 'brand' } = given;
    const receivedAt = given.receivedAt ?? this.nowMs;
    const items: BatchItem[] = [];
    const rejected: KeptRejection[] = [];
    for (const [index, value] of events.entries()) {
      const decoded = decode(value, {
        oldest: receivedAt - 60 * DAY_MS,
        newest: receivedAt + limits.futureMs,
      });
      const raw = () => JSON.stringify(value);
      const position =
        offset === null
          ? null
          : {
              topic: offset.topic,
              partition: offset.partition,
              offset: String(BigInt(offset.from) + BigInt(index)),
            };
      if (decoded.ok) {
        const prepared = prepare(decoded.event, { brandId, receivedAt, index }, rules);
        items.push({ prepared, itemIndex: index, boundVendorId, position, raw });
      } else {
        const saved = salvage(value, this.context.rules.detectorAt(receivedAt));
        const { rejection } = decoded;
        rejected.push({
          index,
          itemIndex: index,
          brandId,
          position,
          receivedAt,
          rejection,
          raw: raw(),
          salvage: saved,
        });
      }
    }
    return { items, rejected, writer, offset, receivedAt };
  }
}

let compiled: Detector | undefined;
const planKey = SelectionKey.fromBytes(new Uint8Array(32).fill(2));
const plan: Plan = {
  planId: baselinePlan.planId,
  versions: [{ version: 1, fromMs: 0, value: baselinePlan.definition }],
  keyOf: () => planKey,
  isRevealed: () => false,
};
