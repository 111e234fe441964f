import { addressAround, streetAddressAt } from './address';
import {
  CUE,
  DIGIT,
  LETTER,
  LOOKALIKE,
  NUMERAL,
  PLACEHOLDER,
  PROVINCE,
  SURROGATE,
  asciiAt,
  isPlainDigitAt,
  kindAt,
  nextOfInterest,
  pairValueAt,
  startsCue,
} from './characters';
import { endOfBlock, readWindow, type DigitWindow } from './digit-window';
import { WECHAT_READS, wechatAfter } from './handles';
import { addressOfHostAt, emailAt, endOfLocal } from './network';
import { NumberNamer } from './numbers';
import { readPlaceholder } from './placeholder';
import { NO_SPANS, type MaskOptions, type MaskSpan } from './types';
import { endOfWord, nameWord, plateAt } from './words';

/** Finds personal data in one text, from left to right, each unit once and a bounded reach around numbers. */
export class Scanner {
  private readonly spans: MaskSpan[] = [];
  /** End of the last span or placeholder: no word before it speaks for a number after it. */
  private barrier = 0;
  /** Local parts of e-mail addresses are read up to here already, and no sign followed. */
  private localEnd = 0;
  /** The word that was read last ends here: what begins inside it ends there too. */
  private wordEnd = 0;
  /** Units looked at, counted for the proof that the work grows with the length alone. */
  steps = 0;

  constructor(
    private readonly text: string,
    private readonly options: MaskOptions,
  ) {}

  /** Gives the spans of the whole text. */
  find(): readonly MaskSpan[] {
    let at = nextOfInterest(this.text, 0);
    this.steps += at;
    while (at < this.text.length) {
      const done = Math.max(this.next(at), at + 1);
      at = nextOfInterest(this.text, done);
      this.steps += at - done + 1;
    }
    return this.spans.length === 0 ? NO_SPANS : this.spans;
  }

  private next(at: number): number {
    switch (kindAt(this.text, at)) {
      case DIGIT:
        return this.email(at) ?? this.number(at);
      case LETTER:
      case LOOKALIKE:
        return this.email(at) ?? this.word(at);
      case NUMERAL:
        return this.number(at);
      case CUE:
        return this.wechat(at) ?? at + 1;
      case PROVINCE:
        return this.claim(plateAt(this.text, at)) ?? at + 1;
      case SURROGATE:
        return pairValueAt(this.text, at) >= 0 ? this.number(at) : at + 1;
      case PLACEHOLDER: {
        const end = readPlaceholder(this.text, at)?.end;
        if (end === undefined) return at + 1;
        this.barrier = end;
        return end;
      }
      default:
        return at + 1;
    }
  }

  /** Keeps a span, if there is one, and gives where to go on. */
  private claim(span: MaskSpan | undefined): number | undefined {
    if (!span) return undefined;
    this.spans.push(span);
    this.barrier = span.end;
    return span.end;
  }

  private email(at: number): number | undefined {
    if (at < this.localEnd) return undefined;
    const end = endOfLocal(this.text, at);
    this.steps += end - at;
    this.localEnd = end;
    return end === at ? undefined : this.claim(emailAt(this.text, at, end));
  }

  private wechat(at: number): number | undefined {
    this.steps += WECHAT_READS;
    return this.claim(wechatAfter(this.text, at, this.barrier));
  }

  /** A word of Latin letters and digits. Words without a digit are only the cue of something. */
  private word(at: number): number {
    if (at >= this.wordEnd) {
      this.wordEnd = endOfWord(this.text, at, Infinity);
      this.steps += this.wordEnd - at;
    }
    const end = this.wordEnd;
    let digit = at;
    while (digit < end && !isPlainDigitAt(this.text, digit)) digit++;
    this.steps += digit - at;
    if (digit === end) return this.afterCueWord(at, end) ?? end;
    return (
      this.afterCueWord(at, end) ??
      this.claim(addressOfHostAt(this.text, at, this.barrier)) ??
      this.claim(nameWord(this.text, at, this.barrier, this.options)) ??
      this.lookalike(at, end) ??
      digit
    );
  }

  /** "wx", "vx", "v信", "wechat" and "fe80::…", whose first letters are enough to tell the rest apart. */
  private afterCueWord(at: number, end: number): number | undefined {
    const first = asciiAt(this.text, at);
    if (first === 0x77 || first === 0x76)
      return startsCue(this.text, at, first) ? this.wechat(at) : undefined;
    return end - at <= 4 && this.text[end] === ':'
      ? this.claim(addressOfHostAt(this.text, at, this.barrier))
      : undefined;
  }

  /** A word of digits and letters that look like them, which begins with such a letter: "l38OOl38OOO". */
  private lookalike(at: number, end: number): number | undefined {
    if (kindAt(this.text, at) !== LOOKALIKE || end - at < 11) return undefined;
    const window = readWindow(this.text, at);
    this.steps += window.read;
    return window.trueDigits >= 4 && (window.blocks.at(-1)?.end ?? 0) >= end
      ? this.named(at, window)
      : undefined;
  }

  private named(at: number, window: DigitWindow): number | undefined {
    const { text, barrier, options } = this;
    const namer = new NumberNamer({ text, start: at, window, barrier, options });
    const end = this.claim(namer.name());
    this.steps += namer.cueReads;
    return end;
  }

  private number(at: number): number {
    const window = readWindow(this.text, at);
    this.steps += window.read;
    const end = window.blocks[0]?.end ?? at + 1;
    return (
      this.claim(addressOfHostAt(this.text, at, this.barrier)) ??
      this.named(at, window) ??
      this.claim(addressAround(this.text, at, end, this.barrier)) ??
      this.claim(streetAddressAt(this.text, at, end, this.barrier)) ??
      endOfBlock(this.text, at)
    );
  }
}
