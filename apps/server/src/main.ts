import 'reflect-metadata';
import { PlanKeyMismatch } from '@earshot/data-access';
import { ConfigError, loadConfig, type Config } from '@earshot/platform/config';
import { createLogger, type Logger } from '@earshot/platform/logging';
import { Parent } from './boot/parent';
import { closeParts, makeParts } from './boot/parts';
import { migrate, openBooks } from './boot/prepare-database';
import { distFolderOf, serve } from './boot/serve';
import { runStages, type Stage } from './boot/shutdown';

/** A shutdown that is stuck is cut off: whoever told us to end waits ten seconds. */
const longestShutdownMs = 9_500;

async function main(): Promise<void> {
  const parent = Parent.of(process);
  const config = configOrExit();
  const logger = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY === true });
  const parts = makeParts(config, logger);
  // Told to end before it serves: there is only the database to close.
  const ending = new Ending(logger, [
    { name: 'close database', patienceMs: 2_000, run: () => closeParts(parts) },
  ]);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => ending.begin(signal));
  parent?.onGone(() => ending.begin('the program that started us is gone'));
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'A failure that nobody caught.');
    ending.begin('uncaught failure', 1);
  });

  try {
    await migrate(parts);
    parent?.tell({ type: 'migrated' });
    if (parent !== null && process.argv.includes('--wait-for-seed')) await parent.seeded();
    const serving = await serve(parts, await openBooks(parts), distFolderOf(__dirname));
    ending.stages = serving.stages;
    const { url, firstAdministratorLink } = serving;
    announce(logger, config, url);
    parent?.tell({ type: 'listening', url, firstAdministratorLink });
    if (parent === null && firstAdministratorLink !== null) printWayIn(firstAdministratorLink);
  } catch (error) {
    if (ending.hasBegun) return;
    logger.fatal({ err: error }, startFailure(error, config));
    ending.begin('the start failed', 1);
  }
}

function configOrExit(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** Goes down once, by the stages that hold at that moment, and ends the process. */
class Ending {
  hasBegun = false;

  constructor(
    private readonly logger: Logger,
    public stages: readonly Stage[],
  ) {}

  begin(reason: string, code = 0): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.logger.info({ reason }, 'Going down.');
    setTimeout(() => process.exit(1), longestShutdownMs).unref();
    void runStages(this.stages, this.logger).then((unwell) => process.exit(unwell.length > 0 ? 1 : code));
  }
}

function announce(logger: Logger, config: Config, url: string): void {
  const { roles, database, kafka, redis } = config;
  logger.info(
    {
      roles,
      database: database.embedded ? 'embedded' : 'DATABASE_URL',
      kafka: kafka === null ? 'none' : kafka.topic,
      redis: redis === null ? 'none' : 'REDIS_URL',
    },
    `Earshot answers on ${url}`,
  );
}

/** To the console, not to the log, which is kept and shipped. */
function printWayIn(link: string): void {
  process.stdout.write(`\nMake the first administrator within 24 hours:\n  ${link}\n\n`);
}

function startFailure(error: unknown, config: Config): string {
  const code = (error as { code?: string } | null)?.code;
  if (code === 'EADDRINUSE') {
    return `Port ${config.http.port} is taken by another program: end it, or set PORT to a free one.`;
  }
  if (code === 'EACCES') return `Port ${config.http.port} is not allowed to this user: set PORT above 1023.`;
  if (error instanceof PlanKeyMismatch) return error.message;
  return 'The start failed.';
}

void main();
