/**
 * `npm run bench`: every figure of docs/benchmarks.md, one after the other, on a machine that does nothing else.
 * `npm run bench -- --quick` takes one short run of each.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const quick = process.argv.includes('--quick');
const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = (file, ...args) => ['npx', 'tsx', '--tsconfig', 'tsconfig.base.json', file, ...args];
const runs = quick ? '1' : '5';

const benches = [
  ['npx', 'nx', 'run-many', '-t', 'build', '-p', 'server,dashboard,replay'],
  ['node', 'tools/bench/page.mjs'],
  tsx('tools/bench/wall.ts', '--runs', runs),
  tsx('tools/detect/bench.ts'),
  tsx('tools/statistics/sketch-bench.ts'),
  tsx('tools/statistics/selection-bench.ts'),
  tsx('tools/bench/latency.ts', '--runs', runs, '--seconds', quick ? '20' : '60'),
  tsx('tools/bench/ingest.ts', '--runs', runs, '--messages', quick ? '100000' : '1000000'),
];

let failed = 0;
for (const [program, ...args] of benches) {
  console.log(
    `\n── ${args.filter((word) => !word.startsWith('--tsconfig') && word !== 'tsconfig.base.json').join(' ')}`,
  );
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
