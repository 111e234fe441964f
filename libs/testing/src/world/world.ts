import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import { DataKeys } from '@earshot/platform/crypto';
import type { KafkaHandle } from '../../../../tools/services/kafka.mjs';
import type { PostgresHandle } from '../../../../tools/services/postgres.mjs';
import type { RedisHandle } from '../../../../tools/services/redis.mjs';
import { freePort } from '../../../../tools/services/process.mjs';
import { until } from '../until';

// Loaded when a world is opened: most tests open none.
const kafkaService = () => import('../../../../tools/services/kafka.mjs');
const postgresService = () => import('../../../../tools/services/postgres.mjs');
const redisService = () => import('../../../../tools/services/redis.mjs');

const root = resolve(__dirname, '../../../..');
const program = join(root, 'dist/apps/server/main.js');
const dataKey = Buffer.alloc(32, 3);
const readyPatienceMs = 90_000;

/** What every server of a world is told; the same in all of them, so that their rows can be compared. */
const keys = {
  EARSHOT_DATA_KEYS: `proof:${dataKey.toString('base64')}`,
  EARSHOT_PLAN_KEY: Buffer.alloc(32, 4).toString('base64'),
  EARSHOT_INTAKE_KEY: 'eik_proof_proof_proof',
  EARSHOT_BRAND: 'demo-brand',
} as const;

/** The keys with which a world's databases are read. */
export const worldKeys = new DataKeys([{ id: 'proof', bytes: dataKey }]);

/** The intake key of every server of a world. */
export const worldIntakeKey = keys.EARSHOT_INTAKE_KEY;

/** Why no world can be opened here; null where nothing is missing. */
export function missingForWorld(): string | null {
  return existsSync(program) ? null : 'the server is not built: npx nx run server:build';
}

/** Where the servers of one scenario read and write. */
export interface Place {
  readonly databaseUrl: string;
  readonly topic: string;
}

/** One real server process. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** Sends a signal; to be waited for with `ended` where it ends the process. */
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<void>;
  isUp(): boolean;
}

/** Real services on private ports in a folder of their own, and the servers that are started on them. */
export class World {
  private readonly servers: ChildProcess[] = [];
  private made = 0;

  private constructor(
    private readonly folder: string,
    readonly postgres: PostgresHandle,
    readonly kafka: KafkaHandle | null,
    readonly redis: RedisHandle | null,
  ) {}

  /** Brings up PostgreSQL, and Kafka and Redis where they are wanted. **Errors**: what is missing, and what to do. */
  static async open(wanted: { kafka: boolean; redis: boolean }): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-world-'));
    // PostgreSQL runs as another user where we are root, and must get to its own folder inside.
    chmodSync(folder, 0o755);
    const { startPostgres } = await postgresService();
    const postgres = await startPostgres({ dir: join(folder, 'postgres') });
    try {
      const redis = wanted.redis
        ? await (await redisService()).startRedis({ dir: join(folder, 'redis') })
        : null;
      const kafka = wanted.kafka
        ? await (await kafkaService()).startKafka({ dir: join(folder, 'kafka'), heap: '384m' })
        : null;
      return new World(folder, postgres, kafka, redis);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** Ends every server and service and removes the folder. */
  async close(): Promise<void> {
    for (const server of this.servers) if (server.exitCode === null) server.kill('SIGKILL');
    await this.kafka?.stop();
    await this.redis?.stop();
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new database and a new topic. */
  async place(partitions = 6): Promise<Place> {
    this.made += 1;
    const name = `place_${this.made}`;
    const client = new Client({ connectionString: this.postgres.url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    const url = new URL(this.postgres.url);
    url.pathname = `/${name}`;
    const topic = `proof.${this.made}`;
    if (this.kafka !== null) {
      const { createTopic } = await kafkaService();
      await createTopic(this.kafka.brokers, topic, partitions);
    }
    return { databaseUrl: url.toString(), topic };
  }

  /** Starts a server on `place` and waits until it is ready. */
  async server(place: Place, variables: Record<string, string> = {}): Promise<ServerProcess> {
    const port = await freePort();
    const logFile = join(this.folder, `server-${this.servers.length}.log`);
    const log = createWriteStream(logFile);
    const child = spawn(process.execPath, [program], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        ...keys,
        PORT: String(port),
        DATA_DIR: join(this.folder, 'data'),
        DATABASE_URL: place.databaseUrl,
        LOG_LEVEL: 'warn',
        ...(this.kafka !== null && { KAFKA_BROKERS: this.kafka.brokers, KAFKA_TOPIC: place.topic }),
        ...(this.redis !== null && { REDIS_URL: this.redis.url }),
        ...variables,
      },
    });
    this.servers.push(child);
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const url = `http://127.0.0.1:${port}`;
    const isUp = () => child.exitCode === null && child.signalCode === null;
    await until(
      `a server on ${url}`,
      async () => {
        await pause();
        if (!isUp()) throw new Error(`The server ended:\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
        return (await fetch(`${url}/health/live`).catch(() => null))?.status === 200;
      },
      readyPatienceMs,
    );
    return {
      url,
      pid: child.pid ?? 0,
      logFile,
      signal: (signal) => child.kill(signal),
      ended,
      isUp,
    };
  }

  /** Writes to the database of a place. */
  async sql<Row extends object>(
    { databaseUrl }: Place,
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const client = new Client({ connectionString: databaseUrl });
    // A server that is being restarted cuts us off; the query below says so.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Waits until everything in the topic is in the database, and silent conversations are closed. */
  async drained(place: Place, patienceMs = 180_000): Promise<void> {
    if (this.kafka !== null) {
      const end = await this.endOf(place.topic);
      await until(
        `topic ${place.topic} is read to its end`,
        async () => {
          await pause();
          const [row] = await this.sql<{ next: string | null }>(
            place,
            'select sum(next_offset) as next from kafka_offsets where topic = $1',
            [place.topic],
          ).catch(() => []);
          return BigInt(row?.next ?? '0') === end || (end === 0n && row?.next === null);
        },
        patienceMs,
      );
    }
    await until(
      'silent conversations are closed',
      async () => {
        await pause();
        const [row] = await this.sql<{ n: number }>(
          place,
          `select count(*)::int as n from conversations where state = 'open' and last_event_at < now() - interval '24 hours'`,
        );
        return row?.n === 0;
      },
      patienceMs,
    );
  }

  /** The broker may be on its way back when it is asked, so it is asked for up to a minute. */
  private async endOf(topic: string): Promise<bigint> {
    const kafka = new Kafka({
      brokers: [this.kafka?.brokers ?? ''],
      clientId: 'proof',
      logLevel: logLevel.NOTHING,
    });
    const deadline = performance.now() + 60_000;
    for (;;) {
      const admin = kafka.admin();
      try {
        await admin.connect();
        const offsets = await admin.fetchTopicOffsets(topic);
        return offsets.reduce((sum, { high }) => sum + BigInt(high), 0n);
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await pause();
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    }
  }
}

/** Between two looks at something that costs a connection. */
const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 150));
