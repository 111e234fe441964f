import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../../../tools/services/process.mjs';

/** Time for a build, a database and the seed on a machine that does other things too. */
const patienceMs = 240_000;
const root = resolve(__dirname, '../../../..');

/** A built server of our own, with the demo's people and no traffic but what the tests send. */
export interface StartedServer {
  readonly url: string;
  readonly password: string;
  readonly intakeKey: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts it as `npm start -- --demo=seed` does, with a data folder and a port of its own, and waits until it is ready.
 * `E2E_NO_BUILD=1` takes what was built before. **Errors**: with what it printed, when it ends or does not get ready.
 */
export async function startServer(): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-browser-'));
  // Open to the database's user; closed to it, root's start would keep the data elsewhere.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const password = 'browser suite password';
  const intakeKey = 'browser-suite-intake-key-0123456789';
  const words = ['--demo=seed', ...(process.env['E2E_NO_BUILD'] === '1' ? ['--no-build'] : [])];
  const start = spawn(process.execPath, [join(root, 'tools/start/start.mjs'), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATA_DIR: folder,
      PORT: String(port),
      EARSHOT_INTAKE_KEY: intakeKey,
      EARSHOT_DEMO_PASSWORD: password,
    },
  });
  let printed = '';
  for (const stream of [start.stdout, start.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const ended = new Promise<void>((done) => start.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    start.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await announced(start, () => printed);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, password, intakeKey, stop };
}

/** Waits for the box that says it is ready. */
async function announced(start: ChildProcess, printed: () => string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!printed().includes('Earshot is ready')) {
    if (start.exitCode !== null) throw new Error(`The server ended instead of starting:\n${printed()}`);
    if (performance.now() > deadline) throw new Error(`Not ready in ${patienceMs} ms:\n${printed()}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
