/**
 * Messages per second from the topic into all tables, everything on, beside a COPY of the same rows into the same
 * tables. `npm run bench:ingest -- [--messages 1000000] [--runs 5]`
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { cpuSeconds, machine, median, residentMiB } from './machine';
import { printProfile, profileSettings, resetProfile } from './postgres-profile';
import { sleep, Stage, topic } from './stage';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    mode: { type: 'string', default: 'both' },
    file: { type: 'string', default: '../shared/data/conv-zh-stc3.jsonl' },
    profile: { type: 'boolean', default: false },
  },
});

interface Run {
  mode: string;
  messages: number;
  events: number;
  messagesPerSecond: number;
  eventsPerSecond: number;
  copyMessagesPerSecond: number;
  residentAt200k: number;
  residentAtEnd: number;
  /** CPU microseconds a message, by process. */
  cpu: { server: number; postgres: number; kafka: number };
}

async function main(): Promise<void> {
  const messages = Number(values.messages);
  const modes = values.mode === 'both' ? ['conversation by conversation', 'interleaved'] : [values.mode];
  const runs: Run[] = [];
  for (const mode of modes) {
    for (const run of await measure(mode, messages)) {
      runs.push(run);
      console.log(`${mode}: ${JSON.stringify(run)}`);
    }
  }
  const summary = modes.map((mode) => {
    const of = runs.filter((run) => run.mode === mode);
    const middle = (pick: (run: Run) => number) => median(of.map(pick));
    return {
      mode,
      runs: of.length,
      messages,
      messagesPerSecond: Math.round(middle((run) => run.messagesPerSecond)),
      eventsPerSecond: Math.round(middle((run) => run.eventsPerSecond)),
      copyMessagesPerSecond: Math.round(middle((run) => run.copyMessagesPerSecond)),
      ofCopy: Number(middle((run) => run.messagesPerSecond / run.copyMessagesPerSecond).toFixed(3)),
      residentAt200kMiB: middle((run) => run.residentAt200k),
      residentAtEndMiB: middle((run) => run.residentAtEnd),
      residentRatio: Number(middle((run) => run.residentAtEnd / run.residentAt200k).toFixed(3)),
    };
  });
  console.table(summary);
  mkdirSync('tmp/bench', { recursive: true });
  writeFileSync('tmp/bench/ingest.json', JSON.stringify({ machine: machine(), summary, runs }, null, 2));
}

/** Writes the topic once, and reads it into a new database for each run. */
async function measure(mode: string, messages: number): Promise<Run[]> {
  const stage = await Stage.open('ingest', values.profile ? profileSettings : {});
  try {
    await stage.serve();
    await stage.stopServer();
    const recorded = existsSync(values.file) ? ['--file', values.file] : [];
    const order = mode === 'interleaved' ? ['--interleave', '5000'] : ['--interleave', '1'];
    // Of the events of recorded conversations about four in seven are messages.
    const events = Math.round(messages * 1.75);
    await stage.replay(
      'play',
      ...recorded,
      '--brokers',
      stage.kafka.brokers,
      '--pace',
      'flat',
      '--events',
      String(events),
      ...order,
      '--quiet',
    );
    const runs: Run[] = [];
    for (let n = 1; n <= Number(values.runs); n++) {
      const pool = new Pool({ connectionString: await stage.freshDatabase(`run_${n}`), max: 2 });
      if (values.profile) await resetProfile(pool);
      await stage.serve(values.profile ? ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}/tmp/profile`] : []);
      const run = await consume(stage, pool, events);
      if (values.profile) await printProfile(pool, run.messages);
      const copy = await copySameRows(pool, run.messages);
      await pool.end();
      runs.push({ mode, ...run, copyMessagesPerSecond: copy });
      console.error(`${mode} ${n}: ${JSON.stringify(runs.at(-1))}`);
      await stage.dropDatabase(`run_${n}`);
    }
    return runs;
  } finally {
    await stage.close();
  }
}

async function consume(
  stage: Stage,
  pool: Pool,
  events: number,
): Promise<Omit<Run, 'mode' | 'copyMessagesPerSecond'>> {
  const pid = stage.server?.pid ?? 0;
  const position = async () => {
    const { rows } = await pool.query<{ n: string | null }>(
      'select sum(next_offset) as n from kafka_offsets where topic = $1',
      [topic],
    );
    return Number(rows[0]?.n ?? 0);
  };
  let done = await position();
  while (done === 0) {
    await sleep(10);
    // The schema is made by the server as it starts.
    done = await position().catch(() => 0);
  }
  const before = done;
  const used = () => ({
    server: cpuSeconds(pid),
    postgres: cpuSeconds(stage.postgres.pid ?? 0),
    kafka: cpuSeconds(stage.kafka.pid ?? 0),
  });
  const usedBefore = used();
  const began = performance.now();
  let residentAt200k = 0;
  while (done < events) {
    await sleep(100);
    done = await position();
    if (residentAt200k === 0 && done >= 350_000) residentAt200k = residentMiB(pid);
  }
  const seconds = (performance.now() - began) / 1000;
  const residentAtEnd = residentMiB(pid);
  const usedAfter = used();
  const { rows } = await pool.query<{ n: string }>('select count(*) as n from messages');
  const messages = Number(rows[0]?.n ?? 0);
  const rejected = await pool.query<{ n: string }>('select count(*) as n from rejected_events');
  if (Number(rejected.rows[0]?.n) > 0) console.warn(`${rejected.rows[0]?.n ?? ''} events were rejected`);
  await stage.stopServer();
  const share = (events - before) / events;
  const each = (part: 'server' | 'postgres' | 'kafka') =>
    Math.round(((usedAfter[part] - usedBefore[part]) * 1e6) / (messages * share));
  return {
    messages,
    events,
    messagesPerSecond: (messages * share) / seconds,
    eventsPerSecond: (events * share) / seconds,
    residentAt200k: residentAt200k || residentAtEnd,
    residentAtEnd,
    cpu: { server: each('server'), postgres: each('postgres'), kafka: each('kafka') },
  };
}

const copied = [
  'receipts',
  'messages',
  'conversation_events',
  'conversations',
  'flags',
  'findings',
  'selections',
  'review_items',
  'metric_buckets',
];

/** Streams the rows of the run out and into tables of the same shape, one connection, as a client would. */
async function copySameRows(pool: Pool, messages: number): Promise<number> {
  const [source, target] = await Promise.all([pool.connect(), pool.connect()]);
  let seconds = 0;
  for (const table of copied) {
    const chunks: Buffer[] = [];
    const out = source.query(copyTo(`copy (select * from ${table}) to stdout (format binary)`));
    for await (const chunk of out) chunks.push(chunk as Buffer);
    await target.query(`truncate ${table} cascade`);
    const began = performance.now();
    await target.query('begin');
    await pipeline(chunks, target.query(copyFrom(`copy ${table} from stdin (format binary)`)));
    await target.query('commit');
    seconds += (performance.now() - began) / 1000;
  }
  source.release();
  target.release();
  return messages / seconds;
}

void main();
