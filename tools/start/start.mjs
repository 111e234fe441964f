/**
 * `npm start`: builds what changed, starts PostgreSQL where none is given, then the server, and with `--demo` people and
 * traffic. Plain Node on what `npm ci` installs. Ends everything in order at SIGINT, SIGTERM or SIGHUP; when it is
 * killed itself, the server and the keeper of the database notice and end by themselves.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandAgain, parseArguments, usage } from './arguments.mjs';
import { buildIfChanged } from './build.mjs';
import { box, complain, relay, say } from './console.mjs';
import { isEarlierRunEnding, startEmbeddedDatabase } from './embedded-database.mjs';
import { serverFlags } from './server-process.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const serverProgram = join(root, 'dist', 'apps', 'server', 'main.js');
const replayProgram = join(root, 'dist', 'apps', 'replay', 'main.js');
const endWithParent = join(root, 'tools', 'start', 'end-with-parent.mjs');
const childPatienceMs = 10_000;
const readyPatienceMs = 90_000;

const parsed = parseArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
if (!parsed.ok) {
  complain(`${parsed.problem}\n\n${usage}`);
  process.exit(2);
}
if (parsed.options.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const { demo, build } = parsed.options;

const port = Number(given('PORT') ?? 3000);
const host = given('HOST') ?? '127.0.0.1';
const shownHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
const url = `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${port}`;
const dataDir = resolve(given('DATA_DIR') ?? '.earshot');

let database = null;
let server = null;
const helpers = new Set();
let isEnding = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A second time: the person has no patience left.
    if (isEnding) kill('SIGKILL');
    else void end(0);
  });
}

async function start() {
  if (isEnding) return;
  if (given('DATABASE_URL') === undefined) {
    database = await startEmbeddedDatabase(dataDir, say);
    void database.ended.then((problem) => {
      if (isEnding) return;
      complain(problem ?? 'The embedded PostgreSQL ended.');
      void end(1);
    });
  }
  if (isEnding) return;
  const demoEnvironment =
    demo !== null && given('EARSHOT_BRAND') === undefined ? { EARSHOT_BRAND: 'demo-brand' } : {};
  let password = null;
  let listening = () => undefined;

  server = spawn(
    process.execPath,
    [...serverFlags, serverProgram, ...(demo === null ? [] : ['--wait-for-seed'])],
    {
      cwd: process.cwd(),
      // A group of its own: Ctrl-C reaches only us, and we end things in order.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', ...(database === null ? [] : [database.hold])],
      env: { ...process.env, DATA_DIR: dataDir, ...demoEnvironment },
    },
  );
  server.once('exit', (code, signal) => {
    if (isEnding) return;
    complain(`The server ended (${signal ?? `code ${code}`}).`);
    void end(1);
  });
  server.on('message', (message) => {
    if (message.type === 'migrated' && demo !== null) {
      seedPeople().then(
        (made) => {
          password = made;
          server.send({ type: 'seeded' });
        },
        (error) => {
          complain(error.message);
          void end(1);
        },
      );
    }
    if (message.type === 'listening') listening(message.firstAdministratorLink);
  });
  const wayIn = await new Promise((done) => (listening = done));
  await untilReady();
  if (isEnding) return;
  announce(password, wayIn);
  startTraffic();
}

/** Demo people, vendors and plans; gives their password. */
async function seedPeople() {
  let password = null;
  const code = await helper('seed', ['seed', ...where()], (line) => {
    const [, found] = /^demo password: (.*)$/.exec(line) ?? [];
    if (found !== undefined) password = found;
    return false;
  });
  if (code !== 0) throw new Error('The demo people could not be made; the messages above say why.');
  return password;
}

/** What plays on after the start. */
function startTraffic() {
  if (demo === null || demo === 'seed') return;
  const kafka = given('KAFKA_BROKERS');
  const to = ['--to', url, '--key', intakeKey()];
  const target = kafka === undefined ? to : ['--brokers', kafka, ...topic()];
  const file = typeof demo === 'object' ? ['--file', demo.replay] : [];
  // Ids of this run: what is open of others is nobody's any more.
  const running = Date.now().toString(36);
  const playing = helper('traffic', [
    'play',
    ...[...file, '--seed', running, '--pace', 'live', '--rate', '6'],
    ...target,
  ]);
  void playing.then((code) => {
    if (!isEnding) say(code === 0 ? 'The demo traffic is over.' : `The demo traffic ended (code ${code}).`);
  });
  const past = demo === 'full' ? ['--past'] : [];
  say(`${demo === 'full' ? 'The demo past' : 'What the desk has done'} is being made in the background …`);
  void helper('past', ['seed', ...past, '--running', running, ...where(), ...to]).then((code) => {
    if (!isEnding)
      say(code === 0 ? 'The demo past is there.' : `The demo past could not be made (code ${code}).`);
  });
}

