/**
 * Selects from 1,000,000 ids in order, then shuffled and split 1, 7 and 64 ways with a restart midway, and checks that
 * every way keeps the same conversations; prints the rate of hashing.
 *
 *   npx tsx --tsconfig tsconfig.base.json tools/statistics/selection-bench.ts [--count 1000000]
 */
import { createHash } from 'node:crypto';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { SelectionKey, derivePeriodKey, selectionHash, threshold } from '@earshot/domain/selection';
import { SeededRandom } from './random';

const { count: text } = new Command()
  .option('--count <n>', 'ids', '1000000')
  .parse()
  .opts<{ count: string }>();
const count = Number(text);
const root = Uint8Array.from({ length: 32 }, (_, index) => index);
const limit = threshold('0.05');
const ids = Array.from({ length: count }, (_, index) => `conversation-${index}`);
const bar = new SingleBar({ format: '{bar} {value} of {total} | {what}' });

/** What a process knows that has just started. */
const start = (): SelectionKey => SelectionKey.fromBytes(derivePeriodKey(root, 'plan', '2026-03'));

function select(part: readonly string[], what: string): string[] {
  bar.update({ what });
  let key = start();
  return part.filter((id, index) => {
    if (index === part.length >> 1) {
      key = start();
    }
    if (index % 10_000 === 0) {
      bar.increment(Math.min(10_000, part.length - index));
    }
    return selectionHash(key, 'plan', 'random', id) < limit;
  });
}

const digest = (kept: readonly string[]): string =>
  createHash('sha256')
    .update([...kept].sort().join('\n'))
    .digest('hex');

bar.start(count * 4, 0, { what: '' });
const began = process.cpuUsage();
const whole = select(ids, 'in order');
const { user, system } = process.cpuUsage(began);
const seconds = (user + system) / 1e6;
const wanted = digest(whole);

const random = new SeededRandom(4);
const shuffled = [...ids];
for (let last = shuffled.length - 1; last > 0; last--) {
  const other = Math.floor(random.next() * (last + 1));
  [shuffled[last], shuffled[other]] = [shuffled[other] ?? '', shuffled[last] ?? ''];
}
const different = [1, 7, 64].filter((ways) => {
  const parts = Array.from({ length: ways }, (_, way) =>
    shuffled.filter((_id, index) => index % ways === way),
  );
  return digest(parts.flatMap((part) => select(part, `shuffled, ${ways} ways`))) !== wanted;
});
bar.stop();
console.log(`${count} ids, ${whole.length} kept at 0.05, sha256 ${wanted}`);
console.log(`${Math.round(count / seconds).toLocaleString('en')} decisions a second of processor time`);
console.log(
  different.length === 0 ? '1, 7 and 64 ways: the same selection' : `differs: ${different.join(', ')} ways`,
);
process.exitCode = different.length === 0 ? 0 : 1;
