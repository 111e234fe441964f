import { currencyFollows, isServiceNumber, unitFollows } from './amounts';
import { identityCheck, looksLikeIdentity, looksLikeOldIdentity, passesLuhn } from './check-digits';
import { DIGIT, foldSlice, IGNORED, isLetterAt, kindAt, NUMERAL, SEPARATOR } from './characters';
import { cuedEnds, cuedType } from './cued';
import { AFTER_REACH, cueAfter, cueBefore, type Cue, type NearCue } from './cues';
import { blockAt, groupSizes, type Block, type DigitWindow, type Gap } from './digit-window';
import { issuerOf } from './issuers';
import { type MaskOptions, type MaskSpan, type PersonalDataType } from './types';

/** A number to be named: the digits read, where they stand, and what is known of the text around. */
export interface NumberCandidate {
  readonly text: string;
  readonly start: number;
  readonly window: DigitWindow;
  /** End of the last masked span or placeholder; no cue counts from before it. */
  readonly barrier: number;
  readonly options: MaskOptions;
}

/** Groupings in which people write the eleven digits of a mobile number. */
const MOBILE_GROUPS = new Set(
  (
    '11 3-8 7-4 3-4-4 3-3-5 4-4-3 4-3-4 3-5-3 5-6 6-5 4-7 5-3-3 3-2-2-2-2 3-2-3-3 3-3-3-2 3-4-2-2 3-2-2-4 3-3-2-3 ' +
    '1-3-3-4 1-10 2-9 2-3-3-3 1-2-4-4 3-1-3-4 2-2-2-2-2-1 1-2-2-2-2-2 3-4-1-3 3-4-3-1 1-1-1-1-1-1-1-1-1-1-1'
  ).split(' '),
);
/** The same where a dot or comma separates, which also writes amounts, versions and decimal fractions. */
const STRICT_GROUPS = new Set('11 3-4-4 3-3-5 4-4-3 3-8 7-4 1-1-1-1-1-1-1-1-1-1-1'.split(' '));

/** Groupings of a card's digits: whole, in fours, 6 and the rest, American Express's 4-6-5, or one by one. */
const CARD_GROUPS =
  /^(?:\d+|4-4-4-4(?:-[123])?|4-4-4-[367]|6-\d+(?:-\d)?|6(?:-4){2,3}(?:-[123])?|4-6-[45]|8-8|1(?:-1)+)$/;

/** Units of text looked at on either side of a number and its cue. */
const LEAD_REACH = 24;

/** Names one number; made anew for each, so that cues are looked up once and only when asked for. */
export class NumberNamer {
  private before: NearCue | undefined;
  private beforeKnown = false;
  /** Units looked at for cues, for counting the work. */
  cueReads = 0;

  constructor(private readonly it: NumberCandidate) {}

  /** Gives the span of personal data that begins with this number, or nothing. */
  name(): MaskSpan | undefined {
    const { digits } = this.it.window;
    if (digits.length < 4) return this.it.options.blind === true ? this.byCue() : undefined;
    return (
      this.identity() ??
      this.mobile() ??
      this.card() ??
      this.international() ??
      this.landline() ??
      this.socialSecurity() ??
      this.northAmerican() ??
      this.byCue()
    );
  }

  private span(end: number, type: PersonalDataType, start = this.it.start): MaskSpan {
    return { start, end, type };
  }

  private cue(): NearCue | undefined {
    if (!this.beforeKnown) {
      this.before = cueBefore(this.it.text, this.it.start, this.it.barrier);
      this.beforeKnown = true;
      this.cueReads += 24;
    }
    return this.before;
  }

  private hasCue(cue: Cue, within = 24): boolean {
    const near = this.cue();
    return near !== undefined && near.cue === cue && near.distance <= within;
  }

  /** Whether a currency follows a number that has the shape of a telephone's; behind its cue no unit counts. */
  private isMoney(end: number): boolean {
    return currencyFollows(this.it.text, end) && !this.hasCue('phone', 10);
  }

