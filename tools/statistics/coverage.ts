/**
 * Simulates vendors with known truth and writes docs/statistics-coverage.md with its plots.
 *
 *   npx tsx --tsconfig tsconfig.base.json tools/statistics/coverage.ts [--weeks 2000] [--seed 1]
 *
 * Exits with 1 where an interval does not keep its promise.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { lotDecisions, triggerEffects } from './checks';
import { coveragePlot, triggerPlot } from './plot';
import { PRESETS, VENDOR_SIZES } from './presets';
import { SeededRandom } from './random';
import { failures, isJudged, isWithinBand, page } from './report';
import { simulate } from './simulate';

const LOTS = 300;
const RECHECK_WEEKS = 10_000;
const options = new Command()
  .option('--weeks <n>', 'simulated weeks for each row', '2000')
  .option('--seed <n>', 'seed of the random numbers', '1')
  .option('--out <folder>', 'where the page and plots go', join(__dirname, '../../docs'))
  .parse()
  .opts<{ weeks: string; seed: string; out: string }>();
const weeks = Number(options.weeks);
const seed = Number(options.seed);
if (!Number.isSafeInteger(weeks) || weeks < 200 || !Number.isSafeInteger(seed)) {
  throw new Error(`--weeks: expected a whole number of at least 200; --seed: a whole number`);
}

const bar = new SingleBar({ format: '{bar} {percentage} % | {value} of {total} | {what}' });
const rows = PRESETS.flatMap((preset) => VENDOR_SIZES.map((N) => ({ preset, N })));
bar.start(rows.length * weeks + 4 * weeks + LOTS, 0, { what: '' });
const tick = (): void => bar.increment();

const coverages = rows.map(({ preset, N }, index) => {
  bar.update({ what: `${preset.id} ${N}` });
  return simulate(preset, N, { weeks, random: new SeededRandom(seed * 1000 + index), onWeek: tick });
});
const rechecks = coverages.flatMap((row, index) => {
  const preset = rows[index]?.preset;
  if (preset === undefined || !isJudged(row) || isWithinBand(row.dashboard)) {
    return [];
  }
  bar.setTotal(bar.getTotal() + RECHECK_WEEKS);
  bar.update({ what: `${preset.id} ${row.N} again` });
  const random = new SeededRandom(seed * 1000 + 500 + index);
  return [simulate(preset, row.N, { weeks: RECHECK_WEEKS, random, onWeek: tick })];
});
bar.update({ what: 'triggers' });
const triggers = triggerEffects(weeks, new SeededRandom(seed * 1000 + 900), tick);
bar.update({ what: 'lots' });
const lots = lotDecisions(LOTS, new SeededRandom(seed * 1000 + 901), tick);
bar.stop();

mkdirSync(options.out, { recursive: true });
const write = (name: string, content: string): void => writeFileSync(join(options.out, name), content);
write('statistics-coverage.md', page({ weeks, seed, coverages, rechecks, triggers, lots }));
write('statistics-coverage.svg', coveragePlot(coverages));
write('statistics-trigger.svg', triggerPlot(triggers));

const wrong = [
  ...failures(coverages),
  ...failures(rechecks),
  ...triggers
    .filter(({ meanEstimate, truth, se }) => Math.abs(meanEstimate - truth) > 4 * se)
    .map(({ hitRate }) => `a trigger that hits ${hitRate} of the fails moves the estimate`),
  ...(lots.changed > 0 ? [`${lots.changed} lot verdicts changed by triggered reviews`] : []),
];
for (const one of wrong) {
  console.error(one);
}
process.exitCode = wrong.length === 0 ? 0 : 1;
console.log(
  `wrote ${join(options.out, 'statistics-coverage.md')}: ${wrong.length === 0 ? 'every promise kept' : 'see above'}`,
);
