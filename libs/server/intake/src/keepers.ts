import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  IdleStore,
  keepPartitions,
  letGoBefore,
  PlanBook,
  RejectedEventRepository,
  SilenceStore,
} from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { IntakeDesk, IntakeSettings } from './intake-desk';

const DAY_MS = 86_400_000;
/** As many were looked at: there may be more. */
const FULL_LOOK = 500;
const FULL_ROUND = 200;

/** Does something again and again, one time after the other, until it is stopped. */
class Rounds {
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.current = this.work()
        .then(() => undefined, this.onError)
        .finally(() => this.start());
    }, this.everyMs);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.current;
  }
}

/** Keeps plans and their reveals fresh in every process that takes events or closes conversations. */
@Injectable()
export class PlanKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(PlanKeeper.name);
  private readonly rounds: Rounds;

  constructor(plans: PlanBook, database: Database, clock: Clock) {
    this.rounds = new Rounds(
      5_000,
      () => plans.refresh(database, clock.now()),
      (error) => this.log.warn({ err: error }, 'plans could not be read; the known ones stay in force'),
    );
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }
}

/**
 * Closes silent conversations, notes who waits in danger, makes partitions ahead, drops old ones and lets old originals of
 * rejected events go (role `worker`).
 */
@Injectable()
export class IdleKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(IdleKeeper.name);
  private readonly rounds: readonly Rounds[];

  constructor(
    private readonly idle: IdleStore,
    private readonly silences: SilenceStore,
    private readonly desk: IntakeDesk,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly settings: IntakeSettings,
  ) {
    this.rounds = [
      new Rounds(
        1_000,
        () => this.closeSilent(),
        (error) => this.log.error({ err: error }, 'closing silent conversations failed; trying again'),
      ),
      new Rounds(
        1_000,
        () => this.noteSilences(),
        (error) => this.log.error({ err: error }, 'noting silences failed; trying again'),
      ),
      new Rounds(
        3_600_000,
        () => this.keepToRetention(),
        (error) => this.log.error({ err: error }, 'keeping to the retention failed; trying again in an hour'),
      ),
    ];
  }

  onApplicationBootstrap(): void {
    for (const rounds of this.rounds) rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const rounds of this.rounds) await rounds.stop();
  }

  private async noteSilences(): Promise<void> {
    for (;;) {
      const { looked, outcome } = await this.silences.note(this.clock.now(), this.desk.context);
      this.desk.tell(outcome);
      if (looked < FULL_ROUND) return;
    }
  }

  private async keepToRetention(): Promise<void> {
    const days = this.settings.retentionMs / DAY_MS;
    const now = this.clock.now();
    await keepPartitions(this.database, now, days);
    const gone = await new RejectedEventRepository(this.database).letGo(letGoBefore(now, days));
    if (gone.open > 0)
      this.log.warn(
        gone,
        'Rejected events that nobody had dealt with reached the end of the retention and went.',
      );
  }

  private async closeSilent(): Promise<void> {
    for (;;) {
      const { looked, outcome } = await this.idle.settle(this.clock.now(), this.desk.context);
      this.desk.tell(outcome);
      if (looked < FULL_LOOK) return;
    }
  }
}
