import { AuditLog, IntakeKeys, type PlanBook, type RuleBook } from '@earshot/data-access';
import { type Clock, SystemClock } from '@earshot/platform/clock';
import { type Config } from '@earshot/platform/config';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { HealthRegistry } from '@earshot/platform/health';
import { BullJobQueue, InProcessJobQueue, type JobQueue, type OnJobError } from '@earshot/platform/jobs';
import { InProcessLiveBus, RedisLiveBus, type LiveBus, type OnBusError } from '@earshot/platform/live-bus';
import { type Logger } from '@earshot/platform/logging';
import { TopicWatch } from '@earshot/server/intake';

/** What is made once, before Nest, and given to every module; closed after Nest has ended. */
export interface Parts {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly keys: DataKeys;
  readonly audit: AuditLog;
  readonly intakeKeys: IntakeKeys;
  readonly bus: LiveBus;
  readonly jobs: JobQueue;
  readonly topic: TopicWatch;
  readonly health: HealthRegistry;
}

/** What is read from the database at the start; later kept fresh by the intake. */
export interface Books {
  readonly rules: RuleBook;
  readonly plans: PlanBook;
  /** Brand of the configured intake key. */
  readonly brandId: string;
}

/** Makes the parts that the configuration names: embedded ones where nothing is set. Nothing is contacted yet. */
export function makeParts(config: Config, logger: Logger): Parts {
  const clock = new SystemClock();
  const database = new Database(config.database.url.reveal(), {
    connections: 20,
    onIdleError: (error) => logger.warn({ err: error }, 'An idle database connection broke.'),
  });
  const onBusError: OnBusError = (error, topic) =>
    logger.warn({ err: error, topic }, 'The live bus has trouble.');
  const onJobError: OnJobError = (error, job) =>
    logger.error({ err: error, job }, 'A job, or its queue, failed.');
  const redis = config.redis?.url.reveal();
  return {
    config,
    logger,
    clock,
    database,
    keys: new DataKeys(config.keys.data.reveal()),
    audit: new AuditLog(clock),
    intakeKeys: new IntakeKeys(database, clock),
    bus: redis === undefined ? new InProcessLiveBus(onBusError) : new RedisLiveBus(redis, onBusError),
    jobs: redis === undefined ? new InProcessJobQueue(onJobError) : new BullJobQueue(redis, onJobError),
    topic: new TopicWatch(
      config.kafka?.brokers ?? null,
      config.kafka?.topic ?? null,
      logger.child({ context: 'TopicWatch' }),
    ),
    health: new HealthRegistry(),
  };
}

/** Closes connections, the database last. */
export async function closeParts({ bus, topic, database }: Parts): Promise<void> {
  await Promise.all([bus.close(), topic.close()]);
  await database.close();
}