  /**
   * Whether the separators between digits `from` and `total` group them as a mobile number: all of one kind in any of
   * its groupings, of several kinds in the common ones, and where "电话" stands before it in whatever groups.
   */
  private isGrouped(from: number, total: number): boolean {
    const { sizes, gaps } = groupSizes(this.it.window, from, total);
    const shape = sizes.join('-');
    const isEven = gaps.every((gap) => gap === gaps[0]);
    const counts = gaps.includes('d') || gaps.includes('c');
    if (isEven && MOBILE_GROUPS.has(shape) && !(counts && !STRICT_GROUPS.has(shape))) return true;
    if (this.hasCue('phone', 10)) return !counts || STRICT_GROUPS.has(shape);
    return !isEven && !gaps.includes('c') && STRICT_GROUPS.has(shape) && !this.endsInRange(total);
  }

  /** Whether two round numbers by a hyphen end the digits: "150 2000-3000" is a count and its prices. */
  private endsInRange(total: number): boolean {
    const { digits, blocks } = this.it.window;
    const last = blocks.find((block) => block.total === total);
    return last?.gap === 'h' && /00$/.test(digits.slice(0, total - 4)) && /00$/.test(digits.slice(0, total));
  }

  private identity(): MaskSpan | undefined {
    const { window, text } = this.it;
    const whole = blockAt(window, 18);
    if (whole) {
      const number = window.digits.slice(0, 18);
      if (looksLikeIdentity(number) && (identityCheck(number) === number[17] || this.hasCue('identity')))
        return this.span(whole.end, 'identity-card');
    }
    const short = blockAt(window, 17);
    if (short) {
      let at = short.end;
      while (at - short.end < 3 && (kindAt(text, at) === SEPARATOR || kindAt(text, at) === IGNORED)) at++;
      const number = `${window.digits.slice(0, 17)}X`;
      if (/[xX×ｘＸ✕]/.test(text.charAt(at)) && !isLetterAt(text, at + 1) && looksLikeIdentity(number))
        if (identityCheck(number) === 'X' || this.hasCue('identity'))
          return this.span(at + 1, 'identity-card');
    }
    const old = blockAt(window, 15);
    if (old && this.hasCue('identity') && looksLikeOldIdentity(window.digits.slice(0, 15)))
      return this.span(old.end, 'identity-card');
    return undefined;
  }

  /** A mainland mobile number, with or without 86, 0086 or a leading 0. */
  private mobile(): MaskSpan | undefined {
    const { digits, blocks } = this.it.window;
    for (const prefix of ['', '86', '0', '0086', '086']) {
      const from = prefix.length;
      if (!digits.startsWith(prefix) || digits[from] !== '1' || (digits[from + 1] ?? '0') < '3') continue;
      const end = blockAt(this.it.window, from + 11);
      if (!end || !this.isGrouped(from, from + 11)) continue;
      if (from > 0 && !blockAt(this.it.window, from) && (blocks[0]?.total ?? 0) < from + 2) continue;
      if (this.isAfterDecimal() || this.isMoney(end.end) || this.isPartOfPattern(end)) continue;
      const opened = this.isBracketed(groupSizes(this.it.window, 0, from + 11).gaps[0]);
      return this.span(end.end, 'mobile', opened ? this.it.start - 1 : this.withPlus());
    }
    return undefined;
  }

  /** Where the number begins when a plus sign stands directly before it. */
  private withPlus(): number {
    const { text, start, barrier } = this.it;
    return start > barrier && /[+＋]/.test(text.charAt(start - 1)) ? start - 1 : start;
  }

  /** Whether this is the fraction of "0.138…" rather than a number. */
  private isAfterDecimal(): boolean {
    return /(?:^|[^\d０-９])[0０][.．]$/.test(
      this.it.text.slice(Math.max(this.it.barrier, this.it.start - 3), this.it.start),
    );
  }

  /** Whether eleven single digits are only the beginning of a longer list of single digits. */
  private isPartOfPattern(end: Block): boolean {
    const { blocks } = this.it.window;
    const at = blocks.indexOf(end);
    const next = blocks[at + 1];
    return at >= 10 && next !== undefined && next.gap !== '' && next.end - next.start === 1;
  }

