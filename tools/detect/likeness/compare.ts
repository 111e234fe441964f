/** Sets the rules, the likeness and both beside each other. */
import { builtInPacks, Detector, likenessOf, type Signal } from '@earshot/domain/detection';
import { alarmsOf, type Listen, type Turn } from '../alarms';
import { halfOf, type Labelled, type OwnFile, ownLines, records, stemOf } from '../evaluation-data';
import { share, shown } from '../intervals';

const both = Detector.compile(builtInPacks());
const rules = Detector.compile(builtInPacks().map((pack) => ({ ...pack, likeness: undefined })));
const WAYS: readonly { name: string; listen: Listen }[] = [
  { name: 'rules alone', listen: (text, speaker) => rules.scan(text, { speaker }) },
  { name: 'likeness alone', listen: (text, speaker) => likenessOf(text, speaker) },
  { name: 'both, as the packs ask', listen: (text, speaker) => both.scan(text, { speaker }) },
];

interface Quality {
  recall: string;
  precision: string;
  f1: string;
}

function qualityOf(hits: number, of: number, alarms: number): Quality {
  const f1 = (2 * hits) / (hits + alarms + of);
  return {
    recall: shown(share(hits, of)),
    precision: shown(share(hits, hits + alarms)),
    f1: Number.isNaN(f1) ? '–' : f1.toFixed(2),
  };
}

const opened = (listen: Listen, { text, speaker }: Labelled): readonly Signal[] =>
  listen(text, speaker).filter(({ opensFlag }) => opensFlag);
const isFound = (listen: Listen, line: Labelled): boolean =>
  opened(listen, line).some(({ category }) => line.categories.includes(category));
const isAlarm = (listen: Listen, line: Labelled): boolean => opened(listen, line).length > 0;

/** Gives the blind lines' figures: over all categories, by language, of harmless lines and of promises. */
export function blindRows(customerFile: OwnFile, agentFile: OwnFile): string {
  const customers = ownLines(customerFile);
  const agents = ownLines(agentFile);
  const rows = WAYS.flatMap(({ name, listen }) =>
    (['zh', 'en'] as const).map((language) => {
      const mine = customers.filter((line) => line.language === language);
      const risky = mine.filter(({ topic }) => topic !== 'none');
      const none = mine.filter(({ topic }) => topic === 'none');
      const replies = agents.filter((line) => line.language === language);
      const promises = replies.filter(({ topic }) => topic === 'empty-promise');
      const others = replies.filter(({ topic }) => topic === 'none');
      const asPromise = (line: Labelled): boolean =>
        opened(listen, line).some(({ category }) => category === 'empty-promise');
      const promise = qualityOf(
        promises.filter(asPromise).length,
        promises.length,
        others.filter(asPromise).length,
      );
      const right = share(risky.filter((line) => isFound(listen, line)).length, risky.length);
      const any = share(risky.filter((line) => isAlarm(listen, line)).length, risky.length);
      const alarms = share(none.filter((line) => isAlarm(listen, line)).length, none.length);
      return `| ${name} | ${language} | ${shown(right)} of ${risky.length} | ${shown(any)} | ${shown(alarms)} of ${none.length} | ${promise.recall} | ${promise.precision} | ${promise.f1} |`;
    }),
  );
  return [
    '| | language | recall | flagged as anything | harmless lines flagged | promises: recall | precision | F1 |',
    '|---|---|---|---|---|---|---|---:|',
    ...rows,
  ].join('\n');
}

/** Gives recall, precision and F1 by category; other lines of `lines` flagged with a category count against it. */
export function categoryRows(
  lines: readonly Labelled[],
  isAgainst: (line: Labelled, topic: string) => boolean,
): string {
  const topics = [...new Set(lines.filter(({ label }) => label === 'risk').map(({ topic }) => topic))].sort();
  const rows = topics.map((topic) => {
    const mine = lines.filter((line) => line.label === 'risk' && line.topic === topic);
    const categories = mine[0]?.categories ?? [];
    const against = lines.filter((line) => isAgainst(line, topic));
    const cells = WAYS.map(({ listen }) => {
      const hits = mine.filter((line) => isFound(listen, line)).length;
      const alarms = against.filter((line) =>
        opened(listen, line).some(({ category }) => categories.includes(category)),
      ).length;
      const { recall, precision, f1 } = qualityOf(hits, mine.length, alarms);
      return `${recall.slice(0, 4)} / ${precision.slice(0, 4)} / ${f1}`;
    });
    return `| ${topic} | ${mine.length} | ${cells.join(' | ')} |`;
  });
  return [
    `| topic | lines | ${WAYS.map(({ name }) => name).join(' | ')} |`,
    '|---|---:|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Gives false alarms per 1,000 polite conversations of the kept half, by file. */
export function politeRows(files: readonly string[]): string {
  const rows = files.map((file) => {
    const kept = [...records(file)].filter(({ value }) => halfOf(stemOf(value['id'])) === 'kept');
    const cells = WAYS.map(({ listen }) => {
      const alarmed = kept.filter(
        ({ value }) => alarmsOf(value['turns'] as Turn[], listen).length > 0,
      ).length;
      const { value, low, high } = share(alarmed, kept.length);
      return `${(1000 * value).toFixed(1)} (${(1000 * low).toFixed(1)}–${(1000 * high).toFixed(1)})`;
    });
    return `| ${file} | ${kept.length} | ${cells.join(' | ')} |`;
  });
  return [
    `| file | conversations | ${WAYS.map(({ name }) => name).join(' | ')} |`,
    '|---|---:|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Gives the share of real customers' messages (kept half) that open a flag, and that open a critical one. */
export function realRows(files: readonly string[]): string {
  const rows = files.map((file) => {
    const kept = [...records(file)]
      .filter(({ value }) => halfOf(stemOf(value['id'])) === 'kept')
      .flatMap(({ value }) => value['turns'] as Turn[])
      .filter(({ speaker }) => speaker === 'customer');
    const cells = WAYS.map(({ listen }) => {
      const found = kept.map(({ text }) => listen(text, 'customer').filter(({ opensFlag }) => opensFlag));
      const critical = found.filter((all) => all.some(({ severity }) => severity === 'critical')).length;
      const some = found.filter((all) => all.length > 0).length;
      return `${((100 * some) / kept.length).toFixed(1)} %, critical ${((100 * critical) / kept.length).toFixed(2)} %`;
    });
    return `| ${file} | ${kept.length} | ${cells.join(' | ')} |`;
  });
  return [
    `| file | messages | ${WAYS.map(({ name }) => name).join(' | ')} |`,
    '|---|---:|---|---|---|',
    ...rows,
  ].join('\n');
}
