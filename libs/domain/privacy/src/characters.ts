/** What a UTF-16 unit may be part of. One table look-up tells; 0 means "of no interest". */
export const PLAIN = 0;
/** A decimal digit in any dress: ASCII, full-width, circled, superscript, other scripts. */
export const DIGIT = 1;
/** A Chinese numeral that stands for one digit: 〇零一二…九, financial forms, and 幺 两 洞 拐 勾 as spoken. */
export const NUMERAL = 2;
/** A Latin letter often typed for a digit: O o for 0, I l for 1. */
export const LOOKALIKE = 3;
/** Any other Latin letter, ASCII or full-width. */
export const LETTER = 4;
/** A mark that people put between the digits of one number. */
export const SEPARATOR = 5;
/** A unit that is not seen: zero-width, direction and variation marks, the keycap. */
export const IGNORED = 6;
/** The at sign, ASCII, full-width or small. */
export const AT = 7;
/** A character that begins a licence plate: the province. */
export const PROVINCE = 8;
/** The mark that opens a placeholder. */
export const PLACEHOLDER = 9;
/** A character that begins or ends a cue without any digit ("微信"), worth a look. */
export const CUE = 10;
/** A high surrogate whose pair may be a digit (mathematical 𝟏, enclosed 🄁). */
export const SURROGATE = 11;
/** A mark with which a space or line break may be written in HTML, a URL or a string: `&nbsp;`, `<br>`, `%20`, `\\n`. */
export const ESCAPE = 12;

const KINDS = new Uint8Array(65536);
const VALUES = new Uint8Array(65536);

function setKind(characters: string, kind: number): void {
  for (let at = 0; at < characters.length; at++) KINDS[characters.charCodeAt(at)] = kind;
}

function setRange(first: number, last: number, kind: number): void {
  for (let unit = first; unit <= last; unit++) KINDS[unit] = kind;
}

/** Puts `count` consecutive units from `first` in the table as digits that count up from `value`. */
function setDigits(first: number, value: number, count: number): void {
  for (let step = 0; step < count; step++) {
    KINDS[first + step] = DIGIT;
    VALUES[first + step] = value + step;
  }
}

function setNumerals(characters: string, value: number): void {
  for (let at = 0; at < characters.length; at++) {
    KINDS[characters.charCodeAt(at)] = NUMERAL;
    VALUES[characters.charCodeAt(at)] = value;
  }
}

function fillTables(): void {
  setRange(0x41, 0x5a, LETTER);
  setRange(0x61, 0x7a, LETTER);
  setRange(0xff21, 0xff3a, LETTER);
  setRange(0xff41, 0xff5a, LETTER);
  setKind('OoIlＯｏＩｌ', LOOKALIKE);
  setKind('IlＩｌ', LOOKALIKE);
  for (const one of 'IlＩｌ') VALUES[one.charCodeAt(0)] = 1;
  // Decimal digits of the scripts met in practice: ASCII, Arabic-Indic, Persian, Devanagari, Thai, full-width.
  for (const zero of [0x30, 0x660, 0x6f0, 0x966, 0xe50, 0xff10]) setDigits(zero, 0, 10);
  // Superscripts and subscripts.
  setDigits(0x2070, 0, 1);
  setDigits(0x2074, 4, 6);
  setDigits(0x2080, 0, 10);
  setDigits(0xb9, 1, 1);
  setDigits(0xb2, 2, 2);
  // Circled, parenthesised, full-stopped and negative circled digits; ⓪ and ⓿ are the zeros.
  for (const one of [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a]) setDigits(one, 1, 9);
  setDigits(0x24ea, 0, 1);
  setDigits(0x24ff, 0, 1);
  ['〇零洞', '一壹弌幺㈠㊀', '二贰貳弍两兩㈡㊁', '三叁參弎㈢㊂', '四肆㈣㊃'].forEach(setNumerals);
  ['五伍㈤㊄', '六陆陸㈥㊅', '七柒拐㈦㊆', '八捌㈧㊇', '九玖勾㈨㊈'].forEach((characters, at) =>
    setNumerals(characters, at + 5),
  );
  setKind(
    ' \t\n\r\u00a0\u3000\u2002\u2003\u2009-‐‑‒–—―－﹣−_＿.．·・•,，、/／*＊~～|｜()（）…。；;',
    SEPARATOR,
  );
  setRange(0x200b, 0x200f, IGNORED);
  setRange(0x202a, 0x202e, IGNORED);
  setRange(0x2060, 0x2064, IGNORED);
  setRange(0x2066, 0x2069, IGNORED);
  setRange(0xfe00, 0xfe0f, IGNORED);
  setRange(0x300, 0x36f, IGNORED);
  setKind('\u00ad\u061c\u180e\ufeff\u20e3', IGNORED);
  setKind('@＠﹫', AT);
  setKind('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领', PROVINCE);
  setKind('‹', PLACEHOLDER);
  setKind('微薇威徽绿扣企艾号室栋弄幢座楼', CUE);
  setKind('\ud835\ud83c\ud83e', SURROGATE);
  setKind('&<%\\', ESCAPE);
}
fillTables();

