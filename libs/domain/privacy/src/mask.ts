import { mayHoldPersonalData } from './characters';
import { placeholder } from './placeholder';
import { Scanner } from './scanner';
import { NO_SPANS, type MaskOptions, type MaskSpan, type Masked, type PersonalDataType } from './types';

const NO_OPTIONS: MaskOptions = Object.freeze({});

/** Types whose last four characters say little by themselves and help a reader recognise the number. */
const SHOWS_LAST_FOUR: ReadonlySet<PersonalDataType> = new Set<PersonalDataType>([
  'identity-card',
  'mobile',
  'landline',
  'bank-card',
  'payment-card',
  'passport',
  'permit',
  'iban',
  'ssn',
  'order',
]);
/** Fewest characters a number has before four of them may be shown. */
const SHORTEST_FOR_LAST_FOUR = 8;

/** Most further looks at what is left after masking; real text needs none, text made to confuse one or two. */
const MOST_LOOKS = 4;

function look(text: string, options: MaskOptions): readonly MaskSpan[] {
  return mayHoldPersonalData(text, options.blind === true ? 1 : 4)
    ? new Scanner(text, options).find()
    : NO_SPANS;
}

/** Gives the last four letters and digits of what is masked, or nothing where they would say too much. */
function lastFourOf(span: MaskSpan, text: string): string | undefined {
  if (!SHOWS_LAST_FOUR.has(span.type)) return undefined;
  const bare = text
    .slice(span.start, span.end)
    .normalize('NFKC')
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase();
  return bare.length < SHORTEST_FOR_LAST_FOUR ? undefined : bare.slice(-4);
}

/** Gives the text with a placeholder for each span; spans are sorted and apart. */
export function replaceSpans(
  text: string,
  spans: readonly MaskSpan[],
  options: MaskOptions = NO_OPTIONS,
): Masked {
  if (spans.length === 0) return { text, spans: NO_SPANS };
  let out = '';
  let done = 0;
  for (const span of spans) {
    const lastFour = options.showLastFour === true ? lastFourOf(span, text) : undefined;
    out += text.slice(done, span.start) + placeholder(span.type, lastFour);
    done = span.end;
  }
  return { text: out + text.slice(done), spans };
}

/**
 * Gives the text with its personal data replaced by typed placeholders, and where it was.
 *
 * **Shape**: spans are UTF-16 offsets of the text given, never inside a surrogate pair. Masking what is
 * masked changes nothing: what is left is looked at again, because a number may become plain only when its
 * neighbour is gone. The result is longer than the text by at most one placeholder a span.
 * Example: `mask('我的手机13800138000').text` is `我的手机‹mobile›`.
 */
export function mask(text: string, options: MaskOptions = NO_OPTIONS): Masked {
  return lookAgain(replaceSpans(text, look(text, options), options), options);
}

/**
 * Gives the text as every reader of a review sees it: of a stored masked text, with staff numbers and names masked too,
 * so that evidence offsets mean the same to reviewer and lead. Spans are offsets of the masked text.
 */
export function maskForReview(masked: string): Masked {
  return mask(masked, { blind: true });
}

/** Gives `first` with what became plain only when its neighbour was gone. */
function lookAgain(first: Masked, options: MaskOptions): Masked {
  let masked = first;
  for (let looks = 0; looks < MOST_LOOKS && masked.spans.length > 0; looks++) {
    const before = masked;
    const more = look(before.text, options);
    if (more.length === 0) break;
    const given = more.map(({ start, end, type }) => ({
      start: toGivenOffset(before, start, 'start'),
      end: toGivenOffset(before, end, 'end'),
      type,
    }));
    const { text } = replaceSpans(before.text, more, options);
    masked = { text, spans: [...before.spans, ...given].sort((a, b) => a.start - b.start) };
  }
  return masked;
}

/**
 * Gives a masked text with further spans masked, such as the pieces of a number that a later message completed, and
 * with what is plain only beside them. The original is not needed. Spans are offsets of the text that was given; one
 * that overlaps takes its place.
 */
export function withSpans(
  masked: Masked,
  further: readonly MaskSpan[],
  options: MaskOptions = NO_OPTIONS,
): Masked {
  let result = masked;
  for (const span of further) {
    const from = toMaskedOffset(result, span.start, 'start');
    const to = toMaskedOffset(result, span.end, 'end');
    const kept = result.spans.filter((one) => one.end <= span.start || one.start >= span.end);
    const swallowed = result.spans.filter((one) => one.end > span.start && one.start < span.end);
    const whole = {
      start: Math.min(span.start, ...swallowed.map((one) => one.start)),
      end: Math.max(span.end, ...swallowed.map((one) => one.end)),
      type: span.type,
    };
    const text = result.text.slice(0, from) + placeholder(span.type) + result.text.slice(to);
    result = lookAgain({ text, spans: [...kept, whole].sort((a, b) => a.start - b.start) }, options);
  }
  return result;
}

/**
 * Maps an offset of the text that was given to the masked text. Inside a span it gives the beginning of the
 * placeholder or its end, as `side` says, so that evidence which touches a number covers the whole placeholder.
 */
export function toMaskedOffset(masked: Masked, offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const span of masked.spans) {
    if (offset <= span.start) break;
    const from = span.start + shift;
    const to = masked.text.indexOf('›', from) + 1;
    if (offset < span.end) return side === 'start' ? from : to;
    shift = to - span.end;
  }
  return offset + shift;
}

/**
 * Maps an offset of masked text back to the text that was given. Inside a placeholder it gives the beginning or the
 * end of what that stands for, as `side` says.
 */
export function toGivenOffset(masked: Masked, offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const span of masked.spans) {
    const from = span.start + shift;
    if (offset <= from) break;
    const to = masked.text.indexOf('›', from) + 1;
    if (offset < to) return side === 'start' ? span.start : span.end;
    shift = to - span.end;
  }
  return offset - shift;
}
