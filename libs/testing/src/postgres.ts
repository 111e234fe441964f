import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';

/** A database of a test's own, migrated and empty. */
export interface TestDatabase {
  /** Connection string. */
  readonly url: string;
  /** A pool on it, closed by `close`. */
  readonly database: Database;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

interface Lease {
  readonly adminUrl: string;
  readonly prefix: string;
  end(): void;
}

// The first database of a run starts a server and migrates a template; on a busy machine that is more than 5 s.
if (typeof jest !== 'undefined') jest.setTimeout(60_000);

let made = 0;

/**
 * A fresh database, copied from a migrated template, on a private PostgreSQL that all tests of this machine share and
 * that ends by itself after the last of them; or on the server of `EARSHOT_TEST_DATABASE_URL` (a role that may create
 * databases). For `beforeAll` of a `*.db.spec.ts`; call `close` in `afterAll`. The first one takes about 2 s.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const lease = await takeLease();
  const admin = new Database(lease.adminUrl, { connections: 1, applicationName: 'test-admin' });
  try {
    const template = await migratedTemplate(admin, lease.adminUrl);
    made += 1;
    const name = `${lease.prefix}${made}`;
    await createFrom(admin, name, template);
    const url = named(lease.adminUrl, name);
    const database = new Database(url, { connections: 20, applicationName: 'test' });
    return {
      url,
      database,
      close: async () => {
        await database.close();
        await admin.query(`drop database if exists "${name}" with (force)`);
        await admin.close();
        lease.end();
      },
    };
  } catch (error) {
    await admin.close();
    lease.end();
    throw error;
  }
}

/** An empty database without any schema, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const migrated = await testDatabase();
  await migrated.database.query('drop schema public cascade');
  await migrated.database.query('create schema public');
  return migrated;
}

function named(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** The name of the template for the migrations as they stand, made and migrated by whoever comes first. */
async function migratedTemplate(admin: Database, adminUrl: string): Promise<string> {
  const folder = join(__dirname, '../../data-access/src/migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  const template = `template_${hash.digest('hex').slice(0, 16)}`;

  // A connection of its own pool of one: the advisory lock belongs to the session.
  await admin.query("select pg_advisory_lock(hashtext('earshot-test-template'))");
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1', [template]);
    if (found.length === 0) {
      const making = `making_${randomUUID().replaceAll('-', '')}`;
      await admin.query(`create database "${making}"`);
      await runMigrations(named(adminUrl, making));
      await admin.query(`alter database "${making}" rename to "${template}"`);
    }
  } finally {
    await admin.query("select pg_advisory_unlock(hashtext('earshot-test-template'))");
  }
  return template;
}

/** Two copies of one template at a time are refused as "being accessed by other users": one after the other. */
async function createFrom(admin: Database, name: string, template: string): Promise<void> {
  await admin.query("select pg_advisory_lock(hashtext('earshot-test-copy'))");
  try {
    await admin.query(`create database "${name}" template "${template}"`);
  } finally {
    await admin.query("select pg_advisory_unlock(hashtext('earshot-test-copy'))");
  }
}

async function takeLease(): Promise<Lease> {
  const given = process.env['EARSHOT_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    return { adminUrl: given, prefix: `t${randomUUID().slice(0, 8)}_`, end: () => undefined };
  }
  const keeper = join(__dirname, 'postgres-keeper.mjs');
  const version = createHash('sha256').update(readFileSync(keeper)).update(keeper).digest('hex').slice(0, 12);
  const socketPath = join(tmpdir(), `earshot-test-${userInfo().uid}-${version}.sock`);
  const deadline = performance.now() + 60_000;
  for (let attempt = 0; performance.now() < deadline; attempt += 1) {
    const lease = await leaseFrom(socketPath);
    if (lease !== null) return lease;
    // Several may be started at once; all but one end at once.
    if (attempt % 20 === 0) {
      spawn(process.execPath, [keeper, socketPath], { detached: true, stdio: 'ignore' }).unref();
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('No PostgreSQL for tests came up within a minute.');
}

/** A lease of the keeper on this socket, or null where none listens (or one that is just ending). */
function leaseFrom(socketPath: string): Promise<Lease | null> {
  return new Promise((answer, fail) => {
    const socket: Socket = createConnection(socketPath);
    let text = '';
    socket.once('error', () => answer(null));
    socket.once('close', () => answer(null));
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (!text.endsWith('\n')) return;
      const told = JSON.parse(text) as { adminUrl: string; prefix: string; error?: string };
      if (told.error !== undefined) fail(new Error(told.error));
      else answer({ ...told, end: () => socket.destroy() });
      socket.unref();
    });
  });
}
