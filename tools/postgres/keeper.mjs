/**
 * Keeps the embedded PostgreSQL of a data folder for as long as anybody holds the other end of its standard input:
 * the start script and the server do. When both are gone, however they went (SIGKILL too), PostgreSQL is stopped.
 * Runs in a session of its own, so that Ctrl-C does not reach it.
 *
 * Usage: node keeper.mjs FOLDER PID-OF-STARTER [name=value …]. Tells what it does on standard output, a JSON object
 * a line: {progress}, {url}, {error}.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCluster } from './cluster.mjs';

const [folder, starter, ...settings] = process.argv.slice(2);
const urlFile = join(folder, 'postgres-url');
const keeperFile = join(folder, 'keeper.json');
const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
// Whoever listened may be gone; what is told is not needed then.
process.stdout.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => undefined);

let cluster = null;
let isEnding = false;

process.stdin.resume();
process.stdin.on('end', () => void end(0));
process.stdin.on('error', () => void end(0));
process.on('SIGTERM', () => void end(0));

try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(keeperFile, JSON.stringify({ pid: process.pid, starter: Number(starter) }), { mode: 0o600 });
  cluster = await startCluster({ folder, settings, onProgress: (progress) => tell({ progress }) });
  writeFileSync(urlFile, `${cluster.url}\n`, { mode: 0o600 });
  if (!isEnding) tell({ url: cluster.url, pid: cluster.pid, reused: cluster.reused });
  void cluster.ended.then(() => {
    if (isEnding) return;
    tell({ error: 'PostgreSQL ended by itself.' });
    void end(1);
  });
} catch (error) {
  tell({ error: error.message });
  await end(1);
}

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  rmSync(urlFile, { force: true });
  // Told to end while PostgreSQL is coming up: it is waited for, and stopped.
  while (cluster === null && code === 0) await new Promise((done) => setTimeout(done, 50));
  await cluster?.stop('fast');
  rmSync(keeperFile, { force: true });
  process.exit(code);
}
