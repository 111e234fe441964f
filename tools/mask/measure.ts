import { mask, maskMessages } from '@earshot/domain/privacy';
import { type LabelledMessage, type LabelledSpan } from './labelled-messages';
import { DISGUISES, LOOKALIKES, MAKERS, randomFrom } from './generate';

/** A count of successes. */
export interface Count {
  readonly name: string;
  readonly of: number;
  readonly yes: number;
}

/** Gives the Wilson score interval of a share at 95 %. Example: 95 of 100 gives 0.888 to 0.978. */
export function wilson({ yes, of }: Pick<Count, 'yes' | 'of'>): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959963984540054;
  const share = yes / of;
  const middle = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

/** Whether a labelled span must be masked, must stay, or is not counted. */
export function dutyOf(span: LabelledSpan, message: LabelledMessage): 'mask' | 'stay' | 'uncounted' {
  if (['mobile', 'email', 'qq'].includes(span.type)) return 'mask';
  if (span.type === 'landline') return message.speaker === 'customer' ? 'mask' : 'uncounted';
  return ['hotline', 'date', 'sms-port', 'order-number'].includes(span.type) ? 'stay' : 'uncounted';
}

/** A labelled span on which masking and label disagree. */
export interface Disagreement {
  readonly file: string;
  readonly line: number;
  readonly label: string;
  readonly masked: string;
}

/** What masking does with the labelled spans: counts by label, and where it is wrong. */
export interface LabelledResult {
  readonly byLabel: ReadonlyMap<string, { of: number; masked: number; duty: string }>;
  readonly recall: Count;
  readonly precision: Count;
  readonly wrong: readonly Disagreement[];
}

/** Masks the messages and compares. A span counts as masked when it is wholly inside masked text, as touched when not. */
export function compare(messages: readonly LabelledMessage[]): LabelledResult {
  const byLabel = new Map<string, { of: number; masked: number; duty: string }>();
  const wrong: Disagreement[] = [];
  let must = 0;
  let found = 0;
  let falsely = 0;
  for (const message of messages) {
    const { spans } = mask(message.text);
    for (const label of message.spans) {
      const touching = spans.filter((span) => span.start < label.end && span.end > label.start);
      const whole = touching.some((span) => span.start <= label.start && span.end >= label.end);
      const duty = dutyOf(label, message);
      const key = label.type === 'landline' ? `landline, typed by the ${message.speaker}` : label.type;
      const row = byLabel.get(key) ?? { of: 0, masked: 0, duty };
      row.of++;
      if (touching.length > 0) row.masked++;
      byLabel.set(key, row);
      if (duty === 'mask') must++;
      if (duty === 'mask' && whole) found++;
      if (duty === 'stay' && touching.length > 0) falsely++;
      if ((duty === 'mask' && !whole) || (duty === 'stay' && touching.length > 0))
        wrong.push({
          file: message.file,
          line: message.line,
          label: label.type,
          masked: touching.map(({ type }) => type).join(', ') || 'nothing',
        });
    }
  }
  return {
    byLabel,
    recall: { name: 'recall', of: must, yes: found },
    precision: { name: 'precision', of: found + falsely, yes: found },
    wrong,
  };
}

/** Sentences that numbers are put into; none of them names the number's kind. */
const FRAMES = [
  '{}',
  '你好，{}，麻烦尽快处理一下',
  '是这个{}谢谢',
  'hello, {} please have a look',
  '已经三天了！{}。',
  '请记下{}点名找王先生',
  '{}年底到期了',
];
const TIMES = 400;

/** Gives how many made numbers of each kind are wholly masked, each in a sentence. */
export function countMade(seed: number): Count[] {
  const random = randomFrom(seed);
  return Object.entries(MAKERS).map(([name, make]) => {
    let yes = 0;
    for (let round = 0; round < TIMES; round++) {
      const made = make(random);
      const bar = made.indexOf('|');
      const number = made.replace('|', '');
      const frame = FRAMES[round % FRAMES.length] ?? '{}';
      const text = frame.replace('{}', () => number);
      const from = frame.indexOf('{}');
      // Cues and names before a number may stay; its last four characters may not.
      const end = from + number.length;
      const bare = /[a-z0-9_:.()@ -]*$/i.exec(number)?.[0].length ?? number.length;
      const start =
        bar >= 0 ? from + bar : name.includes('address') || name === 'licence plate' ? from : end - bare;
      if (covers(text, start + (number.charAt(number.length - bare) === ' ' ? 1 : 0), end)) yes++;
    }
    return { name, of: TIMES, yes };
  });
}

function covers(text: string, start: number, end: number): boolean {
  const { spans } = mask(text);
  for (let at = start; at < end; at++)
    if (/[a-z0-9]/i.test(text.charAt(at)) && !spans.some((span) => span.start <= at && span.end > at))
      return false;
  return true;
}

/** Gives how many made look-alikes of each kind stay untouched. */
export function countLookalikes(seed: number): Count[] {
  const random = randomFrom(seed);
  return Object.entries(LOOKALIKES).map(([name, make]) => {
    let yes = 0;
    for (let round = 0; round < TIMES; round++) {
      const number = make(random);
      const text = (FRAMES[round % FRAMES.length] ?? '{}').replace('{}', () => number);
      if (mask(text).spans.length === 0) yes++;
    }
    return { name, of: TIMES, yes };
  });
}

/** Gives how many numbers are masked in each disguise: mobile, identity card and UnionPay card by turns. */
export function countDisguised(seed: number): Count[] {
  const random = randomFrom(seed);
  const kinds = ['mobile', 'identity card', 'bank card (UnionPay)'].flatMap((name) => MAKERS[name] ?? []);
  return Object.entries(DISGUISES).map(([name, disguise]) => {
    let yes = 0;
    for (let round = 0; round < TIMES; round++) {
      const number = kinds[round % kinds.length]?.(random) ?? '';
      const shown = disguise(number);
      const text = (FRAMES[round % FRAMES.length] ?? '{}').replace('{}', () => shown);
      const start = text.indexOf(shown);
      if (mask(text).spans.some((span) => span.start <= start && span.end >= start + shown.length)) yes++;
    }
    return { name, of: TIMES, yes };
  });
}

/** Gives how many numbers sent in two to four messages are masked in every one of them. */
export function countPieces(seed: number): Count[] {
  const random = randomFrom(seed);
  return ['mobile', 'identity card', 'bank card (UnionPay)'].map((name) => {
    let yes = 0;
    for (let round = 0; round < TIMES; round++) {
      const number = MAKERS[name]?.(random) ?? '';
      const count = 2 + random(3);
      const size = Math.ceil(number.length / count);
      const pieces = number.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
      const masked = maskMessages([
        ...pieces.slice(0, 1).map((one) => `我的号码是${one}`),
        ...pieces.slice(1),
      ]);
      if (masked.every(({ spans }) => spans.length > 0)) yes++;
    }
    return { name, of: TIMES, yes };
  });
}