/** Units after which a digit ends a numbered part of an address ("3号楼"). */
const NUMBERED = new Uint8Array(65536);
for (const one of '号室栋弄幢座楼') NUMBERED[one.charCodeAt(0)] = 1;
/** Letters with which a cue in Latin begins: wx and wechat, vx, at, dot. */
const BEGINS_CUE = new Uint8Array(65536);
for (const one of 'wvadWVADｗｖＷＶ') BEGINS_CUE[one.charCodeAt(0)] = 1;
/** Units that follow the first unit of a cue: 微信, 绿泡泡, 扣扣, 企鹅, 艾特, and 微, 薇, 威 alone before an id. */
const SECOND_OF_CUE = '信心❤泡扣鹅特号是:：';

/**
 * Whether a text is worth the scanner's time: four digits or five Chinese numerals that only separators part,
 * an at sign before a word, a number before a word or a house number's sign, the beginning of a plate, or a cue.
 * One table look-up a unit; it stands in this file because the tables are quickest from here.
 */
export function mayHoldPersonalData(text: string, fewestDigits: number): boolean {
  let digits = 0;
  let numerals = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    switch (KINDS[unit]) {
      case SEPARATOR:
      case IGNORED:
        continue;
      case DIGIT:
        if (++digits + numerals >= fewestDigits) return true;
        continue;
      case NUMERAL:
        if (digits + ++numerals >= 5) return true;
        continue;
      case LOOKALIKE:
      case LETTER:
        if (digits > 0) {
          // "42 Maple", and "221B Baker".
          if (KINDS[text.charCodeAt(at - 1)] === SEPARATOR || isHouseLetter(text, at)) return true;
          if (KINDS[unit] === LOOKALIKE) continue;
        }
        if (BEGINS_CUE[unit] === 1 && startsCue(text, at, asciiAt(text, at))) return true;
        break;
      case AT:
        if (at > 0 && (text.charCodeAt(at + 1) < 0x80 || KINDS[text.charCodeAt(at + 1)] === LETTER))
          return true;
        break;
      case PROVINCE:
        if (isLetterAt(text, at + 1) || (text.charAt(at + 1) === ' ' && isLetterAt(text, at + 2)))
          return true;
        break;
      case CUE:
        if (NUMBERED[unit] === 1 ? digits + numerals > 0 : startsChineseCue(text, at)) return true;
        break;
      case ESCAPE: {
        const length = digits + numerals > 0 ? escapeLength(text, at) : 0;
        if (length === 0) break;
        at += length - 1;
        continue;
      }
      case SURROGATE:
        if (pairValueAt(text, at) >= 0) return true;
        break;
      default:
        break;
    }
    digits = 0;
    numerals = 0;
  }
  return false;
}

/** Whether the letter at `at` ends a house number before a name, or an ordinal: "221B Baker", "33 1st Avenue". */
function isHouseLetter(text: string, at: number): boolean {
  const end = isLetterAt(text, at + 1) ? at + 2 : at + 1;
  return text.charCodeAt(end) === 0x20 && isLetterAt(text, end + 1);
}

