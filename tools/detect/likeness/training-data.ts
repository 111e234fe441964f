/** The texts that likeness is fitted on, each with what it is and is not. */
import { categories, type Category } from '@earshot/contracts';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { halfOf, labelled, type OwnFile, ownLines, records, stemOf, type Labelled } from '../evaluation-data';

/** What a customer may tell of, and what an agent may do. */
export const HEADS = {
  customer: categories.filter((category) => category !== 'empty-promise'),
  agent: ['agent-misconduct', 'empty-promise'],
} as const satisfies Record<string, readonly Category[]>;

export type Who = keyof typeof HEADS;

/** Who wrote lines: those who wrote to fit on, earlier and later, and those of the earlier blind lines. */
const WRITERS = {
  training: ['zh', 'en'],
  training2: ['zh', 'en'],
  training3: ['zh', 'en'],
  training4: ['zh'],
} as const;
type Writer = keyof typeof WRITERS;
const writers = Object.keys(WRITERS) as Writer[];
export const AUTHORS = [...writers, 'earlier-blind', 'earlier-blind2', 'earlier-blind3'] as const;
export type Author = (typeof AUTHORS)[number];

/** Lines read by `ownLines`, by author. The blind ones were scored before they came here; they are evidence no more. */
const OWN: readonly (readonly [Author, OwnFile])[] = [
  ['training', 'customer-lines.tsv'],
  ['training', 'agent-replies.tsv'],
  ['earlier-blind', 'blind-customer-lines.tsv'],
  ['earlier-blind', 'blind-agent-replies.tsv'],
  ['earlier-blind2', 'blind2-customer-lines.tsv'],
  ['earlier-blind2', 'blind2-agent-replies.tsv'],
  ['earlier-blind3', 'blind3-customer-lines.tsv'],
  ['earlier-blind3', 'blind3-agent-replies.tsv'],
];

/** One text to fit on. */
export interface Example {
  text: string;
  who: Who;
  language: 'zh' | 'en';
  /** The category it is of, or null. */
  category: Category | null;
  /** Categories of which nothing is known: neither for nor against. */
  unknown: readonly Category[];
  origin: 'authored' | 'recorded' | 'polite' | 'background' | 'small-talk';
  /** Who wrote it, of those who wrote lines; null for what was recorded. */
  author: Author | null;
  /** Texts of one group are never split between fitting and judging. */
  group: string;
}

const here = dirname(fileURLToPath(import.meta.url));

function authored(): Example[] {
  const older = OWN.flatMap(([author, file]) =>
    ownLines(file).map(({ text, speaker, language, topic }): Example => ({
      text,
      who: speaker === 'agent' ? 'agent' : 'customer',
      language,
      category: topic === 'none' ? null : (topic as Category),
      unknown: [],
      origin: 'authored',
      author,
      group: text,
    })),
  );
  const newer = writers.flatMap((author) =>
    WRITERS[author].flatMap((language) => writtenToFit(author, language)),
  );
  return [...older, ...newer];
}

function writtenToFit(author: Writer, language: 'zh' | 'en'): Example[] {
  return readFileSync(join(here, '../fixtures', `${author}-lines-${language}.tsv`), 'utf8')
    .split('\n')
    .flatMap((line): Example[] => {
      const [label, text] = line.split('\t');
      if (label === undefined || text === undefined || text === '') return [];
      const [name = label, by] = label.split('@');
      return [
        {
          text,
          who: by === 'agent' ? 'agent' : 'customer',
          language,
          category: name === 'benign' || name === 'none' ? null : (name as Category),
          unknown: [],
          origin: 'authored',
          author,
          group: text,
        },
      ];
    });
}

/**
 * The few words of which chats are full (转人工客服, `hello sir`). Thresholds are chosen without them: easy harmless
 * lines among the authored ones would let them fall.
 */
function smallTalk(): Example[] {
  return (['zh', 'en'] as const).flatMap((language) =>
    readFileSync(join(here, `../fixtures/small-talk-${language}.tsv`), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text): Example => ({
        text,
        who: 'customer',
        language,
        category: null,
        unknown: [],
        origin: 'small-talk',
        author: null,
        group: text,
      })),
  );
}

function recorded(): Example[] {
  return ['risk-zh-natural-stc3.jsonl', 'risk-en-natural-stc3.jsonl']
    .flatMap((file) => labelled(file))
    .filter((line) => line.half === 'build' && line.label !== 'borderline' && line.categories.length > 0)
    .filter((line) => line.speaker === 'customer')
    .map((line): Example => {
      const { text, language, label, categories } = line;
      return {
        text,
        who: 'customer',
        language,
        category: label === 'risk' ? (categories[0] ?? null) : null,
        unknown:
          label === 'risk'
            ? HEADS.customer.filter((head) => head !== categories[0])
            : HEADS.customer.filter((head) => !categories.includes(head)),
        origin: 'recorded',
        author: null,
        group: line.text,
      };
    });
}

function conversations(file: string, language: 'zh' | 'en', origin: Example['origin']): Example[] {
  const all: Example[] = [];
  const judged = new Set(labelled(`risk-${language}-natural-stc3.jsonl`).map(({ text }) => text));
  for (const { value } of records(file)) {
    const stem = stemOf(value['id']);
    if (halfOf(stem) !== 'build') continue;
    for (const { text, speaker } of value['turns'] as { text: string; speaker: Labelled['speaker'] }[]) {
      const isCustomer = speaker === 'customer';
      if (!isCustomer && (origin !== 'polite' || speaker !== 'agent')) continue;
      if (origin === 'background' && judged.has(text)) continue;
      all.push({
        text,
        who: isCustomer ? 'customer' : 'agent',
        language,
        category: null,
        unknown: [],
        origin,
        author: null,
        group: stem,
      });
    }
  }
  return all;
}

/** Gives every example, in a fixed order; without the folder of recorded conversations the authored ones only. */
export function examples(): Example[] {
  return [
    ...authored(),
    ...recorded(),
    ...smallTalk(),
    ...conversations('conv-zh-crosswoz.jsonl', 'zh', 'polite'),
    ...conversations('conv-en-multiwoz.jsonl', 'en', 'polite'),
    ...conversations('conv-en-sgd.jsonl', 'en', 'polite'),
    ...conversations('conv-zh-stc3.jsonl', 'zh', 'background'),
    ...conversations('conv-en-stc3.jsonl', 'en', 'background'),
  ];
}
