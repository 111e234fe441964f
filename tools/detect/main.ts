/**
 * `npm run detect -- FILE [--json] [--all] [--speaker agent]`: prints what the built-in rules find in a file of text
 * (one message a line) or of conversations (JSON Lines: `{id, turns: [{speaker, text}]}`, or `{text, speaker?}`).
 */
import { Detector, builtInPacks, type Signal } from '@earshot/domain/detection';
import { speakerRoleSchema, type SpeakerRole } from '@earshot/contracts';
import { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

interface Options {
  json?: boolean;
  all?: boolean;
  speaker: string;
}

interface Message {
  where: string;
  speaker: SpeakerRole;
  text: string;
  /** The messages before it; none of a line of text. */
  context?: { speaker: SpeakerRole; text: string }[];
}

const command = new Command('detect')
  .argument('<file>', 'text (one message a line) or JSON Lines of conversations or messages')
  .option('--json', 'one JSON object a finding instead of a table')
  .option('--all', 'also what is scored too low to open a flag')
  .option('--speaker <role>', 'who speaks in plain text', 'customer')
  .action(run);

void command.parseAsync();

async function run(file: string, options: Options): Promise<void> {
  const detector = Detector.compile(builtInPacks());
  const speaker = speakerRoleSchema.parse(options.speaker);
  let messages = 0;
  let findings = 0;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line++;
    for (const message of messagesOf(text, { line, speaker })) {
      messages++;
      const signals = detector
        .scan(message.text, {
          speaker: message.speaker,
          ...(message.context && { context: message.context }),
        })
        .filter((signal) => options.all === true || signal.opensFlag);
      findings += signals.length;
      for (const signal of signals) print(message, signal, options.json === true);
    }
  }
  console.error(`${messages} messages, ${findings} findings, rules ${detector.version}`);
}

function messagesOf(text: string, { line, speaker }: { line: number; speaker: SpeakerRole }): Message[] {
  if (text.trim() === '') return [];
  if (!text.startsWith('{')) return [{ where: `${line}`, speaker, text }];
  const value = JSON.parse(text) as {
    id?: string;
    turns?: { speaker: string; text: string }[];
    text?: string;
    speaker?: string;
  };
  const turns = value.turns ?? [{ speaker: value.speaker ?? speaker, text: value.text ?? '' }];
  const said = turns.map((turn) => ({ speaker: speakerRoleSchema.parse(turn.speaker), text: turn.text }));
  if (value.turns === undefined) return said.map((one) => ({ ...one, where: `${line}` }));
  return said.map((one, place) => ({
    ...one,
    where: `${value.id ?? line}#${place}`,
    context: said.slice(Math.max(0, place - 20), place),
  }));
}

function print({ where, text }: Message, signal: Signal, asJson: boolean): void {
  if (asJson) return console.log(JSON.stringify({ where, ...signal }));
  const words = signal.spans.map(({ start, end }) => text.slice(start, end)).join(' … ');
  console.log(
    [
      where,
      signal.severity,
      signal.category,
      signal.score.toFixed(2),
      signal.ruleId,
      words,
      signal.reasons.join('; '),
    ].join('\t'),
  );
}
