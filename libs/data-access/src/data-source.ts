import { DataSource } from 'typeorm';
import { CreateSpine20261122230000 } from './migrations/20261122230000-create-spine';
import { IndexReads20261122233000 } from './migrations/20261122233000-index-reads';
import { CreatePresence20261123010000 } from './migrations/20261123010000-create-presence';
import { LeaveLanguageUnchosen20261123010100 } from './migrations/20261123010100-leave-language-unchosen';
import { LighterFolds20261123030000 } from './migrations/20261123030000-lighter-folds';
import { SealAttachments20261123040000 } from './migrations/20261123040000-seal-attachments';
import { IdleChecks20261123045000 } from './migrations/20261123045000-idle-checks';
import { LighterIndexes20261123083000 } from './migrations/20261123083000-lighter-indexes';
import { FlagsByGravity20261123091500 } from './migrations/20261123091500-flags-by-gravity';
import { KeepBoundVendor20261123130000 } from './migrations/20261123130000-keep-bound-vendor';
import { HaltPartitions20261123130500 } from './migrations/20261123130500-halt-partitions';
import { NoStatisticsOfTexts20261123163000 } from './migrations/20261123163000-no-statistics-of-texts';
import { SayFaults20261123170500 } from './migrations/20261123170500-say-faults';
import { SealActReasons20261123171500 } from './migrations/20261123171500-seal-act-reasons';
import { OneTimeLinkEntity, PersonEntity, PersonSessionEntity } from './people/people.entities';

/** Every migration, oldest first. Merged ones never change; a new one sorts after them. */
const migrations = [
  CreateSpine20261122230000,
  IndexReads20261122233000,
  CreatePresence20261123010000,
  LeaveLanguageUnchosen20261123010100,
  LighterFolds20261123030000,
  SealAttachments20261123040000,
  IdleChecks20261123045000,
  LighterIndexes20261123083000,
  FlagsByGravity20261123091500,
  KeepBoundVendor20261123130000,
  HaltPartitions20261123130500,
  NoStatisticsOfTexts20261123163000,
  SayFaults20261123170500,
  SealActReasons20261123171500,
];

/** The rows that are read and written as entities: what people own. Rows on the way of an event never are. */
const entities = [PersonEntity, PersonSessionEntity, OneTimeLinkEntity];

/**
 * TypeORM on the database at `url`, not yet connected (`initialize()`). The schema is made by migrations only.
 * Few connections: the entities are those of log-in and administration.
 */
export function createDataSource(url: string, connections = 4): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: 'earshot-entities',
    extra: { max: connections, connectionTimeoutMillis: 10_000 },
  });
}

/** One key for all processes of all versions: whoever migrates holds it. */
const migrationLock = 4_207_849_484;

/**
 * Brings the schema of the database at `url` up to date and gives the names of the migrations that were run, oldest
 * first; none where nothing was due. Processes that start together wait for the first of them.
 */
export async function runMigrations(url: string): Promise<string[]> {
  return withMigrationLock(url, async (source) => (await source.runMigrations()).map(({ name }) => name));
}

/** Undoes all migrations, newest first; for the test that they can be undone. */
export async function undoMigrations(url: string): Promise<void> {
  await withMigrationLock(url, async (source) => {
    for (let left = migrations.length; left > 0; left -= 1) await source.undoLastMigration();
  });
}

async function withMigrationLock<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await createDataSource(url, 2).initialize();
  try {
    const lock = source.createQueryRunner();
    try {
      // Held by the session, not by a transaction: released with its connection, whatever happens to us.
      await lock.query('select pg_advisory_lock($1)', [migrationLock]);
      return await work(source);
    } finally {
      await lock.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
      await lock.release();
    }
  } finally {
    await source.destroy();
  }
}
