/**
 * Keeps one PostgreSQL for all tests that run on this machine at a time. A test process connects to its socket and
 * holds the connection: that is its lease. When a lease ends, however that came (a killed jest too), the databases
 * made under it are dropped; a few seconds after the last one the server is stopped and its folder deleted.
 *
 * Started by postgres.ts, detached, with the path of the socket as its argument.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import pg from 'pg';
import { startCluster } from '../../../tools/postgres/cluster.mjs';

const [socketPath] = process.argv.slice(2);
const idleMs = 5_000;

if (await someoneListens()) process.exit(0);
const folder = mkdtempSync(join(tmpdir(), 'earshot-test-'));
chmodSync(folder, 0o755); // The database user must get to its own folder inside.
rmSync(socketPath, { force: true });

const starting = startCluster({
  folder,
  settings: [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'shared_buffers=64MB',
  ],
});
starting.catch(() => undefined); // Told to every client below.

let leases = 0;
let given = 0;
let idle = setTimeout(end, idleMs * 4);

const server = createServer(async (socket) => {
  clearTimeout(idle);
  leases += 1;
  given += 1;
  const prefix = `t${given}_`;
  socket.on('error', () => undefined); // A killed client resets; `close` follows.
  socket.on('close', async () => {
    await dropDatabases(prefix).catch(() => undefined); // The folder goes soon anyway.
    leases -= 1;
    if (leases === 0) idle = setTimeout(end, idleMs);
  });
  socket.resume();
  try {
    const { adminUrl } = await starting;
    socket.write(`${JSON.stringify({ adminUrl, prefix })}\n`);
  } catch (error) {
    socket.write(`${JSON.stringify({ error: String(error.message) })}\n`);
  }
});
server.on('error', end); // Another keeper was faster: the clients find that one.
server.listen(socketPath);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

async function end() {
  clearTimeout(idle);
  server.close();
  const cluster = await starting.catch(() => null);
  await cluster?.stop('immediate');
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

async function dropDatabases(prefix) {
  const { adminUrl } = await starting;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [
      prefix,
    ]);
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}

function someoneListens() {
  return new Promise((answer) => {
    const socket = createConnection(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}
