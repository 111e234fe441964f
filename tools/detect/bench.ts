/**
 * Times detection: `npx tsx --tsconfig tsconfig.base.json tools/detect/bench.ts`. CPU time, median of 5, one core. Where
 * there are recorded conversations (`EARSHOT_DATA`), their messages are timed too, those of the half that rules are
 * written with.
 */
import { Detector, builtInPacks, type RulePack } from '@earshot/domain/detection';
import AhoCorasick from 'modern-ahocorasick';
import { cpus } from 'node:os';
import { type Turn } from './alarms';
import { halfOf, records, stemOf } from './evaluation-data';

const MESSAGES = [
  '您好，我昨天在你们店里下的单到现在还没有发货，麻烦帮我查一下订单到哪里了，谢谢',
  '请问这个套餐包含多少流量，超出以后怎么收费呢？可以改成每月自动续费吗',
  '昨天收到的杯子颜色和图片上不一样，我想换成蓝色的，需要自己承担运费吗',
  'Hello, I ordered a blue jacket last week and would like to know its size',
  'Could you please tell me when the next train to the airport leaves today?',
];
const ROUNDS = 5;
const REPEATS = 20_000;

function microseconds(work: () => void, repeats = REPEATS): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const from = process.cpuUsage();
    for (let i = 0; i < repeats; i++) work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / repeats;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** Gives `count` made-up terms, half of them Chinese: none occurs in the messages. */
function terms(count: number): string[] {
  const han = '骚扰殴辱恐吓劫掠焚毁窃绑勒尸毒贩暴砸刺毙匪赃贿赂诽谤讹诈敲骗嫖娼赌奸淫猥亵虐剥胁迫';
  const letters = 'qzxjkvwbpg';
  return Array.from({ length: count }, (_, i) => {
    const set = i % 2 === 0 ? han : letters;
    let rest = i + 97;
    let term = '';
    for (let k = 0; k < (i % 2 === 0 ? 3 : 5); k++) {
      term += set.charAt(rest % set.length);
      rest = Math.floor(rest / set.length) + 7 * k + i;
    }
    return `${term}${i % 2 === 0 ? set.charAt((i * 31) % set.length) : i.toString(36).replace(/\d/g, 'q')}`;
  });
}

function packOf(words: readonly string[]): RulePack {
  return {
    id: 'bench',
    version: '1.0.0',
    language: 'any',
    lists: {},
    harmless: [],
    rules: [
      {
        id: 'bench.terms',
        category: 'threat',
        severity: 'high',
        score: 0.8,
        speaker: ['customer'],
        when: { any: [...words] },
        lowering: true,
        rationale: { en: 'made for timing', zh: '仅供计时用' },
        owner: 'bench',
        mustHit: ['-'],
        mustNotHit: ['-'],
      },
    ],
  };
}

const about = { speaker: 'customer' } as const;
const characters = MESSAGES.reduce((sum, message) => sum + message.length, 0) / MESSAGES.length;
let next = 0;
const message = (): string => MESSAGES[next++ % MESSAGES.length] ?? '';
const row = (name: string, us: number, heap: string): void =>
  console.log(
    `| ${name} | ${us.toFixed(2)} | ${(1 / us).toFixed(2)} M | ${(characters / us).toFixed(0)} M | ${heap} |`,
  );

console.log(
  `${cpus()[0]?.model ?? ''}, Node ${process.version}; messages of ${characters.toFixed(0)} characters without a hit\n`,
);
console.log(
  '| terms | µs a message | messages/s | characters/s | built in, automata |\n|---|---:|---:|---:|---:|',
);
for (const count of [100, 1000, 10_000, 100_000]) {
  const words = [...new Set(terms(count))];
  const from = performance.now();
  const detector = Detector.compile([packOf(words)]);
  const built = performance.now() - from;
  row(
    `${words.length}, all disguises`,
    microseconds(() => void detector.scan(message(), about)),
    `${built.toFixed(0)} ms, ${(detector.bytes / 1048576).toFixed(1)} MiB`,
  );
  if (count > 10_000) continue;
  const matcher = new AhoCorasick(words);
  row(
    `${words.length}, modern-ahocorasick, no disguises`,
    microseconds(() => void matcher.search(message())),
    '',
  );
  const plain = new RegExp(words.join('|'), 'i');
  row(
    `${words.length}, plain RegExp`,
    microseconds(() => void plain.test(message())),
    '',
  );
}
const builtIn = Detector.compile(builtInPacks());
row(
  `packs of the repository (${(builtIn.bytes / 1048576).toFixed(1)} MiB)`,
  microseconds(() => void builtIn.scan(message(), about)),
  '',
);

const RECORDED = [
  'conv-zh-stc3.jsonl',
  'conv-zh-crosswoz.jsonl',
  'conv-en-stc3.jsonl',
  'conv-en-multiwoz.jsonl',
  'conv-en-sgd.jsonl',
];
const rulesAlone = Detector.compile(builtInPacks().map((pack) => ({ ...pack, likeness: undefined })));
const atMs = Date.UTC(2026, 0, 1);
const recorded = RECORDED.map((file) => {
  const turns = [...records(file)]
    .filter(({ value }) => halfOf(stemOf(value['id'])) === 'build')
    .flatMap(({ value }) => value['turns'] as Turn[]);
  return { file, turns };
}).filter(({ turns }) => turns.length > 0);
if (recorded.length > 0) {
  const all = { file: 'all, a file counting by its messages', turns: recorded.flatMap(({ turns }) => turns) };
  console.log(
    '\n| recorded messages, customers and agents | messages | characters | rules alone, µs a message | both ears, µs a message |\n|---|---:|---:|---:|---:|',
  );
  for (const { file, turns } of [...recorded, all]) {
    let place = 0;
    const turn = (): Turn => turns[place++ % turns.length] as Turn;
    const timed = (by: Detector): string =>
      microseconds(() => {
        const { text, speaker } = turn();
        by.hear(text, { speaker, atMs });
      }, turns.length).toFixed(1);
    const length = turns.reduce((sum, { text }) => sum + text.length, 0) / turns.length;
    console.log(
      `| ${file} | ${turns.length} | ${length.toFixed(0)} | ${timed(rulesAlone)} | ${timed(builtIn)} |`,
    );
  }
}
