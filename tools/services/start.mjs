#!/usr/bin/env node
/**
 * `npm run start:services -- --demo`: the services and the server in one. Arguments go on to `npm start`; what
 * this program started is stopped with it, the server first.
 */
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attach } from './process.mjs';
import { services, startServices, stopServices } from './services.mjs';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dir = resolve(repository, '.services');
const ranBefore = Object.keys(services).filter((name) => attach(resolve(dir, name))?.pid);

// Ctrl-C reaches the server as well, which stops by itself; we outlive it to stop the services after it.
let server;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => server?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}

try {
  const { variables } = await startServices({ dir, say: (line) => console.error(line) });
  const start = resolve(repository, 'tools', 'start', 'start.mjs');
  server = spawn(process.execPath, [start, ...process.argv.slice(2)], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  });
  process.exitCode = await new Promise((done) => server.once('exit', (code) => done(code ?? 1)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  const ours = Object.keys(services).filter((name) => !ranBefore.includes(name));
  if (ours.length > 0) await stopServices({ dir, only: ours });
}
