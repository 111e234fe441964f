/**
 * What a wall costs: all tiles and the vendor table over 30 days of generated buckets.
 * `npm run bench:wall -- [--runs 5]`
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMigrations } from '@earshot/data-access';
import { Bucket, grainMs, type Grain } from '@earshot/domain/metrics';
import { SystemClock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { ReadMeasures } from '@earshot/server/measures';
import { startPostgres } from '../services/postgres.mjs';
import { machine, median } from './machine';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const days = 30;
const vendors = ['vendor-a', 'vendor-b', 'vendor-c', 'in-house'];
const channels = ['chat', 'voice', 'social'];
const scenarios = ['pre-sale', 'after-sale', 'complaint'];
const writers = 6;

async function main(): Promise<void> {
  const dir = 'tmp/bench/wall';
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const postgres = await startPostgres({ dir });
  try {
    await runMigrations(postgres.url);
    const database = new Database(postgres.url);
    const now = Date.now();
    await database.query(`insert into brands (brand_id, name) values ('b', 'b')`);
    const rows = await fill(database, now);
    const measures = new ReadMeasures(database, new SystemClock());
    const scope = { personId: 'p', roles: ['supervisor' as const], brandIds: ['b'], vendorIds: null };
    const to = new Date(now);
    const timed = async (windowMs: number): Promise<number> => {
      const times: number[] = [];
      for (let run = 0; run < Number(values.runs); run++) {
        const began = performance.now();
        await measures.overview({ scope, from: new Date(now - windowMs), to });
        times.push(performance.now() - began);
      }
      return Math.round(median(times));
    };
    const summary = {
      rows,
      hourMs: await timed(grainMs.hour),
      dayMs: await timed(grainMs.day),
      thirtyDaysMs: await timed(days * grainMs.day),
    };
    console.log(summary);
    writeFileSync('tmp/bench/wall.json', JSON.stringify({ machine: machine(), summary }, null, 2));
    await database.close();
  } finally {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Minutes of the last two days, hours and days of all: what a window that ends now reads, from six writers. */
async function fill(database: Database, now: number): Promise<number> {
  let written = 0;
  const spans: [Grain, number][] = [
    ['minute', 2],
    ['hour', days],
    ['day', days],
  ];
  for (const [grain, reach] of spans) {
    const unit = grainMs[grain];
    for (let at = Math.floor((now - reach * grainMs.day) / unit) * unit; at < now; at += unit) {
      const rows = vendors.flatMap((vendor, v) =>
        channels.flatMap((channel) =>
          scenarios.flatMap((scenario) =>
            Array.from({ length: grain === 'minute' ? 1 : writers }, (_, writer) => ({
              grain,
              at: new Date(at).toISOString(),
              vendor,
              channel,
              scenario,
              writer: `w${grain === 'minute' ? (Math.floor(at / unit) + v) % writers : writer}`,
              payload: Buffer.from(bucketOf(unit / grainMs.minute).encode()).toString('hex'),
            })),
          ),
        ),
      );
      await database.query(
        `insert into metric_buckets (grain, start_at, brand_id, vendor_id, channel, scenario, writer, payload)
         select grain, at, 'b', vendor, channel, scenario, writer, decode(payload, 'hex')
         from json_to_recordset($1::json) as r (grain text, at timestamptz, vendor text, channel text, scenario text,
           writer text, payload text)`,
        [JSON.stringify(rows)],
      );
      written += rows.length;
    }
  }
  await database.query('analyze metric_buckets');
  return written;
}

function bucketOf(minutes: number): Bucket {
  const bucket = new Bucket();
  const conversations = Math.min(400, Math.ceil(minutes / 4));
  bucket.add('messages', conversations * 10);
  bucket.add('opened', conversations);
  bucket.add('closed', conversations);
  for (let n = 0; n < conversations; n++) {
    bucket.record('first-response', Math.exp(8 + Math.random() * 4));
    bucket.record('response', Math.exp(8 + Math.random() * 4));
    bucket.record('lag', Math.random() * 2_000);
  }
  return bucket;
}

void main();
