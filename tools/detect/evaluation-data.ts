/**
 * Reads the labelled texts that detection is measured on, and splits them. The recorded conversations are not part of
 * this repository: `EARSHOT_DATA` names their folder.
 */
import { type Category, type SpeakerRole } from '@earshot/contracts';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Folder of recorded conversations, or null where there is none. */
export const DATA_FOLDER = [process.env['EARSHOT_DATA'], join(here, '../../../shared/data')].find(
  (folder) => folder !== undefined && existsSync(folder),
);

/** One labelled text. `categories` are ours that would be right; `where` is its file and line. */
export interface Labelled {
  text: string;
  speaker: SpeakerRole;
  language: 'zh' | 'en';
  label: 'risk' | 'borderline' | 'benign';
  topic: string;
  categories: readonly Category[];
  half: 'build' | 'kept';
  where: string;
}

/** The categories of the recorded data in our words. */
const TOPICS: Readonly<Record<string, readonly Category[]>> = {
  threat: ['threat'],
  'self-harm': ['self-harm'],
  safety: ['personal-safety', 'harassment', 'sexual-harassment', 'threat'],
  fraud: ['fraud'],
  'agent-misconduct': ['agent-misconduct'],
  'privacy-leak': ['personal-data'],
  'abusive-customer': ['customer-abuse', 'threat', 'discrimination', 'sexual-harassment'],
  escalation: ['regulator-mention'],
  harassment: ['customer-abuse', 'sexual-harassment', 'threat', 'discrimination', 'harassment'],
  'sexual-harassment': ['sexual-harassment'],
  'offensive-language': ['discrimination', 'customer-abuse', 'threat', 'sexual-harassment'],
};

/**
 * Gives the half of a text: the stem of its conversation (Chinese and English together), hashed (FNV-1a, 32 bits).
 * Even hashes were looked at while the packs were written, odd ones never.
 */
export function halfOf(stem: string): 'build' | 'kept' {
  let hash = 0x811c9dc5;
  for (let i = 0; i < stem.length; i++) hash = Math.imul(hash ^ stem.charCodeAt(i), 0x01000193) >>> 0;
  return ((hash >>> 16) ^ hash) & 1 ? 'kept' : 'build';
}

/** Gives the objects of a JSON Lines file of the data folder, with their line numbers (from 1). */
export function* records(file: string): Generator<{ line: number; value: Record<string, unknown> }> {
  if (DATA_FOLDER === undefined) return;
  let line = 0;
  for (const text of readFileSync(join(DATA_FOLDER, file), 'utf8').split('\n')) {
    line++;
    if (text !== '') yield { line, value: JSON.parse(text) as Record<string, unknown> };
  }
}

/** Gives the stem of a conversation id: without its language. */
export function stemOf(id: unknown): string {
  return String(id).replace(/-(zh|en)$/, '');
}

/** Gives the labelled utterances of a file of the data folder. */
export function labelled(file: string): Labelled[] {
  const all: Labelled[] = [];
  for (const { line, value } of records(file)) {
    const topic = String(value['category']);
    all.push({
      text: String(value['text']),
      speaker: (value['speaker'] as SpeakerRole | undefined) ?? 'customer',
      language: value['language'] === 'en' ? 'en' : 'zh',
      label: value['label'] as Labelled['label'],
      topic,
      categories: TOPICS[topic] ?? [],
      half: halfOf(
        value['conversationId'] === undefined ? String(value['text']) : stemOf(value['conversationId']),
      ),
      where: `${file}:${line}`,
    });
  }
  return all;
}

/**
 * Files of own lines; the blind ones were written and labelled by somebody who had not seen the packs. `blind5` is the
 * evidence of today and `blind4` was it before; the three before them are now training (`likeness/training-data.ts`).
 * Nobody who writes rules or chooses thresholds reads `blind4` or `blind5`, and no tool prints their text.
 */
export type OwnFile =
  `${'' | 'blind-' | 'blind2-' | 'blind3-' | 'blind4-' | 'blind5-'}${'customer-lines' | 'agent-replies'}.tsv`;

/** Gives our own labelled lines: `label<TAB>text`, where `none` means that nothing should be found. */
export function ownLines(file: OwnFile): Labelled[] {
  const lines = readFileSync(join(here, 'fixtures', file), 'utf8').split('\n');
  return lines.flatMap((line, place) => {
    const [label, text] = line.split('\t');
    if (label === undefined || text === undefined) return [];
    // `x@agent` among the customers' lines was said by an agent.
    const [named = label, by] = label.split('@');
    const topic = HARMLESS.has(named) ? 'none' : named === 'misconduct' ? 'agent-misconduct' : named;
    return [
      {
        text,
        speaker: by === 'agent' || file.endsWith('agent-replies.tsv') ? 'agent' : 'customer',
        language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en',
        label: topic === 'none' ? 'benign' : 'risk',
        topic,
        categories: topic === 'none' ? [] : [topic as Category],
        half: halfOf(text),
        where: `${file}:${place + 1}`,
      } satisfies Labelled,
    ];
  });
}

/** Labels of lines in which nothing (but a courtesy, an answer, a concrete promise) is to be found. */
const HARMLESS: ReadonlySet<string> = new Set(['none', 'benign', 'answer', 'concrete', 'courtesy']);
