/**
 * `npm run prove`: what is written in docs/prove.md, shown again with real processes, and that page written anew.
 * `npm run prove -- --small` takes a few minutes and writes nothing. Ends with 1 where one run knows something else.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  anotherWay,
  dumpDifference,
  dumpOf,
  eventsOf,
  frozen,
  killed,
  missingForWorld,
  proofSizes,
  servicesRestarted,
  uninterrupted,
  World,
} from '@earshot/testing';

const root = resolve(__dirname, '../..');

interface Result {
  readonly name: string;
  readonly isSame: boolean;
  readonly happened: string;
  readonly seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { small: { type: 'boolean', default: false }, conversations: { type: 'string' } },
  });
  const missing = missingForWorld();
  if (missing !== null) throw new Error(missing);
  const chosen = values.small ? proofSizes.small : proofSizes.full;
  const size =
    values.conversations === undefined ? chosen : { ...chosen, conversations: Number(values.conversations) };
  const events = eventsOf(size, Date.now());
  console.log(`${events.length} events of ${size.conversations} conversations`);
  const world = await World.open({ kafka: true, redis: true });
  const results: Result[] = [];
  let expected = '';
  try {
    const scenarios = [
      uninterrupted,
      killed(size),
      servicesRestarted(size),
      frozen(size),
      ...size.ways.map(anotherWay),
    ];
    for (const scenario of scenarios) {
      const began = performance.now();
      const { dump, happened } = await dumpOf(world, scenario, events);
      if (scenario === uninterrupted) expected = dump;
      const difference = dumpDifference(expected, dump);
      const seconds = (performance.now() - began) / 1000;
      results.push({ name: scenario.name, isSame: difference === '', happened, seconds });
      console.log(
        `${difference === '' ? 'same  ' : 'OTHER '} ${scenario.name} (${happened}), ${seconds.toFixed(0)} s`,
      );
      if (difference !== '') console.log(difference);
    }
  } finally {
    await world.close();
  }
  const hostile = values.small ? null : await hostileEvents();
  if (hostile !== null) results.push(hostile);
  const lines = expected.split('\n').length;
  if (!values.small) {
    const file = join(root, 'docs/prove.md');
    writeFileSync(
      file,
      pageOf(results, { events: events.length, lines, bytes: Buffer.byteLength(expected) }),
    );
  }
  process.exitCode = results.every(({ isSame }) => isSame) ? 0 : 1;
}

/** The black-box test of the intake with a hundred thousand mutated events. */
async function hostileEvents(): Promise<Result> {
  const began = performance.now();
  const seed = Date.now() % 1_000_000;
  const test = spawn(
    process.execPath,
    ['--import', 'tsx', '--test', '--test-name-pattern=hostile', 'apps/server-e2e/src/intake.e2e.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        TSX_TSCONFIG_PATH: 'tsconfig.base.json',
        EARSHOT_E2E_MUTATIONS: '100000',
        EARSHOT_E2E_SEED: String(seed),
      },
    },
  );
  const code = await new Promise<number | null>((done) => test.once('exit', done));
  return {
    name: '100,000 mutated events over HTTP: no crash, no 500; accepted + duplicates + rejected = sent',
    isSame: code === 0,
    happened: `seed ${seed}`,
    seconds: (performance.now() - began) / 1000,
  };
}

function pageOf(results: readonly Result[], about: { events: number; lines: number; bytes: number }): string {
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.version}`;
  const rows = results.map(
    ({ name, isSame, happened, seconds }) =>
      `| ${name} | ${happened} | ${isSame ? 'holds' : '**does not hold**'} | ${seconds.toFixed(0)} s |`,
  );
  return `# Proof that nothing is lost, repeated or dependent on the way

Written by \`npm run prove\`; last run ${new Date().toISOString().slice(0, 10)} on ${machine}.

Each run gives the same ${about.events.toLocaleString('en')} events to a new database with real server processes, PostgreSQL,
Kafka and Redis, and compares what is known in the end, the _canonical dump_ (libs/testing, canonical-dump.ts), with
that of the first run: ${about.lines.toLocaleString('en')} lines, ${about.bytes.toLocaleString('en')} bytes. It holds messages (decrypted), other events, conversations with
their folded state, standing findings, flags, decisions in force, buckets added up over writers, and service agents.

| run | what happened | byte for byte | took |
| --- | --- | --- | --- |
${rows.join('\n')}

Among the events are openings that come late or never, ties, silences of more than a day, reopenings, transfers,
ratings and complaints. The same in seconds, without processes: \`libs/data-access/src/ingest/same-rows.db.spec.ts\`;
for folding alone, by properties: \`libs/domain/pipeline/src/fold-conversation.spec.ts\`.
`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
