/**
 * `npm run offsets -- list` and `npm run offsets -- reset --topic T --partition N --to earliest|latest|OFFSET`: what an
 * operator does after the alarm "offset outside the log". Reads DATABASE_URL (or the embedded database of DATA_DIR
 * while it runs) and KAFKA_BROKERS.
 */
import { parseArgs } from 'node:util';
import { listOffsets, resetOffset } from '@earshot/data-access';
import { loadConfig } from '@earshot/platform/config';
import { Database } from '@earshot/platform/database';
import { TopicReader, type PartitionLog } from '@earshot/platform/kafka';

const usage = `Usage:
  npm run offsets -- list
  npm run offsets -- reset --topic TOPIC --partition N --to earliest|latest|OFFSET`;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { topic: { type: 'string' }, partition: { type: 'string' }, to: { type: 'string' } },
  });
  const [command] = positionals;
  const config = loadConfig();
  const database = new Database(config.database.url.reveal());
  try {
    if (command === 'list') return await list(database);
    if (command === 'reset') return await reset(database, config.kafka?.brokers ?? [], values);
    throw new Error(usage);
  } finally {
    await database.close();
  }
}

async function list(database: Database): Promise<void> {
  for (const row of await listOffsets(database)) {
    const halted =
      row.outside_since === null ? '' : `\toutside the log since ${row.outside_since.toISOString()}`;
    console.log(`${row.topic}/${row.partition}\tnext ${row.next_offset}\tcluster ${row.cluster_id}${halted}`);
  }
}

async function reset(
  database: Database,
  brokers: readonly string[],
  {
    topic,
    partition,
    to,
  }: { topic?: string | undefined; partition?: string | undefined; to?: string | undefined },
): Promise<void> {
  if (topic === undefined || to === undefined || !/^\d+$/.test(partition ?? '')) throw new Error(usage);
  if (brokers.length === 0) throw new Error('KAFKA_BROKERS is not set: the ends of the log cannot be read.');
  const reader = new TopicReader(brokers, topic, quiet);
  const log = await reader.read().finally(() => reader.close());
  const its = log.partitions?.find((it) => it.partition === Number(partition));
  if (its === undefined) throw new Error(`Partition ${partition ?? ''} of ${topic} does not exist.`);
  const offset = offsetOf(to, its);
  await resetOffset(database, { clusterId: log.clusterId, topic, partition: its.partition }, offset);
  console.log(`${topic}/${its.partition} goes on at ${offset} (log ${its.low} to ${its.high}).`);
}

function offsetOf(to: string, { low, high }: PartitionLog): string {
  if (to === 'earliest') return low;
  if (to === 'latest') return high;
  const isWithin = /^\d+$/.test(to) && BigInt(to) >= BigInt(low) && BigInt(to) <= BigInt(high);
  if (!isWithin) throw new Error(`${to} is not within the log (${low} to ${high}).`);
  return to;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