  private card(): MaskSpan | undefined {
    const { window } = this.it;
    // No issuer's numbers begin with 0, 1 or 7.
    if (window.digits.length < 14 || '017'.includes(window.digits.charAt(0))) return undefined;
    for (const length of [19, 18, 17, 16, 15, 14]) {
      const end = blockAt(window, length);
      if (!end) continue;
      const number = window.digits.slice(0, length);
      const kind = issuerOf(number);
      if (kind === undefined && length < 15) continue;
      const { sizes, gaps } = groupSizes(window, 0, length);
      if (gaps.includes('c') || !CARD_GROUPS.test(sizes.join('-'))) continue;
      if (kind && passesLuhn(number) && !this.hasCue('order', 6)) return this.span(end.end, kind);
      if (gaps.some((gap) => gap !== gaps[0])) continue;
      if (
        length >= 15 &&
        gaps.length < 6 &&
        (this.hasCue('card') || cueAfter(this.it.text, end.end) === 'card')
      )
        return this.span(end.end, kind ?? 'bank-card');
      // A mainland card typed with a slip: its issuer is known and the words around speak of a bank.
      if (kind === 'bank-card' && this.bankIsNear(end.end)) return this.span(end.end, kind);
    }
    return undefined;
  }

  private bankIsNear(end: number): boolean {
    const { text, start, barrier } = this.it;
    const around = text.slice(Math.max(barrier, start - 30), start) + text.slice(end, end + 30);
    this.cueReads += 60;
    return /银行|銀行|开户|退款到|退到|打到|转账|汇款|建行|工行|农行|中行|招行/.test(around);
  }

  /** A number with a plus sign and a country code (E.164: 8 to 15 digits). */
  private international(): MaskSpan | undefined {
    const { text, start, window, barrier } = this.it;
    if (start <= barrier || !/[+＋]/.test(text.charAt(start - 1))) return undefined;
    if (start - 2 >= barrier && /[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]/.test(text.charAt(start - 2))) return undefined;
    // A comma or a full stop ends it.
    const stop = window.blocks.findIndex(({ gap }) => gap === 'c' || gap === 'o');
    const blocks = stop < 0 ? window.blocks : window.blocks.slice(0, stop);
    const end = blocks.filter((block) => block.total >= 8 && block.total <= 15).at(-1);
    return end && window.digits[0] !== '0' ? this.span(end.end, 'mobile', start - 1) : undefined;
  }

  /** A fixed line with its area code: 010 or 02x and eight digits, 0xxx and seven or eight, and an extension. */
  private landline(): MaskSpan | undefined {
    const { window } = this.it;
    const { digits } = window;
    if (digits[0] !== '0' || this.isAfterDecimal()) return undefined;
    const area = digits.startsWith('010') || digits[1] === '2' ? 3 : 4;
    const real = digits[1] !== '0' || this.hasCue('phone');
    for (const length of [12, 11, 10]) {
      const end = blockAt(window, length);
      if (!end || !real || (digits[1] === '1' && area !== 3)) continue;
      const { sizes, gaps } = groupSizes(window, 0, length);
      // A British mobile number: no Chinese area code has five digits.
      if (length === 11 && /^5-(?:6|3-3)$/.test(sizes.join('-')) && digits.startsWith('07'))
        return this.span(end.end, 'mobile');
      const grouped =
        sizes.length === 1 || (sizes[0] === area && gaps.every((gap) => gap !== 'c' && gap !== 'o'));
      const parted = sizes.length === 2 && sizes[0] === area;
      if (!(grouped && sizes.length <= 4) && !parted) continue;
      if (this.isMoney(end.end)) continue;
      const start = this.isBracketed(gaps[0]) ? this.it.start - 1 : this.it.start;
      return this.span(this.afterExtension(end.end), 'landline', start);
    }
    return undefined;
  }

