import type { CloudEvent } from '@earshot/contracts';
import { numbers, shuffledWithin, traffic } from '../builders/traffic';
import { canonicalDump } from '../canonical-dump';
import { sendOverHttp, sendToTopic } from './send';
import { worldKeys, type Place, type ServerProcess, type World } from './world';

/** How large a proof is. */
export interface Size {
  readonly conversations: number;
  /** Times that the server is killed, and services restarted. */
  readonly kills: number;
  /** Events a second while things are killed. */
  readonly rate: number;
  /** Partitions and processes of the runs that compare ways of carrying the same events. */
  readonly ways: readonly { readonly partitions: number; readonly processes: number }[];
  /** Whether conversations fall silent for more than a day: their close takes a minute of the proof. */
  readonly silence: boolean;
}

/** What `npm run prove` shows, and what `npm test` has time for. */
export const proofSizes: { readonly full: Size; readonly small: Size } = {
  full: {
    conversations: 6_000,
    kills: 20,
    rate: 600,
    ways: [1, 3, 12].flatMap((partitions) => [1, 3].map((processes) => ({ partitions, processes }))),
    silence: true,
  },
  small: {
    conversations: 250,
    kills: 2,
    rate: 150,
    ways: [{ partitions: 3, processes: 2 }],
    silence: false,
  },
};

const HOUR_MS = 3_600_000;

/** The events of a proof, in order of time. The same for one hour, so that all its runs can be compared. */
export function eventsOf(size: Size, nowMs: number): CloudEvent[] {
  const endMs = nowMs - 10_000;
  const spanMs = size.silence ? 72 * HOUR_MS : 6 * HOUR_MS;
  const events = traffic({ conversations: size.conversations, seed: 11, endMs, spanMs });
  const newest = new Map<string, number>();
  for (const { subject, time } of events) newest.set(subject, Date.parse(time));
  // Silent for nearly a day: between two runs its close would fall due.
  return events.filter(({ subject }) => {
    const silentMs = nowMs - (newest.get(subject) ?? 0);
    return silentMs < 18 * HOUR_MS || silentMs > 24 * HOUR_MS;
  });
}

/** One run: what it shows, and how the events come to a place of their own while what happens. */
export interface Scenario {
  readonly name: string;
  readonly partitions: number;
  run(world: World, place: Place, events: readonly CloudEvent[]): Promise<string>;
}

/** Runs a scenario in a place of its own and gives the dump of what is known in the end, and what happened. **Errors**: where not every event is known. */
export async function dumpOf(
  world: World,
  scenario: Scenario,
  events: readonly CloudEvent[],
): Promise<{ dump: string; happened: string }> {
  const place = await world.place(scenario.partitions);
  const happened = await scenario.run(world, place, events);
  const dump = await canonicalDump(place.databaseUrl, worldKeys);
  // Two empty dumps are equal too.
  const known = dump.split('\n').filter((line) => /"kind":"(message|event)"/.test(line)).length;
  const sent = events.filter(({ type }) => type !== 'agent.updated.v1').length;
  if (known !== sent) throw new Error(`${sent} messages and events were sent, ${known} are known`);
  return { dump, happened };
}

/** What every other run is held against: in order, one partition, one process, nothing happens. */
export const uninterrupted: Scenario = {
  name: 'uninterrupted, 1 partition, 1 process',
  partitions: 1,
  async run(world, place, events) {
    const server = await world.server(place);
    await sendToTopic(brokersOf(world), place.topic, { events });
    await world.drained(place);
    await end(server);
    return `${events.length} events`;
  },
};

