import { keepPartitions, PlanBook, RuleBook, runMigrations } from '@earshot/data-access';
import { isTransient } from '@earshot/platform/database';
import { type Books, type Parts } from './parts';

const patienceMs = 60_000;
const pauseMs = 500;
const dayMs = 86_400_000;
/** One key for all processes: whoever prepares holds it, so that none makes what another is making. */
const preparingLock = 4_207_849_486;

/** Brings the schema up to date. A database that is away or still starting is waited for, up to a minute. */
export async function migrate({ config, logger }: Parts): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let isTold = false; ; isTold = true) {
    try {
      const ran = await runMigrations(config.database.url.reveal());
      if (ran.length > 0) logger.info({ migrations: ran }, 'The schema was brought up to date.');
      return;
    } catch (error) {
      if (!isTransient(error) || performance.now() > deadline) throw error;
      if (!isTold) logger.warn('The database does not answer yet; waiting for it.');
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }
}

/** Makes what the first event needs: its partitions, the brand of the configured key, rules and plans in force. */
export async function openBooks({
  config,
  clock,
  database,
  intakeKeys,
}: Pick<Parts, 'config' | 'clock' | 'database' | 'intakeKeys'>): Promise<Books> {
  const books = await database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [preparingLock]);
    await keepPartitions(database, clock.now(), config.retentionMs / dayMs);
    const brandId = await intakeKeys.configure(config.intake.key.reveal(), config.intake.brandId);
    const rules = await RuleBook.open(database);
    const plans = new PlanBook(config.keys.plan.reveal());
    await plans.refresh(database, clock.now());
    return { rules, plans, brandId };
  });
  // Before anything is answered, and after the lock is given back.
  books.rules.detectorAt(clock.now());
  return books;
}
