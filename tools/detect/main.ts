/**
 * `npm run detect -- FILE [--json] [--all] [--speaker agent] [--language zh]`: prints what the built-in rules find
 * in a file of text (one message a line) or of JSON Lines (shapes: `lines.ts`, `--help`); then which replies of agents stand nearly the
 * same in other conversations of the file. A line of another shape ends it with exit code 1.
 */
import {
  Detector,
  builtInPacks,
  rationaleOf,
  saidElsewhere,
  signReplies,
  type Signal,
  type SignedReplies,
} from '@earshot/domain/detection';
import { speakerRoleSchema } from '@earshot/contracts';
import { Command, Option } from 'commander';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { lineShapes, messagesOf, type Message } from './lines';

interface Options {
  json?: boolean;
  all?: boolean;
  speaker: string;
  language: 'en' | 'zh';
}

/** The replies of one conversation of the file. */
interface Replies {
  wheres: string[];
  signed: SignedReplies;
}

/** Conversations before one in the file, and after it, that its replies are compared with. */
const COMPARED_EACH_WAY = 500;

const command = new Command('detect')
  .argument('<file>', 'text (one message a line) or JSON Lines of conversations or messages')
  .option('--json', 'one JSON object a finding, and a reply said elsewhere, instead of a table')
  .option('--all', 'also what is scored too low to open a flag')
  .option('--speaker <role>', 'who speaks where a line does not say', 'customer')
  .addOption(
    new Option('--language <language>', 'in which it is said why a rule exists')
      .choices(['en', 'zh'])
      .default('en'),
  )
  .addHelpText('after', `\n${lineShapes}`)
  .action(run);

command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function run(file: string, options: Options): Promise<void> {
  const detector = Detector.compile(builtInPacks());
  const speaker = speakerRoleSchema.parse(options.speaker);
  let messages = 0;
  let findings = 0;
  let line = 0;
  const conversations: Replies[] = [];
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line++;
    const said = messagesOf(text, { file, line, speaker });
    const replies = said.filter((one) => one.context !== undefined && one.speaker === 'agent');
    if (replies.length > 0) {
      const signed = signReplies(replies.map((one) => one.text));
      conversations.push({ wheres: replies.map(({ where }) => where), signed });
    }
    for (const message of said) {
      messages++;
      const signals = detector
        .scan(message.text, {
          speaker: message.speaker,
          ...(message.context && { context: message.context }),
        })
        .filter((signal) => options.all === true || signal.opensFlag);
      findings += signals.length;
      for (const signal of signals) print(message, signal, options);
    }
  }
  const elsewhere = printElsewhere(conversations, options.json === true);
  console.error(
    `${messages} messages, ${findings} findings, ${elsewhere} replies also elsewhere, rules ${detector.version}`,
  );
}

function print({ where, text }: Message, signal: Signal, { json, language }: Options): void {
  const rationale = rationaleOf(signal.ruleId)[language === 'zh' ? 'zh-CN' : 'en'] ?? '';
  if (json === true) return console.log(JSON.stringify({ where, ...signal, rationale }));
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
      rationale,
    ].join('\t'),
  );
}

/** Prints the replies of which nearly the same stands in other conversations, and gives how many they are. */
function printElsewhere(conversations: readonly Replies[], asJson: boolean): number {
  let printed = 0;
  for (const [place, { wheres, signed }] of conversations.entries()) {
    const others = [
      ...conversations.slice(Math.max(0, place - COMPARED_EACH_WAY), place),
      ...conversations.slice(place + 1, place + 1 + COMPARED_EACH_WAY),
    ];
    const { compared, alsoIn } = saidElsewhere(
      signed,
      others.map((other) => other.signed),
    );
    for (const [n, where] of wheres.entries()) {
      const times = alsoIn[n] ?? 0;
      if (times === 0) continue;
      printed++;
      if (asJson) console.log(JSON.stringify({ where, alsoIn: times, compared }));
      else console.log(`${where}\treply\tnearly the same in ${times} of ${compared} other conversations`);
    }
  }
  return printed;
}
