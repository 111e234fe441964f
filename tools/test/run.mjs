/**
 * `npm test`: everything that a fresh machine can run, one part after the other. A part that fails does not stop the
 * others. The last lines say what was skipped and why, and count the tests.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? '.', '../..');
const reports = join(root, 'tmp/test');

/** `jest`: where it writes its counts; `needs`: programs without which the part is skipped. */
const parts = [
  { name: 'format', command: 'npm run -s format:check' },
  { name: 'build', command: 'npx nx run-many -t build -p server,replay,dashboard --output-style=stream' },
  { name: 'lint', command: 'npm run -s lint' },
  { name: 'types', command: 'npm run -s typecheck' },
  {
    name: 'unit',
    command: 'npx jest --maxWorkers=2 --testPathIgnorePatterns "\\.db\\.spec\\.ts$"',
    jest: true,
  },
  { name: 'database', command: 'npx jest --maxWorkers=1 --testRegex "\\.db\\.spec\\.ts$"', jest: true },
  { name: 'start', command: 'npx tsx --test apps/server-e2e/src/start.e2e.ts', tap: true },
];

const wanted = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const results = [];
const skips = [];
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

for (const part of parts) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  console.log(`\n=== ${part.name} ===`);
  const began = Date.now();
  const report = join(reports, `${part.name}.json`);
  const command = part.jest ? `${part.command} --json --outputFile=${report}` : part.command;
  const { code, output } = await run(command, part);
  if (part.jest) addJest(part.name, report, code);
  else if (part.tap) addTap(part.name, output, code);
  else add(part.name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
  results.push(
    `${code === 0 ? 'ok    ' : 'FAILED'} ${part.name} (${Math.round((Date.now() - began) / 1000)} s)`,
  );
}

console.log(`\n${results.join('\n')}\n`);
if (skips.length === 0) console.log('Nothing was skipped.');
for (const skip of skips) console.log(`skipped: ${skip}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);

function run(command, part) {
  return new Promise((done) => {
    const quietJson = part.jest === true;
    const child = spawn(command, {
      cwd: root,
      shell: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NX_TUI: 'false', FORCE_COLOR: '0', KAFKAJS_NO_PARTITIONER_WARNING: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      // jest's own report goes to standard error; what it prints here is the JSON again.
      if (!quietJson) process.stdout.write(chunk);
    });
    child.on('exit', (code) => done({ code: code ?? 1, output }));
  });
}

function add(name, { passed, failed, skipped }) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
}

function addJest(name, report, code) {
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.error(`${name}: jest wrote no report`);
    return add(name, { passed: 0, failed: 1, skipped: 0 });
  }
  const suitesThatFailed = json.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  const failed = json.numFailedTests + suitesThatFailed.length;
  add(name, {
    passed: json.numPassedTests,
    failed: failed > 0 || code === 0 ? failed : 1,
    skipped: json.numPendingTests,
  });
  for (const suite of json.testResults) {
    const pending = suite.assertionResults.filter(({ status }) => status === 'pending');
    if (pending.length > 0)
      skips.push(`${suite.name.replace(`${root}/`, '')}: ${pending.map(({ title }) => title).join('; ')}`);
  }
}

function addTap(name, output, code) {
  const of = (word) => Number(new RegExp(`^[#ℹ] ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const failed = of('fail') + of('cancelled');
  add(name, { passed: of('pass'), failed: failed > 0 || code === 0 ? failed : 1, skipped: of('skipped') });
  for (const [, title] of output.matchAll(/^.*# SKIP(.*)$/gm)) skips.push(`${name}:${title}`);
}
