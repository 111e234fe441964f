import { randomBytes } from 'node:crypto';
import { IngestStore, keepPartitions, PlanBook, RuleBook } from '@earshot/data-access';
import { DataKeys } from '@earshot/platform/crypto';
import { InProcessLiveBus, type LiveBus } from '@earshot/platform/live-bus';
import { type Database } from '@earshot/platform/database';
import { IntakeDesk } from '../intake-desk';

const dayMs = 86_400_000;

/** A bus on which nothing may fail. */
const strict = (): LiveBus =>
  new InProcessLiveBus((error) => {
    throw error;
  });

/** An intake desk on a database in which the brand `b` is made, at the instant `now`, and the keys that it seals with. */
export async function intakeDeskOf(
  database: Database,
  now: number,
  bus = strict(),
): Promise<{ desk: IntakeDesk; keys: DataKeys }> {
  await keepPartitions(database, now, 30);
  await database.query(`insert into brands (brand_id, name) values ('b', 'B')`);
  const keys = new DataKeys([{ id: 'k', bytes: randomBytes(32) }]);
  const plans = new PlanBook(randomBytes(32));
  await plans.refresh(database, now);
  const rules = await RuleBook.open(database);
  const retention = { retentionMs: 30 * dayMs, idleMs: dayMs };
  return { desk: new IntakeDesk(new IngestStore(database, keys), rules, plans, keys, retention, bus), keys };
}
