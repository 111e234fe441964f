/** Measures detection and writes `docs/detection.md`: `npm run detect:evaluate`. */
import { Detector, builtInPacks, TRIAGE, type Signal } from '@earshot/domain/detection';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DATA_FOLDER,
  halfOf,
  labelled,
  ownLines,
  records,
  stemOf,
  type Labelled,
  type OwnFile,
} from './evaluation-data';
import { alarmsOf, type Turn } from './alarms';
import { blindRows, categoryRows, politeRows, realRows } from './likeness/compare';
import { BY_TERM, CARRIERS, DISGUISES } from './disguise-kinds';
import { share, shown, type Share } from './intervals';
import { crossValidate } from './no-help-data';

const detector = Detector.compile(builtInPacks());
const here = dirname(fileURLToPath(import.meta.url));

function flags(text: string, speaker: Labelled['speaker']): Signal[] {
  return detector.scan(text, { speaker }).filter((signal) => signal.opensFlag);
}

function isFound({ text, speaker, categories }: Labelled): boolean {
  return flags(text, speaker).some((signal) => categories.includes(signal.category));
}

/** Gives recall and precision rows of some lines, one a topic. Lines labelled `borderline` are not counted. */
function table(lines: readonly Labelled[]): string {
  const rows = [...new Set(lines.map((line) => `${line.language} ${line.topic}`))].sort().map((key) => {
    const mine = lines.filter(
      (line) => `${line.language} ${line.topic}` === key && line.categories.length > 0,
    );
    const risk = mine.filter((line) => line.label === 'risk');
    const benign = mine.filter((line) => line.label === 'benign');
    if (risk.length + benign.length === 0) return '';
    const hits = risk.filter(isFound).length;
    const alarms = benign.filter(isFound).length;
    const recall = share(hits, risk.length);
    const precision = share(hits, hits + alarms);
    const f1 = (2 * hits) / (2 * hits + alarms + risk.length - hits);
    return `| ${key} | ${risk.length} | ${benign.length} | ${shown(recall)} | ${shown(precision)} | ${Number.isNaN(f1) ? '–' : f1.toFixed(2)} |`;
  });
  return [
    '| language, topic | risk | benign | recall | precision | F1 |',
    '|---|---:|---:|---|---|---:|',
    ...rows.filter(Boolean),
  ].join('\n');
}

/** Gives recall and precision over several topics together. */
function together(lines: readonly Labelled[]): { recall: Share; precision: Share } {
  const hits = lines.filter((line) => line.label === 'risk' && isFound(line)).length;
  const alarms = lines.filter((line) => line.label === 'benign' && isFound(line)).length;
  return {
    recall: share(hits, lines.filter((line) => line.label === 'risk').length),
    precision: share(hits, hits + alarms),
  };
}

const POLITE = ['conv-zh-crosswoz.jsonl', 'conv-en-multiwoz.jsonl', 'conv-en-sgd.jsonl'];

/** What a file of polite conversations (kept half) was alarmed for. */
interface Polite {
  file: string;
  conversations: number;
  alarms: number;
  critical: number;
}

function politeOf(file: string): Polite {
  const found = [...records(file)]
    .filter(({ value }) => halfOf(stemOf(value['id'])) === 'kept')
    .map(({ value }) =>
      alarmsOf(value['turns'] as Turn[], (text, speaker) => detector.scan(text, { speaker })),
    );
  return {
    file,
    conversations: found.length,
    alarms: found.filter((alarms) => alarms.length > 0).length,
    critical: found.filter((alarms) => alarms.some(({ severity }) => severity === 'critical')).length,
  };
}

function perThousand({ conversations, alarms }: Polite): string {
  const { value, low, high } = share(alarms, conversations);
  return `${(value * 1000).toFixed(1)} (${(low * 1000).toFixed(1)}–${(high * 1000).toFixed(1)})`;
}

