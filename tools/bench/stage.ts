import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { boxedSettings } from '../postgres/settings.mjs';
import { serverFlags } from '../start/server-process.mjs';
import { createTopic, startKafka, type KafkaHandle } from '../services/kafka.mjs';
import { freePort } from '../services/process.mjs';
import { startPostgres, type PostgresHandle } from '../services/postgres.mjs';

export const topic = 'conversation.events';
const root = join(__dirname, '../..');
export const replayProgram = join(root, 'dist/apps/replay/main.js');
const serverProgram = join(root, 'dist/apps/server/main.js');

/** The server settings that one stage uses throughout: keys, brand, demo password. */
export interface StageKeys {
  readonly intake: string;
  readonly password: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** PostgreSQL, Kafka and the built server on private ports and folders, for one measurement. */
export class Stage {
  server: ChildProcess | null = null;
  url = '';
  private databaseUrl: string;

  private constructor(
    readonly dir: string,
    readonly postgres: PostgresHandle,
    readonly kafka: KafkaHandle,
    readonly keys: StageKeys,
  ) {
    this.databaseUrl = postgres.url;
  }

  static async open(name: string, more: Readonly<Record<string, string>> = {}): Promise<Stage> {
    const dir = join(root, 'tmp/bench', name);
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    const kafka = await startKafka({ dir: join(dir, 'kafka') });
    await createTopic(kafka.brokers, topic, 6);
    const postgres = await startPostgres({
      dir: join(dir, 'postgres'),
      settings: { ...boxedSettings(), ...more },
    });
    const intake = randomBytes(16).toString('hex');
    const password = randomBytes(12).toString('hex');
    const environment = {
      DATABASE_URL: postgres.url,
      KAFKA_BROKERS: kafka.brokers,
      EARSHOT_INTAKE_KEY: intake,
      EARSHOT_BRAND: 'demo-brand',
      EARSHOT_DEMO_PASSWORD: password,
      EARSHOT_DATA_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      EARSHOT_PLAN_KEY: randomBytes(32).toString('base64'),
      DATA_DIR: dir,
      LOG_LEVEL: 'warn',
    };
    return new Stage(dir, postgres, kafka, { intake, password, environment });
  }

  /** A new, empty database for what follows. The server must be stopped. */
  async freshDatabase(name: string): Promise<string> {
    const pool = new Pool({ connectionString: this.postgres.url, max: 1 });
    await pool.query(`create database ${name}`);
    await pool.end();
    const url = new URL(this.postgres.url);
    url.pathname = `/${name}`;
    this.databaseUrl = url.href;
    return url.href;
  }

  async dropDatabase(name: string): Promise<void> {
    const pool = new Pool({ connectionString: this.postgres.url, max: 1 });
    await pool.query(`drop database ${name}`);
    await pool.end();
  }

  /** Starts the server and waits until it is ready. */
  async serve(nodeOptions: readonly string[] = []): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      ...this.keys.environment,
      DATABASE_URL: this.databaseUrl,
      PORT: String(port),
    };
    const server = spawn(process.execPath, [...serverFlags, ...nodeOptions, serverProgram], {
      cwd: this.dir,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.server = server;
    const end = performance.now() + 60_000;
    while (performance.now() < end) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      const ready = await fetch(`${this.url}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await sleep(50);
    }
    throw new Error('the server was not ready within a minute');
  }

  /** Runs the replay program and gives what it printed. */
  async replay(...args: readonly string[]): Promise<string> {
    const env = { ...process.env, ...this.keys.environment };
    const child = spawn(process.execPath, [replayProgram, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    writeFileSync(join(this.dir, 'replay.log'), out, { flag: 'a' });
    if (code !== 0) throw new Error(`replay ${args.join(' ')} ended with ${code}: ${out}`);
    return out;
  }

  async stopServer(): Promise<void> {
    const { server } = this;
    if (server === null || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server.on('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    this.server = null;
  }

  async close(): Promise<void> {
    await this.stopServer();
    await this.kafka.stop();
    await this.postgres.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
