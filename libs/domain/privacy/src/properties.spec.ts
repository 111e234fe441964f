import fc from 'fast-check';
import { mask, toGivenOffset, toMaskedOffset } from './mask';
import { followPieces, maskMessages, type PieceMemory } from './pieces';
import { LONGEST_PLACEHOLDER, parsePlaceholders } from './placeholder';
import { traceOf } from './runs';
import { Scanner } from './scanner';
import { type MaskOptions } from './types';

/** Parts of which real and hostile messages are made: numbers whole and cut, cues, separators, disguises, noise. */
const part = fc.oneof(
  fc.constantFrom(
    ...[
      '13800138000',
      '138',
      '0013',
      '8000',
      '010-81234567',
      '0755',
      '110105',
      '19491231',
      '002X',
      '4111 1111 1111 1111',
    ],
    ...[
      '微信',
      'QQ',
      'qq号',
      '电话',
      '验证码',
      '身份证',
      '订单号',
      '工号',
      '卡号',
      '护照',
      'E12345678',
      'wechat id ',
      '车牌',
    ],
    ...[
      'user1@qq.com',
      '@',
      'qq.com',
      ' at ',
      '.com',
      ' dot ',
      '京A12345',
      '京',
      'GB82 WEST 1234 5698 7654 32',
      '1.2.3.4',
      '::',
    ],
    ...[
      '人民路',
      '380',
      '号',
      '3栋',
      '501室',
      '小区',
      '123 main street',
      '一三八',
      '零',
      '〇',
      '①',
      '𝟏𝟑𝟖',
      '１３８',
      'l',
      'O',
      '👍',
    ],
    ...[
      ' ',
      '-',
      '.',
      ',',
      '，',
      '(',
      ')',
      '+',
      '86',
      '元',
      '\u200b',
      '\n',
      '的',
      '是',
      '‹',
      '›',
      '‹mobile›',
      '‹qq·',
      'lover_88',
      '&nbsp;',
      '加v',
      '我的v是',
      '转账',
      '20000',
      '栋',
      '3-2-501',
      '大厦',
      'Apt 5, ',
      ' is my qq',
      '10086发的',
      '。',
      '…',
    ],
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const message = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
const options: fc.Arbitrary<MaskOptions> = fc.record({
  showLastFour: fc.boolean(),
  orderNumbers: fc.boolean(),
  blind: fc.boolean(),
});
const RUNS = { numRuns: 3000 };

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

describe('masking, for every text', () => {
  it('twice is the same as once', () => {
    fc.assert(
      fc.property(message, options, (text, how) => {
        const once = mask(text, how).text;
        expect(mask(once, how).text).toBe(once);
      }),
      RUNS,
    );
  });

  it('gives sorted spans that are apart, inside the text and never inside a surrogate pair', () => {
    fc.assert(
      fc.property(message, options, (text, how) => {
        let before = 0;
        for (const { start, end } of mask(text, how).spans) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start > 0 && isHigh(text.charCodeAt(start - 1))).toBe(false);
          expect(isHigh(text.charCodeAt(end - 1))).toBe(false);
          before = end;
        }
      }),
      RUNS,
    );
  });

  it('keeps everything outside the spans and maps its offsets', () => {
    fc.assert(
      fc.property(message, (text) => {
        const masked = mask(text);
        let done = 0;
        for (const span of [...masked.spans, { start: text.length, end: text.length }]) {
          const from = toMaskedOffset(masked, done, 'end');
          const to = toMaskedOffset(masked, span.start, 'start');
          expect(masked.text.slice(from, to)).toBe(text.slice(done, span.start));
          done = span.end;
        }
      }),
      RUNS,
    );
  });

  it('maps offsets of the masked text back, those inside a placeholder to the ends of what it stands for', () => {
    fc.assert(
      fc.property(message, (text) => {
        const masked = mask(text);
        for (let at = 0; at <= text.length; at++) {
          const around = masked.spans.find(({ start, end }) => start < at && at < end);
          for (const side of ['start', 'end'] as const)
            expect(toGivenOffset(masked, toMaskedOffset(masked, at, side), side)).toBe(
              around === undefined ? at : around[side],
            );
        }
      }),
      RUNS,
    );
  });

  it('never grows past one placeholder a span, and writes placeholders that are read back', () => {
    fc.assert(
      fc.property(message, options, (text, how) => {
        const masked = mask(text, how);
        expect(masked.text.length).toBeLessThanOrEqual(
          text.length + masked.spans.length * LONGEST_PLACEHOLDER,
        );
        const written = new Set(parsePlaceholders(masked.text).map(({ start }) => start));
        for (const span of masked.spans)
          expect(written).toContain(toMaskedOffset(masked, span.start, 'start'));
      }),
      RUNS,
    );
  });

  it('finds an address that is plain only once the piece of a number behind it is masked', () => {
    const once = maskMessages(['123 main street１３８', '00000000']).map(({ text }) => text);
    expect(maskMessages(once).map(({ text }) => text)).toEqual(once);
  });

  it('begins no address in the middle of a surrogate pair', () => {
    const [span] = mask('😀'.repeat(20) + '人民路1号').spans;
    expect(span).toEqual({ start: 4, end: 45, type: 'address' });
  });

  it('finds a piece that touches a whole number', () => {
    const once = maskMessages(['040', '0000000一三八00000000']).map(({ text }) => text);
    expect(once).toEqual(['‹landline›', '‹landline›‹mobile›']);
  });

  it('finds in many messages what it finds in one, and nothing more the second time', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), options, (texts, how) => {
        const once = maskMessages(texts, how).map(({ text }) => text);
        expect(maskMessages(once, how).map(({ text }) => text)).toEqual(once);
      }),
      RUNS,
    );
  });

  it('remembers a stream as JSON without a whole number in it', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^\d{3,6}$/), { minLength: 1, maxLength: 4 }), (texts) => {
        let memory: PieceMemory | null = null;
        for (const [index, text] of texts.entries()) {
          const { memory: next } = followPieces(memory, `m${index}`, traceOf(text, mask(text)));
          memory = JSON.parse(JSON.stringify(next)) as PieceMemory | null;
        }
        const kept = JSON.stringify(memory);
        for (const text of texts) expect(kept).not.toContain(`"${text}"`);
        expect(kept).not.toContain(texts.join('').slice(0, 3) + texts.join('').slice(3, 9));
      }),
    );
  });
});

