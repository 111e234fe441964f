/**
 * Starting and stopping programs that outlive the one who starts them. Nothing here is found by name: a program
 * is known by its pid, and a pid only counts while its command line still carries the mark it was started with.
 */
import { spawn, execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Gives a promise that is fulfilled after `ms` milliseconds. */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A port of the loopback that is free now, from below the range that outgoing connections take (from 32768 on): a
 * client that tries to reach a service while it is restarted could else be given the service's own port.
 */
export async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error('found no free port between 15000 and 32000');
}

/** Gives the command line of a running process, or null if there is none; a zombie counts as none. */
export function commandOf(pid) {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      if (stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'Z') return null;
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return null; // no such process
    }
  }
  try {
    const line = execFileSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? null : line;
  } catch {
    return null; // ps answers 1 where there is no such process
  }
}

/** Whether `pid` runs and its command line contains `mark`. */
export const isRunning = (pid, mark) => commandOf(pid)?.includes(mark) ?? false;

/**
 * Starts a program in a process group of its own, its output appended to `log`, and gives its pid, which is also
 * kept in `pidFile`. The program lives on when this one ends.
 */
export function launch({ command, args, cwd, env, log, pidFile, ids = {} }) {
  const out = openSync(log, 'a');
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', out, out], ...ids });
  closeSync(out);
  child.on('error', () => undefined); // shown by pid being undefined, below
  if (child.pid === undefined) throw new Error(`${command} could not be started: is it installed?`);
  child.unref();
  writeFileSync(pidFile, `${child.pid}\n`);
  return child.pid;
}

/** Gives the pid kept in a file, or null. */
export function keptPid(pidFile) {
  if (!existsSync(pidFile)) return null;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

/**
 * Ends a process and waits until it is gone: `signal` first, SIGKILL after `patienceMs`. Does nothing when the pid
 * is gone, or belongs to a process without `mark` by now.
 */
export async function endProcess(pid, { mark, signal = 'SIGTERM', patienceMs = 20_000 }) {
  if (pid === null || !isRunning(pid, mark)) return;
  process.kill(pid, signal);
  const deadline = Date.now() + patienceMs;
  while (isRunning(pid, mark)) {
    if (Date.now() > deadline) {
      process.kill(pid, 'SIGKILL');
      await sleep(200);
      return;
    }
    await sleep(20);
  }
}

/** Gives the last lines of a log, for messages. */
export function tail(log, lines = 15) {
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

/**
 * Waits until `ready()` no longer throws and gives what it gave. **Errors**: when the process ends first, or after
 * `patienceMs`, with the last lines of its log.
 */
export async function untilReady(ready, { name, pid, mark, log, patienceMs = 60_000 }) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ready();
    } catch (error) {
      if (!isRunning(pid, mark)) throw new Error(`${name} ended at once:\n${tail(log)}`, { cause: error });
      if (Date.now() > deadline) {
        throw new Error(`${name} did not answer in ${patienceMs / 1000} s:\n${tail(log)}`, { cause: error });
      }
    }
    await sleep(50);
  }
}

/** Gives the path of a service's pid file. */
export const pidFileOf = (dir) => join(dir, 'pid');

const noteOf = (dir) => join(dir, 'service.json');

/**
 * Gives the handle every service has: its `facts`, and `dir`, `pid`, `stop()`, `kill9()`, `restart()`, `remove()`.
 * `start` launches the program and waits until it answers. What another process needs to stop it is noted in `dir`.
 */
export function handle({ dir, mark, start, stopSignal, patienceMs, facts }) {
  writeFileSync(noteOf(dir), JSON.stringify({ mark, stopSignal, patienceMs, facts }), { mode: 0o600 });
  const pidFile = pidFileOf(dir);
  const running = {
    ...facts,
    dir,
    /** Pid of the program as it runs now; null when it does not. */
    get pid() {
      const pid = keptPid(pidFile);
      return pid !== null && isRunning(pid, mark) ? pid : null;
    },
    /** Ends it in order and waits until it is gone. */
    async stop() {
      await endProcess(keptPid(pidFile), { mark, signal: stopSignal, patienceMs });
      rmSync(pidFile, { force: true });
    },
    /** Ends it as a crash does, at once, and waits until it is gone. */
    async kill9() {
      await endProcess(keptPid(pidFile), { mark, signal: 'SIGKILL' });
    },
    /** Ends it in order if it runs, and starts it again with the same folder and port. */
    async restart() {
      await running.stop();
      await start();
      return running;
    },
    /** Stops it and removes its folder. */
    async remove() {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return running;
}

/** Gives the handle of a service that another process started in `dir`, or null; it cannot be restarted by this one. */
export function attach(dir) {
  if (!existsSync(noteOf(dir))) return null;
  const start = () => Promise.reject(new Error('Only the one who started it knows how to start it again.'));
  return handle({ ...JSON.parse(readFileSync(noteOf(dir), 'utf8')), dir, start });
}
