#!/usr/bin/env node
/**
 * `npm test`: everything that tells whether this repository is whole, in the order of what fails fastest. Ends with
 * what was skipped and why, then one line `N passed, N failed` (and skipped). `--only=unit,e2e` runs some of it.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countsOfJest, countsOfTap, summary } from './counts.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const work = mkdtempSync(join(tmpdir(), 'earshot-run-'));
const workers = '--maxWorkers=2';

/** Name, what it runs, and how its result is counted; a part without a count is one test. */
const parts = [
  { name: 'format', command: ['npm', 'run', '-s', 'format:check'] },
  { name: 'lint', command: ['npm', 'run', '-s', 'lint'] },
  { name: 'typecheck', command: ['npm', 'run', '-s', 'typecheck'] },
  // jest strips the types off specs and builders, and the build sees only what the dashboard imports.
  { name: 'typecheck-web', command: ['npx', 'tsc', '-p', 'tsconfig.web.spec.json', '--noEmit'] },
  { name: 'infra', command: ['npm', 'run', '-s', 'check:infra'] },
  { name: 'unit', jest: ['--testPathIgnorePatterns', '\\.db\\.spec\\.ts$'] },
  { name: 'db', jest: ['--testPathPatterns', '\\.db\\.spec\\.ts$'] },
  { name: 'build', command: ['npx', 'nx', 'run-many', '-t', 'build', '-p', 'server,dashboard,replay'] },
  { name: 'e2e', e2e: 'apps/server-e2e/src' },
  { name: 'browser', jest: ['--config', 'apps/dashboard-e2e/jest.config.cjs', '--runInBand'] },
];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',');
const unknown = only?.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) {
  console.error(`--only: no part "${unknown}"; there are ${parts.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

mkdirSync(join(root, 'tmp'), { recursive: true });
const results = [];
for (const part of parts) {
  if (only !== undefined && !only.includes(part.name)) continue;
  console.log(`\n── ${part.name}`);
  const began = performance.now();
  const counts = await run(part);
  results.push({ name: part.name, seconds: (performance.now() - began) / 1000, ...counts });
}
rmSync(work, { recursive: true, force: true });
console.log(`\n${summary(results)}`);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

async function run({ name, command, jest, e2e }) {
  if (jest !== undefined) {
    const report = join(work, `${name}.json`);
    const code = await program('npx', [
      'jest',
      ...(jest.includes('--runInBand') ? [] : [workers]),
      '--json',
      `--outputFile=${report}`,
      ...jest,
    ]);
    return countsOfJest(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null, code);
  }
  if (e2e !== undefined) {
    const folder = join(root, e2e);
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
    const files = names.filter((file) => file.endsWith('.e2e.ts')).sort();
    if (files.length === 0) return { passed: 0, failed: 0, skipped: [] };
    const report = join(work, `${name}.tap`);
    const code = await program(
      process.execPath,
      [
        ...['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=600000'],
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
        ...files.map((file) => join(folder, file)),
      ],
      { TSX_TSCONFIG_PATH: join(root, 'tsconfig.base.json') },
    );
    return countsOfTap(existsSync(report) ? readFileSync(report, 'utf8') : null, code);
  }
  const [first, ...rest] = command;
  const code = await program(first, rest);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

function program(command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: root,
    // jest tells its results on standard error, its JSON on standard output where no file is given.
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', ...env },
  });
  return new Promise((done) => {
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}
