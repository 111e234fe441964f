import { Database } from '@earshot/platform/database';
import { httpSink } from '../sinks/http';
import { UsageError } from '../usage';
import { seedPast } from './past';
import { demoPassword } from './password';
import { seedPeople } from './people';
import { settle } from './settle';

/** The command line of `seed`, parsed. */
export interface SeedOptions {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly password?: string;
  readonly past?: boolean;
  readonly running?: string;
  readonly to?: string;
  readonly key?: string;
}

/** Fills a migrated database for the demo and gives the exit code. Safe to repeat. */
export async function seed(options: SeedOptions): Promise<number> {
  if (options.databaseUrl === undefined)
    throw new UsageError('Say which database: --database-url or DATABASE_URL.');
  const database = new Database(options.databaseUrl, { connections: 2, applicationName: 'earshot-seed' });
  try {
    const [migrated] = await database.query<{ there: boolean }>(
      `select to_regclass('people') is not null as there`,
    );
    if (migrated?.there !== true)
      throw new Error('The database has no tables yet: start the server once, it migrates.');
    if (options.past === true || options.running !== undefined) return await past(options, database);
    const password = demoPassword(options.dataDir, options.password);
    await seedPeople(database, password);
    console.log(`demo password: ${password}`);
    return 0;
  } finally {
    await database.close();
  }
}

async function past(options: SeedOptions, database: Database): Promise<number> {
  const { to, key, dataDir, running } = options;
  if (to === undefined || key === undefined) {
    throw new UsageError(
      '--past and --running go through the intake: --to URL --key KEY (or EARSHOT_INTAKE_KEY).',
    );
  }
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('stopped'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const began = Date.now();
  const sink = httpSink({ url: to, key, signal: stopping.signal });
  if (options.past === true) {
    const result = await seedPast({ database, sink, dataDir, now: began, stopping: stopping.signal });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(
      result.done
        ? `demo past: ${result.summary.sent} events, ${result.flags} flags handled, ${result.reviews} reviews, in ${seconds} s`
        : 'demo past: there already',
    );
  }
  if (running !== undefined) {
    const { ended, flags } = await settle({
      database,
      sink,
      running,
      until: began,
      stopping: stopping.signal,
    });
    console.log(`the last half hour: ${flags} flags handled; ${ended} conversations of earlier runs ended`);
  }
  return 0;
}
