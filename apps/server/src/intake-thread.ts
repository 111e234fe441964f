import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { IngestStore, IntakeKeys } from '@earshot/data-access';
import { SystemClock } from '@earshot/platform/clock';
import { loadConfig } from '@earshot/platform/config';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { PortLiveBus } from '@earshot/platform/live-bus';
import { createLogger, NestLogger } from '@earshot/platform/logging';
import { IntakeDesk, KafkaIntake, PlanKeeper } from '@earshot/server/intake';
import type { ThreadData, ThreadOrder, ThreadWord } from './boot/intake-threads';
import { openBooks } from './boot/prepare-database';

/** Batches of different partitions under way at once in one thread: while one waits for PostgreSQL, another is made. */
const CONCURRENCY = 2;

/** One thread of the intake: reads its share of the topic's partitions and writes them, until it is told to stop. */
async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const { name, pretty } = workerData as ThreadData;
  const config = loadConfig();
  if (config.kafka === null) throw new Error('a thread of the intake needs KAFKA_BROKERS');
  const logger = createLogger({ level: config.logLevel, pretty }).child({ thread: name });
  Logger.overrideLogger(new NestLogger(logger));

  const clock = new SystemClock();
  const database = new Database(config.database.url.reveal(), {
    connections: CONCURRENCY + 1,
    applicationName: `earshot ${name}`,
    onIdleError: (error) => logger.warn({ err: error }, 'An idle database connection broke.'),
  });
  const keys = new DataKeys(config.keys.data.reveal());
  const books = await openBooks({ config, clock, database, intakeKeys: new IntakeKeys(database, clock) });
  const desk = new IntakeDesk(
    new IngestStore(database, keys),
    books.rules,
    books.plans,
    keys,
    { retentionMs: config.retentionMs, idleMs: config.intake.idleCloseMs },
    new PortLiveBus(port),
  );
  const plans = new PlanKeeper(books.plans, database, clock);
  const { brokers, topic, brandId } = config.kafka;
  const intake = new KafkaIntake(
    { brokers, topic, brandId: brandId ?? books.brandId, concurrency: CONCURRENCY },
    desk,
    database,
    clock,
  );
  plans.onApplicationBootstrap();
  intake.start();
  port.postMessage({ kind: 'reading' } satisfies ThreadWord);

  port.on('message', ({ kind }: ThreadOrder) => {
    if (kind !== 'stop') return;
    void (async () => {
      await intake.stop();
      await plans.beforeApplicationShutdown();
      await database.close();
      port.close();
    })();
  });
}

if (parentPort === null) throw new Error('this is a thread of the server, not a program of its own');
void run(parentPort);
