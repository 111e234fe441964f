import { Injectable, Logger } from '@nestjs/common';
import {
  IngestStore,
  PlanBook,
  RuleBook,
  type IngestContext,
  type IngestOutcome,
} from '@earshot/data-access';
import { salvage } from '@earshot/domain/pipeline';
import { limits } from '@earshot/contracts';
import { DataKeys } from '@earshot/platform/crypto';
import { LiveBus } from '@earshot/platform/live-bus';
import { Ingestor, type IngestRequest } from './ingestor';

/** Settings of the intake, from the configuration. */
export abstract class IntakeSettings {
  abstract readonly retentionMs: number;
  abstract readonly idleMs: number;
}

/** More changed conversations than this are told of as "many". */
const MOST_KEYS = 500;

/** The one place where events are written: HTTP, Kafka and resubmission hand them in here. */
@Injectable()
export class IntakeDesk {
  readonly context: IngestContext;
  private readonly ingestor: Ingestor;
  private readonly log = new Logger(IntakeDesk.name);

  constructor(
    store: IngestStore,
    rules: RuleBook,
    plans: PlanBook,
    keys: DataKeys,
    settings: IntakeSettings,
    private readonly bus: LiveBus,
  ) {
    this.context = {
      rules: {
        detectorAt: (atMs) => rules.detectorAt(atMs),
        hashCustomer: (brandId, ref) => keys.hash(`${brandId}\0${ref}`, 'customer').toString('hex'),
        idleMs: settings.idleMs,
      },
      planOf: (brandId) => plans.planOf(brandId),
      salvage: ({ prepared }) => salvage(prepared.event, rules.detectorAt(prepared.receivedAt)),
    };
    this.ingestor = new Ingestor(
      store,
      this.context,
      { retentionMs: settings.retentionMs, futureMs: limits.futureMs },
      (error, raw) =>
        this.log.error(
          { err: error, index: raw.index, position: raw.position },
          'Earshot failed on an event; it is kept as rejected',
        ),
    );
  }

  /** Writes events and tells who looks. Throws StaleOffset and what makes the database unavailable. */
  async write(request: IngestRequest): Promise<IngestOutcome> {
    const outcome = await this.ingestor.ingest(request);
    this.tell(outcome);
    return outcome;
  }

  /** Tells all processes what changed. */
  tell(
    outcome: Pick<IngestOutcome, 'brandIds' | 'vendorIds' | 'conversationKeys' | 'flagIds' | 'reviewItems'>,
  ): void {
    const brandIds = [...outcome.brandIds];
    const { flagIds, conversationKeys } = outcome;
    if (flagIds.length > 0) this.bus.publish('flags.changed', { flagIds: [...flagIds] });
    if (brandIds.length === 0) return;
    const vendorIds = outcome.vendorIds.filter((id) => id !== null);
    this.bus.publish('measures.changed', { brandIds, vendorIds });
    if (conversationKeys.length <= MOST_KEYS) {
      this.bus.publish('conversations.changed', { conversationKeys: [...conversationKeys] });
    }
    if (outcome.reviewItems > 0) this.bus.publish('review.queue-changed', { brandIds });
  }
}