/** The same events another way: other partitions and processes, shuffled, half of them over HTTP. */
export function anotherWay({ partitions, processes }: Size['ways'][number]): Scenario {
  const s = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
  return {
    name: `${s(partitions, 'partition', 'partitions')}, ${s(processes, 'process', 'processes')}, shuffled, half over HTTP`,
    partitions,
    async run(world, place, events) {
      const servers: ServerProcess[] = [];
      for (let n = 0; n < processes; n++) servers.push(await world.server(place));
      const random = numbers(partitions * 100 + processes);
      const mixed = shuffledWithin(events, 500, random).map((event) => ({ event, toHttp: random() < 0.5 }));
      const part = (toHttp: boolean) => mixed.filter((it) => it.toHttp === toHttp).map(({ event }) => event);
      let turn = 0;
      await Promise.all([
        sendToTopic(brokersOf(world), place.topic, { events: part(false) }),
        sendOverHttp(() => servers[turn++ % servers.length]?.url ?? '', { events: part(true) }),
      ]);
      await world.drained(place);
      for (const server of servers) await end(server);
      return `${part(true).length} over HTTP, ${part(false).length} from the topic`;
    },
  };
}

/** The server is killed at random moments under load, and started again. */
export function killed({ kills, rate }: Size): Scenario {
  return {
    name: `SIGKILL of the server, ${kills} times`,
    partitions: 3,
    async run(world, place, events) {
      const random = numbers(5);
      let server = await world.server(place);
      const sending = sendToTopic(brokersOf(world), place.topic, { events, rate });
      let underLoad = 0;
      for (let n = 0; n < kills; n++) {
        await sleep(300 + random() * 2_500);
        if (await isBehind(world, place, events.length)) underLoad += 1;
        server.signal('SIGKILL');
        await server.ended;
        server = await world.server(place);
      }
      await sending;
      await world.drained(place);
      await end(server);
      return `${underLoad} of ${kills} kills while events were still to be taken`;
    },
  };
}

/** PostgreSQL and Kafka are restarted and Redis is flushed, again and again, under load. */
export function servicesRestarted({ kills, rate }: Size): Scenario {
  return {
    name: 'PostgreSQL and Kafka restarted, Redis killed and back empty, under load',
    partitions: 3,
    async run(world, place, events) {
      const server = await world.server(place);
      const sending = sendToTopic(brokersOf(world), place.topic, { events, rate });
      const acts: string[] = [];
      for (let n = 0; n < Math.max(2, Math.round(kills / 5)); n++) {
        await sleep(1_000);
        if (n % 2 === 0) await world.postgres.kill9();
        await world.postgres.restart();
        await sleep(1_000);
        await flush(world);
        if (n % 2 === 1) await world.kafka?.kill9();
        await world.kafka?.restart();
        acts.push(n % 2 === 0 ? 'PostgreSQL killed, Kafka restarted' : 'PostgreSQL restarted, Kafka killed');
      }
      await sending;
      await world.drained(place);
      if (!server.isUp()) throw new Error('the server went down with a service');
      await end(server);
      return acts.join('; ');
    },
  };
}

/** One of two consumers is frozen past its session timeout and woken: it has lost its partitions unnoticed. */
export function frozen({ rate }: Size): Scenario {
  return {
    name: 'consumer frozen past its session timeout, then woken',
    partitions: 3,
    async run(world, place, events) {
      const [one, two] = [await world.server(place), await world.server(place)];
      const sending = sendToTopic(brokersOf(world), place.topic, { events, rate });
      for (const server of [one, two]) {
        await sleep(1_500);
        server.signal('SIGSTOP');
        await sleep(10_000);
        server.signal('SIGCONT');
        await sleep(1_500);
      }
      await sending;
      await world.drained(place);
      await end(one);
      await end(two);
      return 'each of two, for 10 s, with a session timeout of 6 s';
    },
  };
}

async function isBehind(world: World, place: Place, all: number): Promise<boolean> {
  const [row] = await world.sql<{ n: number }>(place, 'select count(*)::int as n from receipts');
  return (row?.n ?? 0) < all;
}

async function flush({ redis }: World): Promise<void> {
  if (redis === null) return;
  await redis.kill9();
  await redis.restart();
}

async function end(server: ServerProcess): Promise<void> {
  server.signal('SIGTERM');
  await server.ended;
}

function brokersOf({ kafka }: World): string {
  if (kafka === null) throw new Error('this world has no Kafka');
  return kafka.brokers;
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