/** Whether a cue may begin with the character at `at`: by what follows, a Latin id perhaps, a space between. */
function startsChineseCue(text: string, at: number): boolean {
  const next = at + 1 < text.length ? text.charAt(at + 1) : '\n';
  return SECOND_OF_CUE.includes(next) || next === ' ' || isLetterAt(text, at + 1);
}

/** Whether "wx", "vx", "wechat", "v信", a "v" that stands alone, "at gmail" or "dot com" may begin at `at`. */
export function startsCue(text: string, at: number, letter: number): boolean {
  const next = asciiAt(text, at + 1);
  if (letter === 0x77) {
    if (next === 0x65) return /^e(?:c| ch|i ?x)/.test(foldSlice(text, at + 1, at + 5));
    return next === 0x78 || text.charAt(at + 1) === '信';
  }
  if (letter === 0x76) {
    if (next === 0x78) return true;
    const before = text.charAt(at - 1);
    return (
      '加➕＋+'.includes(before === '' ? ' ' : before) ||
      !(isLetterAt(text, at + 1) || isLetterAt(text, at - 1))
    );
  }
  if (letter === 0x61)
    return next === 0x74 && /^at (?:gmail|qq|163|126|hotmail|outlook|yahoo)/i.test(text.slice(at, at + 10));
  return letter === 0x64 && next === 0x6f && /^dot (?:com|cn|net)/i.test(text.slice(at, at + 8));
}

const ESCAPED_SPACE = /&(?:nbsp|ensp|emsp|thinsp|#160|#32|#xa0|#x20);|<br ?\/?>|\\[nrt]|%20/iy;

/** Gives the length of the written-out space or line break at `at`, 0 where there is none. */
export function escapeLength(text: string, at: number): number {
  if (KINDS[text.charCodeAt(at)] !== ESCAPE) return 0;
  ESCAPED_SPACE.lastIndex = at;
  return ESCAPED_SPACE.exec(text)?.[0].length ?? 0;
}

/** Gives the next offset from `from` on at which the scanner has something to decide, or the length. */
export function nextOfInterest(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind !== PLAIN && kind !== SEPARATOR && kind !== IGNORED && kind !== AT && kind !== ESCAPE) break;
    at++;
  }
  return at;
}

/** Gives the kind of the unit at `at`, `PLAIN` outside the text. */
export function kindAt(text: string, at: number): number {
  return KINDS[text.charCodeAt(at)] ?? PLAIN;
}

/** Gives the digit that a `DIGIT`, `NUMERAL` or `LOOKALIKE` unit stands for, 0 to 9. */
export function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? 0;
}

/** Gives the digit of the surrogate pair at `at`, or -1: mathematical digits U+1D7CE… and U+1FBF0…. */
export function pairValueAt(text: string, at: number): number {
  const point = text.codePointAt(at) ?? 0;
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  if (point >= 0x1fbf0 && point <= 0x1fbf9) return point - 0x1fbf0;
  // "Digit zero comma" to "digit nine comma".
  return point >= 0x1f101 && point <= 0x1f10a ? point - 0x1f101 : -1;
}

/** Whether the unit is a Latin letter, ASCII or full-width. */
export function isLetterAt(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  return kind === LETTER || kind === LOOKALIKE;
}

/** Whether the unit is an ASCII or full-width digit. */
export function isPlainDigitAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0xff10 && unit <= 0xff19);
}

/** Gives the ASCII form of a full-width unit, lower-cased; any other unit as it is, lower-cased when ASCII. */
export function asciiAt(text: string, at: number): number {
  let unit = text.charCodeAt(at);
  if (unit >= 0xff01 && unit <= 0xff5e) unit -= 0xfee0;
  return unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit;
}

/** Gives a stretch of text folded to ASCII lower case where it is full-width; lengths stay the same. */
export function foldSlice(text: string, start: number, end: number): string {
  const to = Math.min(end, text.length);
  let at = start;
  while (at < to && asciiAt(text, at) === text.charCodeAt(at)) at++;
  if (at === to) return text.slice(start, to);
  // Code units at once: a replacement a character costs ten times as much, and a hostile text is nothing else.
  const units: number[] = [];
  for (at = start; at < to; at++) units.push(asciiAt(text, at));
  return String.fromCharCode(...units);
}