const where = () => ['--database-url', given('DATABASE_URL') ?? database.url, '--data-dir', dataDir];
const topic = () => (given('KAFKA_TOPIC') === undefined ? [] : ['--topic', given('KAFKA_TOPIC')]);

/** Runs a command of replay to its end and gives its exit code. `onLine`: whether to show a line. */
function helper(name, words, onLine) {
  const child = spawn(process.execPath, ['--import', endWithParent, replayProgram, ...words], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: process.env,
  });
  helpers.add(child);
  relay(child.stdout, name, onLine);
  relay(child.stderr, name);
  return new Promise((done) => {
    child.once('error', () => done(1));
    child.once('exit', (code) => {
      helpers.delete(child);
      done(code ?? 1);
    });
  });
}

async function untilReady() {
  const deadline = Date.now() + readyPatienceMs;
  for (;;) {
    if (isEnding) return;
    const answer = await fetch(`${url}/health/ready`).then(
      async (response) => ({ ok: response.ok, body: await response.json() }),
      () => null, // Not listening yet.
    );
    if (answer?.ok) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The server is not ready after ${readyPatienceMs / 1000} s: ${JSON.stringify(answer?.body ?? 'no answer')}`,
      );
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

function announce(password, wayIn) {
  const rows = [
    ['open', url],
    ['events to', `${url}/api/v1/events`],
    ['intake key', intakeKey()],
    ['data folder', dataDir],
  ];
  if (wayIn !== null) rows.push([''], ['Make the first administrator within 24 hours:'], [wayIn]);
  if (password !== null) {
    const names = 'supervisor lead reviewer1 reviewer2 safety vendor-a vendor-b auditor admin'.split(' ');
    rows.push(
      [''],
      [
        'demo people',
        `${names
          .slice(0, 4)
          .map((name) => `${name}@`)
          .join(' ')}`,
      ],
    );
    rows.push(
      [
        '',
        `${names
          .slice(4)
          .map((name) => `${name}@`)
          .join(' ')}`,
      ],
      ['', 'demo.earshot.test'],
    );
    rows.push(['password', password]);
  }
  box('Earshot is ready  ·  Ctrl-C ends it', rows);
}

function intakeKey() {
  const file = join(dataDir, 'intake-key');
  return given('EARSHOT_INTAKE_KEY') ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : '(none)');
}

/** An empty variable counts as unset, as in the server. */
function given(name) {
  const value = process.env[name];
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** Before anything is built or started: nobody should wait a minute to be told. */
async function refuseTakenPort() {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is no port: ${given('PORT')}`);
  let problem = await probePort();
  for (
    let tries = 0;
    problem?.code === 'EADDRINUSE' && isEarlierRunEnding(dataDir) && tries < 120;
    tries += 1
  ) {
    if (tries === 0) say('Waiting for an earlier run to end …');
    await new Promise((done) => setTimeout(done, 100));
    problem = await probePort();
  }
  if (problem === null) return;
  if (problem.code === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} is taken by another program (or an Earshot that runs). End it, or set PORT: PORT=${port < 65_535 ? port + 1 : 3000} ${commandAgain(process.argv.slice(2))}`,
    );
  }
  if (problem.code === 'EACCES')
    throw new Error(`Port ${port} is not allowed to this user: set PORT above 1023.`);
  throw new Error(`${host}:${port} cannot be listened on (${problem.code}): set HOST or PORT.`);
}

/** Null where the port can be listened on, else the error. */
async function probePort() {
  const probe = createServer();
  const problem = await new Promise((done) => {
    probe.once('error', done);
    probe.listen(port, host, () => done(null));
  });
  await new Promise((done) => probe.close(() => done()));
  return problem;
}

/** Traffic first, then the server, the database last. */
async function end(code) {
  if (isEnding) return;
  isEnding = true;
  process.stdout.write('\n');
  say('Ending …');
  await Promise.all([...helpers].map((child) => stop(child)));
  if (server !== null) await stop(server);
  await database?.release();
  say('Everything has ended.');
  process.exit(code);
}

/** Asks a child to end, and makes it where it does not. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), childPatienceMs);
  await exited;
  clearTimeout(timer);
}

function kill(signal) {
  for (const child of [...helpers, server]) child?.kill(signal);
}

try {
  await refuseTakenPort();
  if (build) await buildIfChanged(root, say);
  await start();
} catch (error) {
  if (!isEnding) {
    complain(error.message);
    await end(1);
  }
}
