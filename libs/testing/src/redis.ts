import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../tools/services/process.mjs';

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
  /** Has it hang, as a swap storm or a paused machine would: connections stay, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts a Redis that keeps nothing, on a free port. It ends with this process, however that ends. */
export async function testRedis(): Promise<TestRedis> {
  if (program === undefined) throw new Error('There is no redis-server: check `hasRedis` first.');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'earshot-redis-'));
  let end: (() => Promise<void>) | null = null;
  let pid = 0;

  const start = async () => {
    const command = `${program} --port ${port} --bind 127.0.0.1 --save '' --appendonly no --dir ${folder}`;
    // The shell reads a pipe of ours: when we are gone, in whatever way, it ends the server.
    // One that hangs is woken for that.
    const script = `${command} > /dev/null & server=$!; echo $server; cat > /dev/null
      kill $server; kill -CONT $server; wait $server`;
    const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
    shell.stdout.once('data', (told) => (pid = Number(String(told))));
    const ended = new Promise<void>((done) => shell.once('exit', () => done()));
    end = async () => {
      pid = 0;
      shell.stdin.end();
      await ended;
      end = null;
    };
    for (let tries = 0; pid === 0 || !(await isOpen(port)); tries += 1) {
      if (tries > 200) throw new Error('Redis did not start within 10 s.');
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    freeze: () => void process.kill(pid, 'SIGSTOP'),
    thaw: () => void process.kill(pid, 'SIGCONT'),
    stop: async () => end?.(),
    close: async () => {
      await end?.();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
