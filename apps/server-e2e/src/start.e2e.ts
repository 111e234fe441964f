/**
 * Black-box test of `npm start` with real processes: what is started ends, whatever happens to whom.
 * Run: npm run e2e:start (builds first). Plain Node test runner: jest would be one more process to tell from ours.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../../tools/services/process.mjs';

const root = resolve(__dirname, '../../..');
const startProgram = join(root, 'tools/start/start.mjs');
const patienceMs = 60_000;

interface Run {
  readonly start: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

let folder: string;
let port: number;
const runs: Run[] = [];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-start-'));
  // Open to the database's user; closed to it, root's start would keep the data elsewhere.
  chmodSync(folder, 0o755);
  port = await freePort();
});
after(async () => {
  for (const { start } of runs) start.kill('SIGKILL');
  await until('all is gone', () => ours().length === 0).catch(() => {
    for (const { pid } of ours()) process.kill(pid, 'SIGKILL');
  });
  rmSync(folder, { recursive: true, force: true });
});

test('a first start is ready, and prints where and how', async () => {
  const run = begin();
  await ready(run);
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
  assert.equal(answer.status, 200);
  await until('it is announced', () => run.output().includes('Earshot is ready'));
  assert.match(run.output(), /intake key\s+eik_/);
  assert.match(run.output(), /first-administrator\?token=/);
  const names = ours().map(({ line }) => line);
  assert.ok(names.some((line) => line.includes('apps/server/main.js')));
  assert.ok(names.some((line) => line.startsWith('postgres') || line.includes('/postgres ')));
});

test('a second run on the same folder is refused, and the first goes on', async () => {
  const second = begin({ PORT: String(await freePort()) });
  assert.equal(await second.ended, 1);
  assert.match(second.output(), /runs already/);
  assert.equal((await fetch(`http://127.0.0.1:${port}/health/ready`)).status, 200);
});

test('a port that is taken is told at once', async () => {
  const second = begin({ DATA_DIR: join(folder, 'other') });
  assert.equal(await second.ended, 1);
  assert.match(second.output(), new RegExp(`Port ${port} is taken`));
});

test('the command that is proposed then is the one that was given', async () => {
  const { commandAgain } = (await import('../../../tools/start/arguments.mjs' as string)) as {
    commandAgain: (words: readonly string[], script: string | undefined) => string;
  };
  assert.equal(commandAgain(['--demo'], 'start'), 'npm start -- --demo');
  assert.equal(commandAgain([], 'start'), 'npm start');
  assert.equal(commandAgain(['--demo'], 'start:services'), 'npm run start:services -- --demo');
  assert.equal(
    commandAgain(["--demo=replay:it's here.jsonl"], 'start'),
    "npm start -- '--demo=replay:it'\\''s here.jsonl'",
  );
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends everything within 10 s, and the database was shut down, not cut off`, async () => {
    const run = (await isReady()) ? latest() : begin();
    await ready(run);
    const began = performance.now();
    run.start.kill(signal);
    assert.equal(await run.ended, 0);
    assert.ok(performance.now() - began < 10_000);
    assert.deepEqual(ours(), []);
    assert.ok(!existsSync(join(folder, 'postgres', 'postmaster.pid')));
    assert.match(
      readFileSync(join(folder, 'postgres', 'server.log'), 'utf8').slice(-400),
      /database system is shut down/,
    );
  });
}

test('when only the start script is killed, server and database end by themselves', async () => {
  const run = begin();
  await ready(run);
  run.start.kill('SIGKILL');
  await run.ended;
  await until('nothing is left', () => ours().length === 0, 20_000);
  assert.ok(!existsSync(join(folder, 'postgres', 'postmaster.pid')));
});

test('when the server is killed, the rest ends and says so', async () => {
  const run = begin();
  await ready(run);
  process.kill(pidOf('apps/server/main.js'), 'SIGKILL');
  assert.equal(await run.ended, 1);
  assert.match(run.output(), /The server ended \(SIGKILL\)/);
  await until('nothing is left', () => ours().length === 0);
});

test('when everything is killed at once, PostgreSQL too or left behind, the next start works', async () => {
  for (const isDatabaseKilled of [false, true]) {
    const run = begin();
    await ready(run);
    for (const { pid, line } of ours()) {
      if (isDatabaseKilled || !isPostgres(line)) killIfThere(pid);
    }
    await run.ended;
    const next = begin();
    await ready(next);
    next.start.kill('SIGINT');
    assert.equal(await next.ended, 0);
    assert.deepEqual(ours(), []);
  }
});

test('a killed start is followed by the next at once: it waits for the rest to end', async () => {
  const run = begin();
  await ready(run);
  run.start.kill('SIGKILL');
  await run.ended;
  // Port and folder are the dying run's for a moment.
  const next = begin();
  await untilItsOwn(next);
  next.start.kill('SIGINT');
  assert.equal(await next.ended, 0);
  assert.deepEqual(ours(), []);
});

test('a start without a change answers soon', async () => {
  const began = performance.now();
  const run = begin();
  await ready(run);
  const took = performance.now() - began;
  run.start.kill('SIGINT');
  await run.ended;
  assert.ok(took < 10_000, `took ${Math.round(took)} ms`);
});

/** Ready, and by this run: the server of a killed one may still answer. */
async function untilItsOwn(run: Run): Promise<void> {
  await until(
    'it is announced',
    () => run.output().includes('Earshot is ready') || run.start.exitCode !== null,
  );
  assert.match(run.output(), /Earshot is ready/);
}

function begin(environment: Record<string, string> = {}): Run {
  const start = spawn(process.execPath, [startProgram, '--no-build'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATA_DIR: folder,
      PORT: String(port),
      ...environment,
    },
  });
  let text = '';
  for (const stream of [start.stdout, start.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<number | null>((done) => start.once('exit', done));
  const run = { start, output: () => text, ended };
  runs.push(run);
  return run;
}

function latest(): Run {
  const run = runs.find(({ start }) => start.exitCode === null && start.signalCode === null);
  assert.ok(run !== undefined);
  return run;
}

async function isReady(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function ready(run: Run): Promise<void> {
  let isOver = false;
  void run.ended.then(() => (isOver = true));
  await until(`it is ready; it said:\n${run.output()}`, async () => isOver || (await isReady()), patienceMs);
  if (isOver) throw new Error(`It ended instead:\n${run.output()}`);
}

/** Every living process of our data folder: by its command line, or by its working folder (PostgreSQL's children). */
function ours(): { pid: number; line: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const isZombie = stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
        const isOurs =
          line.includes(folder) ||
          environment.includes(`DATA_DIR=${folder}`) ||
          readlinkSync(`/proc/${name}/cwd`).startsWith(folder);
        return isOurs && !isZombie ? [{ pid: Number(name), line }] : [];
      } catch {
        return []; // It ended while we looked, or belongs to somebody else.
      }
    });
}

const isPostgres = (line: string) => line.startsWith('postgres:') || /\/bin\/postgres /.test(line);

function pidOf(part: string): number {
  const found = ours().find(({ line }) => line.includes(part));
  assert.ok(found !== undefined, `no process with ${part}`);
  return found.pid;
}

/** Of several that are killed, one may end by itself because another is gone. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patience = patienceMs,
): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > deadline)
      throw new Error(`Waited ${patience} ms in vain: ${what}. Left: ${JSON.stringify(ours())}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
