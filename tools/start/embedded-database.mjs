import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../postgres/cluster.mjs';
import { embeddedSettings } from '../postgres/settings.mjs';

const keeperProgram = join(dirname(fileURLToPath(import.meta.url)), '..', 'postgres', 'keeper.mjs');
const earlierRunMs = 15_000;

/**
 * Starts the embedded PostgreSQL of a data folder, under a keeper that outlives us by just as long as it takes to stop
 * it. `hold` is to be given to every process that uses the database: as long as one of them has it, PostgreSQL runs.
 *
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {Promise<{ url: string, hold: import('node:stream').Writable, ended: Promise<string | null>, release: () => Promise<void> }>}
 */
export async function startEmbeddedDatabase(folder, say) {
  await waitForEarlierRun(folder, say);
  const settings = Object.entries(embeddedSettings()).map(([name, value]) => `${name}=${value}`);
  const keeper = spawn(process.execPath, [keeperProgram, folder, String(process.pid), ...settings], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // It may be gone before we let go.
  keeper.stdin.on('error', () => undefined);
  const exited = new Promise((done) => keeper.once('exit', done));
  let told = null;
  const url = await new Promise((done, fail) => {
    createInterface({ input: keeper.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.progress !== undefined) say(`${message.progress} …`);
      if (message.reused) say('A PostgreSQL that an earlier run left behind is used again.');
      if (message.url !== undefined) done(message.url);
      if (message.error !== undefined) fail(new Error((told = message.error)));
    });
    void exited.then(() => fail(new Error('The keeper of the database ended.')));
  });
  return {
    url,
    hold: keeper.stdin,
    ended: exited.then(() => told),
    release: async () => {
      keeper.stdin.end();
      await exited;
    },
  };
}

/**
 * One run at a time has a data folder. One that was killed is given the time to end by itself: its server notices, and
 * its keeper stops the database.
 */
async function waitForEarlierRun(folder, say) {
  const file = join(folder, 'keeper.json');
  const deadline = Date.now() + earlierRunMs;
  for (let isTold = false; ; isTold = true) {
    const earlier = readEarlier(file);
    if (earlier === null || !isKeeper(earlier.pid, folder)) return;
    if (isAlive(earlier.starter) && isStarter(earlier.starter)) {
      throw new Error(
        `Earshot runs already on ${folder} (process ${earlier.starter}). End it, or set DATA_DIR.`,
      );
    }
    if (Date.now() > deadline) {
      throw new Error(
        `An earlier run on ${folder} does not end (process ${earlier.pid}). End it, then start again.`,
      );
    }
    if (!isTold) say('Waiting for an earlier run to end …');
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Whether a run on this folder was killed and is just ending by itself: its port and its database are free soon. */
export function isEarlierRunEnding(folder) {
  const earlier = readEarlier(join(folder, 'keeper.json'));
  return earlier !== null && isKeeper(earlier.pid, folder) && !isAlive(earlier.starter);
}

function readEarlier(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch {
    return null; // Cut short by a crash, or removed just now.
  }
}

const isKeeper = (pid, folder) => isAlive(pid) && commandLine(pid, ['keeper.mjs', folder]);
const isStarter = (pid) => commandLine(pid, ['start.mjs']);

/** Whether a process was started with these words; taken for granted where it cannot be told. */
function commandLine(pid, words) {
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return words.every((word) => line.includes(word));
  } catch {
    return !existsSync('/proc/self/cmdline');
  }
}