function disguiseRows(): string[] {
  const generated = Object.entries(DISGUISES).map(([kind, hide]) => {
    const texts = CARRIERS.flatMap(({ term, before, after }) => {
      const hidden = hide(term);
      return hidden === null || hidden === term ? [] : [`${before}${hidden}${after}`];
    });
    return [kind, texts] as const;
  });
  return [...generated, ...Object.entries(BY_TERM)].map(([kind, texts]) => {
    const hits = texts.filter((text) => flags(text, 'customer').length > 0).length;
    return `| ${kind} | ${texts.length} | ${hits} | ${((100 * hits) / texts.length).toFixed(0)} % |`;
  });
}

function ownSection(customerFile: OwnFile, agentFile: OwnFile): string {
  const customers = ownLines(customerFile);
  const agents = ownLines(agentFile);
  const none = customers.filter((line) => line.topic === 'none');
  const risky = customers.filter((line) => line.topic !== 'none');
  const alarms = share(none.filter(isAlarm).length, none.length);
  const found = share(risky.filter(isFound).length, risky.length);
  const promises = agents.filter((line) => line.topic === 'empty-promise');
  const others = agents.filter((line) => line.topic === 'none');
  const hits = promises.filter(promisesNothing).length;
  const wrong = others.filter(promisesNothing).length;
  const f1 = (2 * hits) / (2 * hits + wrong + promises.length - hits);
  return [
    table([...customers, ...agents.filter((line) => line.topic === 'agent-misconduct')]),
    '',
    `All categories together: recall ${shown(found)} of ${risky.length}. Harmless lines and look-alikes with any flag: ${shown(alarms)} of ${none.length}.`,
    '',
    `Empty promises: recall ${shown(share(hits, promises.length))}, precision ${shown(share(hits, hits + wrong))}, **F1 ${f1.toFixed(2)}**; ${promises.length} promises, ${others.length} other replies (concrete promises, courtesies, answers).`,
  ].join('\n');
}

function promiseCell(): string {
  const f1s = (['zh', 'en'] as const).map((language) => {
    const replies = ownLines('blind5-agent-replies.tsv').filter((line) => line.language === language);
    const promises = replies.filter(({ topic }) => topic === 'empty-promise');
    const hits = promises.filter(promisesNothing).length;
    const wrong = replies.filter((line) => line.topic === 'none' && promisesNothing(line)).length;
    return ((2 * hits) / (hits + wrong + promises.length)).toFixed(2);
  });
  return `blind lines: Chinese ${f1s[0]}, English ${f1s[1]}`;
}

function isAlarm({ text, speaker }: Labelled): boolean {
  return flags(text, speaker).length > 0;
}

function promisesNothing({ text }: Labelled): boolean {
  return flags(text, 'agent').some(({ category }) => category === 'empty-promise');
}

/** Gives where the blind lines came out wrong, without their text: whoever reads this page may write rules. */
function wrongOwn(): string {
  const customers = ownLines('blind5-customer-lines.tsv');
  const agents = ownLines('blind5-agent-replies.tsv');
  const wrong = [
    ...customers.filter((line) => (line.topic === 'none' ? isAlarm(line) : !isFound(line))),
    ...agents.filter((line) => promisesNothing(line) !== (line.topic === 'empty-promise')),
  ];
  return wrong
    .map((line) => {
      const seen = [...new Set(flags(line.text, line.speaker).map((signal) => signal.ruleId))].join(', ');
      return `| ${line.where} | ${line.language} | ${line.topic} | ${seen} |`;
    })
    .join('\n');
}

function wrongCases(lines: readonly Labelled[]): string {
  const why = JSON.parse(readFileSync(join(here, 'wrong-cases.json'), 'utf8')) as Record<string, string>;
  const wrong = lines.filter(
    (line) =>
      line.categories.length > 0 && line.label !== 'borderline' && isFound(line) !== (line.label === 'risk'),
  );
  return wrong
    .map(
      (line) =>
        `| ${line.where} | ${line.topic} | ${line.label === 'risk' ? 'missed' : 'false alarm'} | ${why[line.where] ?? ''} |`,
    )
    .join('\n');
}