  /** Whether a bracket opens directly before and closes at the first gap: "(0755) 2654 3210". */
  private isBracketed(gap: Gap | undefined): boolean {
    const { text, start, barrier } = this.it;
    return gap === 'p' && start > barrier && /[(（]/.test(text.charAt(start - 1));
  }

  private afterExtension(end: number): number {
    const match = /^(?:[-－—]|\s?(?:转|分机|ext\.?|x)\s?)\d{1,5}(?!\d)/i.exec(
      this.it.text.slice(end, end + 12),
    );
    return match ? end + match[0].length : end;
  }

  /** A US social security number: three, two and four digits in groups, none of them impossible. */
  private socialSecurity(): MaskSpan | undefined {
    const end = blockAt(this.it.window, 9);
    if (!end) return undefined;
    const number = this.it.window.digits.slice(0, 9);
    const { sizes, gaps } = groupSizes(this.it.window, 0, 9);
    const possible =
      !/^(?:000|666|9)/.test(number) && number.slice(3, 5) !== '00' && !number.endsWith('0000');
    const cued = this.hasCue('ssn');
    const grouped =
      sizes.join('-') === '3-2-4' && gaps[0] === gaps[1] && (gaps[0] === 'h' || gaps[0] === 's');
    if (!possible && !cued) return undefined;
    return cued || grouped ? this.span(end.end, 'ssn') : undefined;
  }

  /** A telephone number of the North American plan, written 555-234-5678, (555) 234-5678 or 1-555-234-5678. */
  private northAmerican(): MaskSpan | undefined {
    const { window, text, start } = this.it;
    for (const from of [0, 1]) {
      const end = blockAt(window, from + 10);
      const number = window.digits.slice(from, from + 10);
      if (!end || (from === 1 && window.digits[0] !== '1') || !/^[2-9]\d\d[2-9]\d{6}$/.test(number)) continue;
      if (/^(?:800|888|877|866|855|844|833|400|900)/.test(number)) continue;
      const { sizes, gaps } = groupSizes(window, from, from + 10);
      const grouped = sizes.join('-') === '3-3-4' && !gaps.includes('c') && !gaps.includes('o');
      const cued =
        sizes.length <= 3 &&
        this.hasCue('phone') &&
        !/[\u4e00-\u9fff]/.test(text.slice(Math.max(0, start - 6), start));
      if (!grouped && !cued) continue;
      return this.span(end.end, 'mobile', this.isBracketed(gaps[0]) ? start - 1 : start);
    }
    return undefined;
  }

  /** A number that only the words around it make personal. */
  private byCue(): MaskSpan | undefined {
    const { window, text, start, barrier, options } = this.it;
    if (this.isTail() || this.isAfterDecimal()) return undefined;
    const before = this.cue();
    const isRest = this.isRest();
    for (const { block, lastGroup, isHyphenated } of cuedEnds(window)) {
      const digits = window.digits.slice(0, block.total);
      const near = before ?? this.cueBehind(block.end);
      const isGrouped = groupSizes(window, 0, block.total).sizes.length > 1;
      if (!near || digits.length < 2 || (isGrouped && isRest)) continue;
      if (isGrouped && near.cue === 'phone' && isServiceNumber(digits)) return undefined;
      const from = start - near.distance;
      const number = {
        digits,
        isGrouped,
        lead: foldSlice(text, Math.max(barrier, from - near.length - LEAD_REACH), from - near.length),
        between: foldSlice(text, from, start),
        after: foldSlice(text, block.end, block.end + LEAD_REACH),
      };
      const type = cuedType(near, number, options);
      if (type === undefined || (type === 'landline' && this.isHotline())) continue;
      if (!unitFollows(text, block.end, lastGroup))
        return this.span(type === 'landline' ? this.afterExtension(block.end) : block.end, type);
      // "10-15分钟": a range, of which no part is a number of its own.
      if (isHyphenated) return undefined;
    }
    return undefined;
  }

  /** Whether the words directly before say that the number is a service's. */
  private isHotline(): boolean {
    const { text, start, barrier } = this.it;
    return /热线|客服电话|服务电话/.test(text.slice(Math.max(barrier, start - 8), start));
  }

  /** Whether another group of digits stands directly before: no new number begins here. */
  private isRest(): boolean {
    const { text, start, barrier } = this.it;
    return start - 2 >= barrier && kindAt(text, start - 1) === SEPARATOR && kindAt(text, start - 2) === DIGIT;
  }

  /** Whether a number ends directly before, parted by a mark only: this is the rest of something else. */
  private isTail(): boolean {
    const { text, start, barrier } = this.it;
    return (
      start - 2 >= barrier &&
      /[-－—.．/_*]/.test(text.charAt(start - 1)) &&
      /[\d０-９]/.test(text.charAt(start - 2))
    );
  }

  private cueBehind(end: number): NearCue | undefined {
    const { text } = this.it;
    const next = kindAt(text, kindAt(text, end) === SEPARATOR ? end + 1 : end);
    this.cueReads += 2;
    if (next === DIGIT || next === NUMERAL) return undefined;
    this.cueReads += AFTER_REACH;
    const cue = cueAfter(text, end);
    return cue && { cue, length: 0, distance: 0 };
  }
}
