/**
 * From sending an event to the flag, and to the changed tile, on a socket, while 2,000 messages a second come over
 * Kafka. `npm run bench:latency -- [--seconds 60] [--runs 5]`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Change, FlagChange, LiveData, SafetyData, Snapshot } from '@earshot/contracts';
import { EventProducer } from '@earshot/platform/kafka';
import { io, type Socket } from 'socket.io-client';
import { machine, median, quantile } from './machine';
import { sleep, Stage, topic } from './stage';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: '5' },
    rate: { type: 'string', default: '2000' },
  },
});
/** Events for each message in generated traffic. */
const EVENTS_PER_MESSAGE = 1.35;
const PROBE_EVERY_MS = 500;
const probeVendor = 'probe-vendor';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Latencies {
  readonly flag: number[];
  readonly tile: number[];
  /** Messages a second that were stored meanwhile. */
  readonly rate: number;
}

async function main(): Promise<void> {
  const runs: Latencies[] = [];
  for (let n = 1; n <= Number(values.runs); n++) {
    const run = await measure();
    runs.push(run);
    console.log(
      `run ${n}: ${JSON.stringify({ flag: points(run.flag), tile: points(run.tile), rate: run.rate })}`,
    );
  }
  const middle = (pick: (run: Latencies) => number) => Math.round(median(runs.map(pick)));
  const of = (what: 'flag' | 'tile') => ({
    p50: middle((run) => quantile(run[what], 0.5)),
    p95: middle((run) => quantile(run[what], 0.95)),
    p99: middle((run) => quantile(run[what], 0.99)),
  });
  const summary = {
    flag: of('flag'),
    tile: of('tile'),
    messagesPerSecond: middle((run) => run.rate),
    runs: runs.length,
    probes: runs[0]?.flag.length,
  };
  console.log(JSON.stringify(summary, null, 2));
  mkdirSync('tmp/bench', { recursive: true });
  writeFileSync('tmp/bench/latency.json', JSON.stringify({ machine: machine(), summary }, null, 2));
}

const points = (list: number[]) => [0.5, 0.95, 0.99, 1].map((q) => Math.round(quantile(list, q)));

async function measure(): Promise<Latencies> {
  const stage = await Stage.open('latency');
  const producer = new EventProducer([stage.kafka.brokers], topic, quiet);
  try {
    await stage.serve();
    await stage.replay('seed', '--database-url', stage.postgres.url, '--data-dir', stage.dir);
    const seconds = Number(values.seconds);
    const eventRate = Math.round(Number(values.rate) * EVENTS_PER_MESSAGE);
    const traffic = stage.replay(
      'play',
      '--brokers',
      stage.kafka.brokers,
      '--pace',
      'live',
      '--rate',
      String(eventRate),
      '--duration',
      `${seconds + 15}s`,
      '--quiet',
    );
    await producer.connect();
    // The first seconds bring the quarter of an hour that went before.
    await sleep(10_000);
    const sockets = await Promise.all([
      openSocket(stage, 'safety', {}),
      openSocket(stage, 'live', { vendorId: probeVendor }),
    ]);
    const result = await probe(producer, sockets, seconds);
    for (const socket of sockets) socket.close();
    await traffic;
    return result;
  } finally {
    await producer.close();
    await stage.close();
  }
}

async function openSocket(stage: Stage, view: 'safety' | 'live', filter: object): Promise<Socket> {
  const answer = await fetch(`${stage.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'safety@demo.earshot.test', password: stage.keys.password }),
  });
  if (!answer.ok) throw new Error(`log-in failed: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ');
  const socket = io(`${stage.url}/live`, { extraHeaders: { cookie }, transports: ['websocket'] });
  const first = new Promise((resolve) => socket.on('snapshot', resolve));
  socket.emit('subscribe', { view, filter });
  await first;
  return socket;
}

async function probe(
  producer: EventProducer,
  [safety, live]: readonly Socket[],
  seconds: number,
): Promise<Latencies> {
  const sentAt = new Map<string, number>();
  const flag: number[] = [];
  const tile: number[] = [];
  const waitingSent: number[] = [];
  const flagged = (conversationId: string): void => {
    const at = sentAt.get(conversationId);
    if (at === undefined) return;
    flag.push(performance.now() - at);
    sentAt.delete(conversationId);
  };
  safety?.on('change', ({ data }: Change) => flagged((data as Partial<FlagChange>).conversationId ?? ''));
  // Where the lane was read as a whole before the push of a flag, the desk has it from there.
  safety?.on('snapshot', ({ data }: Snapshot) => {
    for (const { conversationId } of (data as SafetyData).flags) flagged(conversationId);
  });
  const heard = ({ data }: Change | Snapshot) => {
    const waiting = (data as LiveData).measures?.find(({ metric }) => metric === 'waiting-now')?.value ?? 0;
    while (tile.length < Math.min(waiting, waitingSent.length))
      tile.push(performance.now() - (waitingSent[tile.length] ?? 0));
  };
  live?.on('change', heard);
  live?.on('snapshot', heard);
  const probes = Math.floor((seconds * 1000) / PROBE_EVERY_MS);
  for (let n = 0; n < probes; n++) {
    const id = `probe-${n}`;
    const now = performance.now();
    sentAt.set(id, now);
    waitingSent.push(now);
    await producer.send(probeEvents(id).map((event) => ({ key: id, value: JSON.stringify(event) })));
    await sleep(Math.max(0, PROBE_EVERY_MS - (performance.now() - now)) * (0.5 + Math.random()));
  }
  await sleep(3_000);
  if (sentAt.size > 0)
    console.warn(`${sentAt.size} of ${probes} flags never came: ${[...sentAt.keys()].join(', ')}`);
  if (tile.length < probes) console.warn(`${probes - tile.length} of ${probes} tile changes never came`);
  return { flag, tile, rate: Number(values.rate) };
}

function probeEvents(id: string): object[] {
  const event = (name: string, type: string, data: object) => ({
    specversion: '1.0',
    id: `${id}-${name}`,
    source: 'probe',
    type,
    subject: id,
    time: new Date().toISOString(),
    data,
  });
  return [
    event('opened', 'conversation.opened.v1', {
      vendorId: probeVendor,
      channel: 'chat',
      customer: { ref: id },
    }),
    event('said', 'conversation.message.v1', {
      messageId: 'm1',
      sender: { role: 'customer' },
      text: '司机一直在骚扰我，我很害怕',
    }),
  ];
}

void main();