if (DATA_FOLDER === undefined) throw new Error('Set EARSHOT_DATA to the folder of recorded conversations.');
const natural = [...labelled('risk-zh-natural-stc3.jsonl'), ...labelled('risk-en-natural-stc3.jsonl')].filter(
  (line) => line.half === 'kept',
);
const target = together(
  natural.filter(
    (line) => line.language === 'zh' && ['safety', 'fraud', 'agent-misconduct'].includes(line.topic),
  ),
);
const polite = POLITE.map(politeOf);
const sum = (of: (row: Polite) => number): number => polite.reduce((all, row) => all + of(row), 0);
const politeAll: Polite = {
  file: 'all three',
  conversations: sum((row) => row.conversations),
  alarms: sum((row) => row.alarms),
  critical: sum((row) => row.critical),
};
const noHelp = crossValidate();
const rows = (['zh', 'en'] as const).map((language) => {
  const q = noHelp[language];
  return `| ${language} | ${q.replies} | ${q.noHelp} | ${q.auc.toFixed(3)} | ${q.lengthAuc.toFixed(3)} | ${(q.auc - q.lengthAuc).toFixed(3)} |`;
});
const parts: Record<string, string> = {
  VERSION: detector.version.replaceAll('+', ', '),
  TARGET: `recall ${shown(target.recall)} (${target.recall.hits} of ${target.recall.of}), precision ${shown(target.precision)}`,
  PROMISES: promiseCell(),
  NATURAL: table(natural),
  POLITE: [...polite, politeAll]
    .map((row) => `| ${row.file} | ${row.conversations} | ${perThousand(row)} | ${row.critical} |`)
    .join('\n'),
  POLITE_ALL: `${perThousand(politeAll)} in 1,000 over all three sources together; each alone in the table below`,
  OWN_BLIND: ownSection('blind5-customer-lines.tsv', 'blind5-agent-replies.tsv'),
  OWN_BUILD: ownSection('customer-lines.tsv', 'agent-replies.tsv'),
  WRONG_OWN: wrongOwn(),
  FAR: table(
    [...labelled('risk-en-convabuse.jsonl'), ...labelled('risk-zh-cold.jsonl')].filter(
      (line) => line.half === 'kept',
    ),
  ),
  DISGUISES: disguiseRows().join('\n'),
  LIKENESS_BLIND: blindRows('blind5-customer-lines.tsv', 'blind5-agent-replies.tsv'),
  LIKENESS_BLIND_BEFORE: blindRows('blind4-customer-lines.tsv', 'blind4-agent-replies.tsv'),
  LIKENESS_CATEGORIES: categoryRows(
    ownLines('blind5-customer-lines.tsv'),
    (line, topic) => line.topic !== topic,
  ),
  LIKENESS_NATURAL: categoryRows(natural, (line, topic) => line.label === 'benign' && line.topic === topic),
  LIKENESS_POLITE: politeRows(POLITE),
  LIKENESS_REAL: realRows(['conv-zh-stc3.jsonl', 'conv-en-stc3.jsonl']),
  NO_HELP: rows.join('\n'),
  WRONG: wrongCases(natural),
  BENCH: readFileSync(join(here, 'bench-result.md'), 'utf8').trim(),
  TRIAGE: TRIAGE.map(
    (row) => `| ${row.category} | ${row.severity} | ${row.criterion} | ${row.example} |`,
  ).join('\n'),
};
const template = readFileSync(join(here, 'detection.template.md'), 'utf8');
writeFileSync(
  join(here, '../../docs/detection.md'),
  template.replace(/\{\{([A-Z_]+)\}\}/g, (_, name: string) => parts[name] ?? ''),
);
console.log(parts['TARGET']);