const MEBI = 1024 * 1024;
/** Most units looked at for each unit of text: a window of 23 digits with separators, and the reaches around. */
const MOST_STEPS_A_UNIT = 100;

/** What someone would repeat to make a matcher slow. */
const HOSTILE = [
  ['one digit without end', '1'],
  ['single digits apart', '1 '],
  ['hyphens', '1-'],
  ['mobile beginnings', '138 '],
  ['area codes', '0755-'],
  ['identity beginnings', '11010519491231002'],
  ['cards that fail', '4111 1111 1111 1112 '],
  ['local parts without a sign', 'a.'],
  ['local parts with signs', 'a@'],
  ['signs only', '@'],
  ['IBAN beginnings', 'GB82 WEST '],
  ['hexadecimal and colons', 'fe80:'],
  ['Chinese numerals', '一'],
  ['numerals and digits in turn', '一1'],
  ['house numbers', '路1号'],
  ['open placeholders', '‹mobile'],
  ['cues', '微信号'],
  ['cues in Latin', 'wx '],
  ['unseen units', '1\u200b\u200b\u200b\u200b\u200b\u200b\u200b'],
  ['look-alike letters', 'lO'],
  ['look-alike letters and digits in turn', 'o0'],
  ['letters and digits in turn', '1x'],
  ['digits behind open brackets', '（0'],
  ['streets', '1 main '],
  ['provinces', '京A'],
  ['cues of one sign', '微'],
  ['cues of one letter', 'v '],
  ['cues with linkers', '加v：a'],
  ['spaces of HTML between digits', '1&nbsp;'],
  ['escapes without digits', '&<%\\'],
  ['wide gaps', '1        '],
  ['wide gaps of unseen units', '1\u200b \u200b \u200b \u200b '],
  ['codes in single digits', '验证码1 2 3 '],
  ['digits behind one cue', 'QQ 1 2 3 4 5 6 7 8 9 0 1 2 '],
  ['buildings', '3栋'],
  ['rooms', '花园3-2-'],
  ['ordinal streets', '1 2nd '],
] as const;

function countSteps(text: string): number {
  const scanner = new Scanner(text, { orderNumbers: true, blind: true });
  scanner.find();
  return scanner.steps;
}

describe('the work of masking', () => {
  it.each(HOSTILE)('stays linear on %s', (_name, unit) => {
    const whole = countSteps(unit.repeat(Math.ceil(MEBI / 16 / unit.length)));
    expect(whole).toBeLessThan((MOST_STEPS_A_UNIT * MEBI) / 16);
    // Not merely bounded: an eighth of the text is an eighth of the work.
    expect(whole / countSteps(unit.repeat(Math.ceil(MEBI / 128 / unit.length)))).toBeLessThan(8.5);
  });

  it('stays bounded on 1 MiB of all of them, one after the other', () => {
    const share = MEBI / HOSTILE.length;
    const text = HOSTILE.map(([, unit]) => unit.repeat(Math.ceil(share / unit.length))).join('');
    expect(text.length).toBeGreaterThanOrEqual(MEBI);
    expect(countSteps(text)).toBeLessThan(MOST_STEPS_A_UNIT * MEBI);
  });
});
