import { addressAround } from './address';
import {
  AT,
  CUE,
  DIGIT,
  IGNORED,
  LETTER,
  LOOKALIKE,
  NUMERAL,
  PLACEHOLDER,
  PLAIN,
  PROVINCE,
  SEPARATOR,
  SURROGATE,
  isLetterAt,
  isPlainDigitAt,
  kindAt,
  pairValueAt,
} from './characters';
import { endOfBlock, readWindow } from './digit-window';
import { addressOfHostAt, emailAt, endOfLocal } from './network';
import { NumberNamer } from './numbers';
import { readPlaceholder } from './placeholder';
import { NO_SPANS, type MaskOptions, type MaskSpan } from './types';
import { endOfWord, nameWord, plateAt } from './words';

/**
 * Whether a text is worth the scanner's time: four true digits or five Chinese numerals that only separators
 * part, an at sign between words, the beginning of a plate, or a cue. One table look-up a unit.
 */
export function mayHoldPersonalData(text: string, options: MaskOptions): boolean {
  let digits = 0;
  let numerals = 0;
  for (let at = 0; at < text.length; at++) {
    switch (kindAt(text, at)) {
      case PLAIN:
      case LETTER:
      case LOOKALIKE:
        digits = 0;
        numerals = 0;
        break;
      case DIGIT:
        if (++digits + numerals >= (options.blind === true ? 1 : 4)) return true;
        break;
      case NUMERAL:
        if (digits + ++numerals >= 5) return true;
        break;
      case AT:
        if (at > 0 && (isLetterAt(text, at + 1) || isPlainDigitAt(text, at + 1) || text[at + 1] === ' '))
          return true;
        break;
      case PROVINCE:
        if (isLetterAt(text, at + 1)) return true;
        digits = 0;
        numerals = 0;
        break;
      case CUE:
        if (isCueAt(text, at, digits + numerals)) return true;
        digits = 0;
        numerals = 0;
        break;
      case SURROGATE:
        if (pairValueAt(text, at) >= 0) return true;
        break;
      default:
        break;
    }
  }
  return false;
}

/** Whether the cue unit at `at` begins "微信"… or ends a numbered part of an address. */
function isCueAt(text: string, at: number, digits: number): boolean {
  const unit = text.charAt(at);
  if ('号室栋弄幢坐'.includes(unit)) return digits > 0;
  return '信扣鹅特号'.includes(text.charAt(at + 1)) && text.charAt(at + 1) !== '';
}

/** Finds personal data in one text, from left to right, each unit once and a bounded reach around numbers. */
export class Scanner {
  private readonly spans: MaskSpan[] = [];
  private barrier = 0;
  /** No e-mail address has its sign before this offset: found while reading an earlier local part. */
  private localEnd = 0;
  /** Units looked at, counted for the proof that the work grows with the length alone. */
  steps = 0;

  constructor(
    private readonly text: string,
    private readonly options: MaskOptions,
  ) {}

  /** Gives the spans of the whole text. */
  find(): readonly MaskSpan[] {
    let at = 0;
    while (at < this.text.length) {
      this.steps++;
      at = Math.max(this.next(at), at + 1);
    }
    return this.spans.length === 0 ? NO_SPANS : this.spans;
  }

  private next(at: number): number {
    switch (kindAt(this.text, at)) {
      case PLAIN:
      case SEPARATOR:
      case IGNORED:
      case AT:
      case CUE:
        return at + 1;
      case DIGIT:
        return this.email(at) ?? this.number(at);
      case LETTER:
      case LOOKALIKE:
        return this.email(at) ?? this.word(at);
      case PROVINCE:
        return this.claim(plateAt(this.text, at)) ?? at + 1;
      case SURROGATE:
        return pairValueAt(this.text, at) >= 0 ? this.number(at) : at + 1;
      case NUMERAL:
        return this.number(at);
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
    if (end === at) return undefined;
    this.localEnd = end;
    return this.claim(emailAt(this.text, at, end));
  }

  private word(at: number): number {
    const end = endOfWord(this.text, at, Infinity);
    this.steps += end - at;
    let digit = at;
    while (digit < end && !isPlainDigitAt(this.text, digit)) digit++;
    const claimed =
      this.claim(nameWord(this.text, at, this.barrier, this.options)) ??
      (end - at < 5 ? this.claim(addressOfHostAt(this.text, at, this.barrier)) : undefined) ??
      this.lookalike(at, end);
    return claimed ?? digit;
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

  private named(at: number, window: ReturnType<typeof readWindow>): number | undefined {
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
      endOfBlock(this.text, at)
    );
  }
}
