/** A private Redis from the `redis-server` on the path: a port and folder of its own, nothing kept on disk. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { endProcess, freePort, handle, keptPid, launch, pidFileOf, untilReady } from './process.mjs';

const has = (command) => {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Makes sure that `redis-server` can be run: as root on Debian by installing it, else **throws** what to do. */
export function provideRedis({ say = () => undefined } = {}) {
  if (has('redis-server')) return;
  if (process.getuid?.() === 0 && has('apt-get')) {
    say('installing redis-server with apt-get');
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    try {
      execFileSync('apt-get', ['update'], quiet);
      // The package would start a server of its own on port 6379.
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], {
        ...quiet,
        env: { ...quiet.env, RUNLEVEL: '1' },
      });
    } catch {
      // The check below says what to do.
    }
    if (has('redis-server')) return;
  }
  throw new Error(
    'redis-server is not on the path. Install it ("sudo apt-get install redis-server", "brew install redis"),\n' +
      'or set REDIS_URL to a Redis of yours and start the other services with --only=kafka,postgres.',
  );
}

const ping = (port) =>
  new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy(new Error('no answer')));
    socket.once('error', failed);
    socket.once('data', (data) => {
      socket.destroy();
      if (data.toString().startsWith('+PONG')) done();
      else failed(new Error(data.toString()));
    });
  });

/**
 * Starts a Redis in `dir` on `port` (a free one unless given), or starts it again after a crash.
 * Gives `{url, port, dir, pid, stop(), kill9(), restart(), remove()}`.
 */
export async function startRedis({ dir, port, say }) {
  provideRedis({ say });
  const folder = resolve(dir);
  mkdirSync(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  // redis-server shows "*:port" as its command line, so the port is the mark.
  const mark = `127.0.0.1:${chosen}`;
  const pidFile = pidFileOf(folder);
  const log = join(folder, 'redis.log');
  const start = async () => {
    await endProcess(keptPid(pidFile), { mark });
    const args = ['--port', String(chosen), '--bind', '127.0.0.1', '--dir', folder];
    args.push('--save', '', '--appendonly', 'no', '--daemonize', 'no');
    const pid = launch({ command: 'redis-server', args, cwd: folder, log, pidFile });
    await untilReady(() => ping(chosen), {
      name: 'Redis',
      pid,
      mark: 'redis-server',
      log,
      patienceMs: 10_000,
    });
    return pid;
  };
  await start();
  const facts = { url: `redis://127.0.0.1:${chosen}`, port: chosen };
  return handle({ dir: folder, mark, start, facts });
}
