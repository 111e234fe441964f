/**
 * Fits the second ear and writes its tables: `npm run detect:fit`. The same lines and recorded conversations give the
 * same tables, byte for byte; without the recorded conversations nothing is written, and what was measured is printed.
 * `--check` compares instead of writing; `--authors` also prints what becomes of one author's lines where the tables were
 * fitted on the others'.
 */
import { DANGERS } from '../../libs/domain/detection/src/dangers';
import { type Category } from '@earshot/contracts';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Tongue } from '../../libs/domain/detection/src/likeness/pieces';
import { type Head, type PackedTable, packRows } from '../../libs/domain/detection/src/likeness/table';
import { DATA_FOLDER } from './evaluation-data';
import {
  crossValidate,
  dangerPrecision,
  type Effect,
  effectOf,
  headsOf,
  judgeOf,
  type Judged,
  lowest,
} from './likeness/cross-validate';
import { earsOf, fitTable, type Sample, samplesOf, type Settings } from './likeness/fit-table';
import { type Author, AUTHORS, examples, type Who } from './likeness/training-data';

const SETTINGS: Readonly<Record<Tongue, Readonly<Record<Who, Settings>>>> = {
  zh: { customer: { cost: 1, rows: 36_000 }, agent: { cost: 1, rows: 6_000 } },
  en: { customer: { cost: 1, rows: 36_000 }, agent: { cost: 1, rows: 6_000 } },
};
/**
 * A flag may be opened on this share of harmless authored lines (look-alikes, written to be taken for danger: of what
 * customers say one in ten may be, since a plea that is missed costs more than a look), and this many polite
 * conversations in 1,000, all of them by what customers say (misconduct of agents may be heard in none of them) …
 */
const MOST_BENIGN: Readonly<Record<Who, number>> = { customer: 0.1, agent: 0.06 };
const MOST_POLITE = 2;
/** … and this share of what real customers write, most of it complaint without danger. */
const MOST_BACKGROUND = 0.015;
/** A head of its own that finds less than this is not worth its false alarms: it only remarks. */
const FEWEST_FOUND = 0.2;
/** A remark costs nobody anything; twice as many may be wrong. */
const REMARK = 2;
/** A critical flag wakes people: of those, this share must be danger to a person. */
const CRITICAL_PRECISION = 0.9;
const CRITICAL_BACKGROUND = 0.001;
/** Fewer right ones than this prove no precision. */
const CRITICAL_FEWEST = 20;

const round = (value: number): number => Number(value.toPrecision(6));

/** The effect of a threshold from which flags are opened, and the heads (by place) that share it. */
interface Opened extends Effect {
  heads: readonly number[];
}

function withThresholds(
  judged: readonly Judged[],
  heads: readonly Head[],
  who: Who,
): { heads: Head[]; effects: Opened[] } {
  const ears = heads.map(({ ear }) => ear);
  const effects: Opened[] = [];
  const all = heads.map((_, h) => h);
  // Customers' categories share a gate, so they share a threshold; what agents do is told head by head.
  const groups = who === 'customer' ? [all] : all.map((h) => [h]);
  const done = heads.map((head) => ({ ...head }));
  for (const group of groups) {
    // One promise is a courtesy, and only the second becomes a finding: a conversation with one alarms nobody.
    const politeFrom = group.length === 1 && ears[group[0] ?? 0] === 'empty-promise' ? 2 : 1;
    const mostPolite = group.length === 1 && ears[group[0] ?? 0] === 'agent-misconduct' ? 0 : MOST_POLITE;
    const effect = (threshold: number): Effect =>
      effectOf(judged, threshold, { ears, heads: group, politeFrom });
    const fits =
      (times: number) =>
      ({ benign, polite, background }: Effect): boolean =>
        benign <= MOST_BENIGN[who] * times &&
        polite <= mostPolite * times &&
        background <= MOST_BACKGROUND * times;
    const opens = lowest(effect, fits(1));
    const remarks = lowest(effect, fits(REMARK));
    if (opens !== null) effects.push({ ...opens, heads: group });
    for (const h of group) {
      const head = done[h];
      if (head === undefined) continue;
      const isWorthIt = opens !== null && (who === 'customer' || opens.recall >= FEWEST_FOUND);
      head.opensFrom = isWorthIt ? opens.threshold : 2;
      head.remarksFrom = remarks?.threshold ?? 2;
      if (who === 'customer' && DANGERS.has(ears[h] as Category))
        head.criticalFrom = criticalFrom(judged, ears, effect);
    }
  }
  return { heads: done, effects };
}

