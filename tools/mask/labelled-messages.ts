import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A span that the data's makers typed by its shape; UTF-16 offsets. */
export interface LabelledSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** A message of the labelled personal data. */
export interface LabelledMessage {
  readonly file: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly text: string;
  readonly speaker: string;
  readonly spans: readonly LabelledSpan[];
  readonly half: 'development' | 'unseen';
}

/**
 * Gives the half a conversation belongs to. Rules were written while looking at the development half only; the
 * Chinese and the English text of one conversation share their stem and so their half.
 */
export function halfOf(stem: string): 'development' | 'unseen' {
  const first = createHash('sha256').update(`earshot-privacy-split:${stem}`).digest()[0] ?? 0;
  return first % 2 === 0 ? 'development' : 'unseen';
}

/** Where the recorded conversations are, or nothing. */
export function dataFolder(): string | undefined {
  const folder = process.env['EARSHOT_DATA'] ?? '../shared/data';
  return existsSync(folder) ? folder : undefined;
}

interface Row {
  readonly text: string;
  readonly speaker: string;
  readonly conversationId: string;
  readonly spans: readonly LabelledSpan[];
}

/** Reads the labelled messages of both languages; the data's offsets are code points, ours UTF-16. */
export function readLabelled(folder: string): LabelledMessage[] {
  return ['risk-zh-personal-data-stc3.jsonl', 'risk-en-personal-data-stc3.jsonl'].flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((json, index) => {
        const row = JSON.parse(json) as Row;
        const offsets = [0];
        for (const point of row.text) offsets.push((offsets.at(-1) ?? 0) + point.length);
        const spans = row.spans.map(({ start, end, type }) => ({
          start: offsets[start] ?? 0,
          end: offsets[end] ?? row.text.length,
          type,
        }));
        const half = halfOf(row.conversationId.replace(/-[a-z]{2}$/, ''));
        return { file, line: index + 1, text: row.text, speaker: row.speaker, spans, half };
      }),
  );
}
