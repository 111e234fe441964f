import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = [
  '/usr/bin/redis-server',
  '/usr/local/bin/redis-server',
  '/opt/homebrew/bin/redis-server',
].find(existsSync);

/** Whether a real Redis can be started here; without one its tests skip, and say so. */
export const hasRedis = program !== undefined;

/** A private Redis of one test. */
export interface TestRedis {
  readonly url: string;
  /** Ends it, as a crash would; `start` brings an empty one back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Redis that keeps nothing, on a free port. It ends with this process, however that ends. */
export async function testRedis(): Promise<TestRedis> {
  if (program === undefined) throw new Error('There is no redis-server: check `hasRedis` first.');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'earshot-redis-'));
  let end: (() => Promise<void>) | null = null;

  const start = async () => {
    const command = `${program} --port ${port} --bind 127.0.0.1 --save '' --appendonly no --dir ${folder}`;
    // The shell reads a pipe of ours: when we are gone, in whatever way, it ends the server.
    const shell = spawn('sh', ['-c', `${command} & server=$!; cat > /dev/null; kill $server; wait $server`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<void>((done) => shell.once('exit', () => done()));
    end = async () => {
      shell.stdin.end();
      await ended;
      end = null;
    };
    for (let tries = 0; !(await isOpen(port)); tries += 1) {
      if (tries > 200) throw new Error('Redis did not start within 10 s.');
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: async () => end?.(),
    close: async () => {
      await end?.();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A port of the loopback that is free now, from below the range that outgoing connections take (from 32768 on): a
 * client that tries to reach a service while it is restarted could else be given the service's own port.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error('found no free port between 15000 and 32000');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}