function criticalFrom(
  judged: readonly Judged[],
  ears: readonly string[],
  effect: (threshold: number) => Effect,
): number {
  const found = lowest(effect, ({ threshold, polite, background }) => {
    const { precision, right } = dangerPrecision(judged, threshold, ears);
    return (
      polite === 0 &&
      background <= CRITICAL_BACKGROUND &&
      (right < CRITICAL_FEWEST || precision >= CRITICAL_PRECISION)
    );
  });
  if (found === null || dangerPrecision(judged, found.threshold, ears).right < CRITICAL_FEWEST) return 2;
  return found.threshold;
}

function shownEffect(effect: Effect): string {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return `from ${effect.threshold}: recall ${percent(effect.recall)} (any category ${percent(effect.anyRecall)}), precision ${percent(effect.precision)}; harmless ${percent(effect.benign)}, polite ${effect.polite.toFixed(1)} in 1,000, background ${percent(effect.background)}`;
}

function samplesFor(tongue: Tongue, who: Who): Sample[] {
  return samplesOf(
    examples().filter(({ language, who: speaker }) => language === tongue && speaker === who),
    tongue,
  );
}

/**
 * Fits and sets thresholds without the lines of `authors` and prints what becomes of those lines: what to expect of
 * somebody whose lines nobody has seen.
 */
function printWithout(tongue: Tongue, who: Who, authors: readonly Author[]): void {
  const isTheirs = ({ example: { author } }: Sample): boolean => author !== null && authors.includes(author);
  const samples = samplesFor(tongue, who);
  const rest = samples.filter((sample) => !isTheirs(sample));
  const settings = SETTINGS[tongue][who];
  const { judged, calibration } = crossValidate(rest, { who, tongue, settings });
  const fitted = fitTable(rest, who, settings);
  const { effects } = withThresholds(judged, headsOf(fitted, calibration), who);
  const judge = judgeOf(fitted, calibration, tongue);
  const theirs = samples.filter(isTheirs).map((sample) => ({ sample, ...judge(sample) }));
  const ears = earsOf(who);
  console.log(`${tongue} ${who}, without ${authors.join(' and ')}:`);
  for (const { threshold, heads } of effects)
    console.log(`  ${shownEffect(effectOf(theirs, threshold, { ears, heads }))}`);
}

function tableOf(tongue: Tongue, who: Who): PackedTable {
  const samples = samplesFor(tongue, who);
  const settings = SETTINGS[tongue][who];
  const { judged, calibration } = crossValidate(samples, { who, tongue, settings });
  const fitted = fitTable(samples, who, settings);
  const { heads, effects } = withThresholds(judged, headsOf(fitted, calibration), who);
  console.log(`${tongue} ${who}: ${samples.length} texts, ${fitted.rows.length} rows`);
  for (const effect of effects) console.log(`  flags ${shownEffect(effect)}`);
  const critical = heads.find(({ criticalFrom: from }) => from <= 1);
  if (critical !== undefined) {
    const { precision, right } = dangerPrecision(judged, critical.criticalFrom, earsOf(who));
    console.log(
      `  critical from ${critical.criticalFrom}: ${right} right, precision ${(100 * precision).toFixed(1)} %`,
    );
  }
  return {
    heads: heads.map((head) => ({ ...head, unit: round(head.unit), offset: round(head.offset) })),
    rows: packRows(fitted.rows),
  };
}

function moduleOf(tables: Readonly<Record<Tongue, Readonly<Record<Who, PackedTable>>>>): string {
  return [
    '// Written by tools/detect/fit-likeness.ts (`npm run detect:fit`).',
    "import { type PackedTable } from './table';",
    '',
    '/* prettier-ignore */',
    '/** The tables of the second ear, by language and speaker. */',
    `export const TABLES: Readonly<Record<'zh' | 'en', Readonly<Record<'customer' | 'agent', PackedTable>>>> = ${JSON.stringify(tables, null, 2)};`,
    '',
  ].join('\n');
}

const target = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../libs/domain/detection/src/likeness/tables.ts',
);
if (process.argv.includes('--authors')) {
  const [, ...blind] = AUTHORS;
  for (const tongue of ['zh', 'en'] as const)
    for (const who of ['customer', 'agent'] as const)
      for (const authors of [...blind.map((author) => [author]), blind]) printWithout(tongue, who, authors);
}
const text = moduleOf({
  zh: { customer: tableOf('zh', 'customer'), agent: tableOf('zh', 'agent') },
  en: { customer: tableOf('en', 'customer'), agent: tableOf('en', 'agent') },
});
if (process.argv.includes('--check')) {
  const isSame = readFileSync(target, 'utf8') === text;
  console.log(isSame ? 'The tables are what these lines give.' : 'The tables are not what these lines give.');
  if (!isSame) process.exitCode = 1;
} else if (DATA_FOLDER === undefined) {
  console.log(
    'Without the folder of recorded conversations (EARSHOT_DATA) the tables would be others: not written.',
  );
} else {
  writeFileSync(target, text);
  console.log(`${Math.round(text.length / 1024)} kB written`);
}
