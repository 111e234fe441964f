import { setFlagsFromString } from 'node:v8';
import { Command, CommanderError, Option } from 'commander';
import { parseCount, parseDuration, parseInstant, parsePace, parseRate } from './options';
import { play, type PlayOptions } from './play';
import type { SeedOptions } from './seed/seed';
import { UsageError } from './usage';

// Events live for a moment only: with room for them in the young generation, collecting them costs a third.
setFlagsFromString('--semi-space-growth-factor=4');
setFlagsFromString('--max-semi-space-size=64');

const program = new Command('replay')
  .description('Sends generated or recorded conversations to Earshot as events, and fills a demo.')
  .exitOverride();

function withTraffic(command: Command): Command {
  return command
    .option('--file <path>', 'recorded conversations (JSON Lines); without it, generated ones')
    .option('--seed <text>', 'the same seed gives the same events')
    .option('--conversations <n>', 'end after so many conversations', parseCount)
    .option('--events <n>', 'end after so many events', parseCount)
    .option('--start <instant>', 'event time of the beginning', parseInstant)
    .option('--span <duration>', 'conversations open over this much event time', parseDuration, 24 * 3600_000)
    .option(
      '--interleave <k>',
      'so many open at once, neighbours never of one; 1: one after the other',
      parseCount,
    )
    .option('--truth <file>', 'write which conversation is bad in which way')
    .option('--batch <n>', 'events in one request or send', parseCount)
    .option('--no-agents', 'leave out the events that introduce the agents')
    .option('--quiet', 'no progress, no summary');
}

withTraffic(program.command('play').description('send events over HTTP or Kafka'))
  .option('--to <url>', 'address of the HTTP intake')
  .addOption(new Option('--key <key>', 'intake key').env('EARSHOT_INTAKE_KEY'))
  .addOption(new Option('--brokers <list>', 'Kafka brokers, host:port,…').conflicts('to'))
  .option('--topic <name>', 'Kafka topic', 'conversation.events')
  .addOption(
    new Option('--mode <mode>', 'Kafka record').choices(['structured', 'binary']).default('structured'),
  )
  .addOption(
    new Option('--pace <pace>', 'flat, real, 60x, live or now')
      .argParser(parsePace)
      .default({ kind: 'flat' }, 'flat'),
  )
  .option('--rate <n>', 'events a second', parseRate)
  .option('--duration <duration>', 'end after so long', parseDuration)
  .option('--warm <duration>', 'live: begin as if it had run for so long', parseDuration, 1_800_000)
  .action(async (options: PlayOptions) => {
    process.exitCode = await play(options);
  });

withTraffic(program.command('write').description('write the events to a file, one a line'))
  .requiredOption('--out <file>', 'the file')
  .option('--key-delimiter <text>', 'key and this before each event, as kcat -K reads it')
  .action(async (options: Omit<PlayOptions, 'pace' | 'topic' | 'mode' | 'warm'>) => {
    const rest = { pace: { kind: 'flat' }, topic: '', mode: 'structured', warm: 0 } as const;
    process.exitCode = await play({ ...options, ...rest });
  });

program
  .command('seed')
  .description(
    'put the demo brand, vendors and people into a migrated database; --past: three weeks of the past',
  )
  .addOption(new Option('--database-url <url>', 'PostgreSQL').env('DATABASE_URL'))
  .addOption(
    new Option('--data-dir <folder>', 'where the password is kept').env('DATA_DIR').default('.earshot'),
  )
  .addOption(new Option('--password <text>', 'password of the demo people').env('EARSHOT_DEMO_PASSWORD'))
  .option('--past', 'play the past instead, through the intake')
  .option('--running <seed>', 'settle what traffic of this seed begins with, and what earlier runs left open')
  .option('--to <url>', 'address of the HTTP intake')
  .addOption(new Option('--key <key>', 'intake key').env('EARSHOT_INTAKE_KEY'))
  .action(async (options: SeedOptions) => {
    // Apart: traffic needs nothing of the database.
    const { seed } = await import('./seed/seed');
    process.exitCode = await seed(options);
  });

program.parseAsync().catch((error: unknown) => {
  // commander has printed its own message already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
});
