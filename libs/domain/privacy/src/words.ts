import { asciiAt, foldSlice, isLetterAt, isPlainDigitAt } from './characters';
import { IBAN_LENGTHS, passesHongKong, passesIban, passesTaiwan } from './check-digits';
import { cueBefore, type NearCue } from './cues';
import { isDevice } from './handles';
import { type MaskOptions, type MaskSpan, type PersonalDataType } from './types';

/** Longest run of letters and digits that any document number has, and a little more. */
const LONGEST_WORD = 40;

/** Gives where the run of Latin letters and digits that begins at `at` ends, looking at most `limit` units ahead. */
export function endOfWord(text: string, at: number, limit = LONGEST_WORD): number {
  let end = at;
  while (end - at < limit && (isLetterAt(text, end) || isPlainDigitAt(text, end))) end++;
  return end;
}

/** Gives the span of the document number that is or begins with the word from `start` to `end`, or nothing. */
export function nameWord(
  text: string,
  start: number,
  barrier: number,
  options: MaskOptions,
): MaskSpan | undefined {
  const end = endOfWord(text, start);
  const word = foldSlice(text, start, end).toUpperCase();
  const iban = ibanAt(text, start);
  if (iban) return iban;
  const near = cueBefore(text, start, barrier);
  const card = /^[A-Z]{1,2}\d{6}[\dA]?$/.test(word) ? hongKongCard(text, start, end, near) : undefined;
  if (card) return card;
  if (/^[A-Z][1289]\d{8}$/.test(word) && passesTaiwan(word.charAt(0), word.slice(1)))
    return { start, end, type: 'identity-card' };
  if (/^(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E?\d{7,8})$/.test(word) && /^E|^G/.test(word))
    return { start, end, type: 'passport' };
  const type = near && cuedWordType(near, word, options);
  return type && { start, end: type === 'wechat' ? endOfHandle(text, start) : end, type };
}

/** Gives the end of a WeChat id: a letter, then letters, digits, hyphens and underscores. */
function endOfHandle(text: string, start: number): number {
  let end = start;
  while (
    end - start < 20 &&
    (isLetterAt(text, end) || isPlainDigitAt(text, end) || /[-_＿]/.test(text.charAt(end)))
  )
    end++;
  while (end > start && /[-_＿]/.test(text.charAt(end - 1))) end--;
  return end;
}

function cuedWordType(
  { cue, distance }: NearCue,
  word: string,
  options: MaskOptions,
): PersonalDataType | undefined {
  const digits = word.replace(/\D/g, '').length;
  if (distance > 10) return undefined;
  switch (cue) {
    case 'wechat':
      return word.length >= 6 && word.length <= 20 && digits > 0 && !isDevice(word) ? 'wechat' : undefined;
    case 'passport':
      return word.length >= 6 && word.length <= 10 && digits >= 5 ? 'passport' : undefined;
    case 'permit':
      return word.length >= 8 && word.length <= 12 && digits >= 6 ? 'permit' : undefined;
    case 'order':
      return options.orderNumbers === true && word.length >= 6 && digits >= 4 ? 'order' : undefined;
    case 'staff':
      return options.blind === true && word.length <= 12 && digits >= 1 ? 'staff-number' : undefined;
    default:
      return undefined;
  }
}

/** An IBAN at `start`, its groups of four apart or not, or nothing. */
function ibanAt(text: string, start: number): MaskSpan | undefined {
  if (!isLetterAt(text, start + 1) || !isPlainDigitAt(text, start + 2) || !isPlainDigitAt(text, start + 3))
    return undefined;
  const length = IBAN_LENGTHS[foldSlice(text, start, start + 2).toUpperCase()];
  if (length === undefined) return undefined;
  let iban = '';
  let at = start;
  while (iban.length < length && at - start < 2 * length) {
    if (isLetterAt(text, at) || isPlainDigitAt(text, at)) iban += String.fromCharCode(asciiAt(text, at));
    else if (!/[\s-]/.test(text.charAt(at))) break;
    at++;
  }
  if (iban.length !== length) return undefined;
  return passesIban(iban.toUpperCase()) ? { start, end: at, type: 'iban' } : undefined;
}

/**
 * A Hong Kong identity card with its check character: in brackets, or after the word for a card also behind a hyphen or
 * directly behind the digits.
 */
function hongKongCard(
  text: string,
  start: number,
  end: number,
  near: NearCue | undefined,
): MaskSpan | undefined {
  const match = /^([a-z]{1,2})(\d{6})(?:\s?[(（]([\da])[)）]|([-－]?[\da]))?(?![\da-z])/.exec(
    foldSlice(text, start, end + 5),
  );
  if (!match) return undefined;
  const [whole, letters = '', digits = '', bracketed, bare] = match;
  const cued =
    near !== undefined && (near.cue === 'identity' || near.cue === 'permit') && near.distance <= 10;
  const check = bracketed ?? (cued ? bare?.slice(-1) : undefined);
  return check !== undefined && passesHongKong(letters.toUpperCase(), digits, check.toUpperCase())
    ? { start, end: start + whole.length, type: 'permit' }
    : undefined;
}

/** Gives the licence plate that begins with the province at `start`: a letter, a dot perhaps, five or six signs. */
export function plateAt(text: string, start: number): MaskSpan | undefined {
  if (!isLetterAt(text, start + 1) && !isLetterAt(text, start + 2)) return undefined;
  const match = /^[\u4e00-\u9fff]\s?[a-z][\s·•.-]?([a-hj-np-z0-9]{4,6})([挂学警港澳领使]?)(?![a-z0-9])/.exec(
    foldSlice(text, start, start + 12),
  );
  if (!match) return undefined;
  const [whole, signs = '', last = ''] = match;
  if (signs.length + last.length < 5 || signs.replace(/\D/g, '').length < 2) return undefined;
  return { start, end: start + whole.length, type: 'plate' };
}
