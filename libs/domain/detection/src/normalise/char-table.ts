import { TRADITIONAL_SIMPLIFIED } from './simplified';

/** Normalised unit that stands for "leave this out": marks that no reader sees. */
export const DROPPED = 0;
/** Normalised unit that stands for "one unit is not enough": surrogates and characters that expand. */
export const COMPLEX = 1;

/** Kinds of a normalised unit, as bits, so that one `|=` over a text says what occurs in it. */
export const Kind = {
  han: 1,
  letter: 2,
  digit: 4,
  /** Space, tab, line end. */
  space: 8,
  /** Sentence punctuation: a clause ends here. The full stop is a sign: in `k.i.l.l` it ends nothing. */
  stop: 16,
  /** Any other sign; between two letters of a word it is a disguise. */
  sign: 32,
} as const;

/** Greek, Cyrillic and other letters drawn like a Latin one, each before the letter that it is taken for. */
const LOOK_ALIKE =
  'αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw аa вb еe кk мm нh оo рp сc тt уy хx ѕs іi јj ԁd ԛq ԝw һh ѵv ' +
  'ɡg ıi łl øo đd ħh ŧt ɑa ʏy ɩi ɪi ᴀa ʙb ᴄc ᴅd ᴇe ɢg ʜh ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ᴢz ßs';

/** Signs with several forms, each before the form that we keep. */
const SIGNS = '“" ”" 「" 」" 『" 』" …。 、, —- –- ━- 一一 ・· •· ‧· ∙·';

const UNSEEN = /[\p{Mn}\p{Me}\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\p{Cc}]/u;
const STOPS = new Set(',!?;:。'.split(''));
const SPACES = /[\s\u00a0\u2028\u2029\u3000]/u;

const SIMPLER = new Map<string, string>();
for (let i = 0; i < TRADITIONAL_SIMPLIFIED.length; i += 2) {
  SIMPLER.set(TRADITIONAL_SIMPLIFIED.charAt(i), TRADITIONAL_SIMPLIFIED.charAt(i + 1));
}
for (const pair of [...LOOK_ALIKE.split(' '), ...SIGNS.split(' ')])
  SIMPLER.set(pair.charAt(0), pair.charAt(1));

/**
 * Gives what NFKC, case, diacritics, look-alikes and traditional forms leave of one character: usually one unit, none
 * for marks that nobody sees, several for characters that stand for a group (℃ gives `°c`).
 */
export function foldCharacter(character: string): string {
  const kept = SIMPLER.get(character);
  if (kept !== undefined) return kept;
  let folded = '';
  for (const part of character.normalize('NFKD').toLowerCase().normalize('NFKD')) {
    if (SPACES.test(part)) folded += ' ';
    else if (!UNSEEN.test(part)) folded += SIMPLER.get(part) ?? part;
  }
  return folded.normalize('NFC');
}

function kindOf(unit: number): number {
  const c = String.fromCharCode(unit);
  if (unit >= 97 && unit <= 122) return Kind.letter;
  if (unit >= 48 && unit <= 57) return Kind.digit;
  if (unit === 32) return Kind.space;
  if (STOPS.has(c)) return Kind.stop;
  if (/\p{Script=Han}/u.test(c)) return Kind.han;
  // Hangul, kana and every other script count as Han: they have no word boundary that we look at.
  return /\p{L}|\p{N}/u.test(c) ? Kind.han : Kind.sign;
}

function build(): { units: Uint16Array; kinds: Uint8Array } {
  const units = new Uint16Array(65536);
  const kinds = new Uint8Array(65536);
  for (let unit = 0; unit < 65536; unit++) {
    kinds[unit] = kindOf(unit);
    if (unit >= 0xd800 && unit <= 0xdfff) {
      units[unit] = COMPLEX;
      continue;
    }
    const folded = unit >= 0x4e00 && unit < 0xa000 ? undefined : foldCharacter(String.fromCharCode(unit));
    if (folded === undefined) {
      const c = String.fromCharCode(unit);
      units[unit] = (SIMPLER.get(c) ?? c).charCodeAt(0);
    } else if (folded.length === 0) units[unit] = DROPPED;
    else units[unit] = folded.length === 1 ? folded.charCodeAt(0) : COMPLEX;
  }
  // A word written with or without its apostrophe is one word: don't, dont.
  for (const mark of ["'", '‘', '’', 'ʼ', '＇']) units[mark.charCodeAt(0)] = DROPPED;
  return { units, kinds };
}

const built = build();

/** For each UTF-16 code unit its normalised unit, `DROPPED` or `COMPLEX`. 65,536 entries. */
export const NORMAL: Uint16Array = built.units;

/** For each normalised unit its `Kind`. 65,536 entries. */
export const KIND: Uint8Array = built.kinds;

/** For each normalised unit whether it is a digit or sign drawn like a letter (`skeleton.ts` says which). */
export const LEET = new Uint8Array(65536);
for (const c of '0134578@$!|+') LEET[c.charCodeAt(0)] = 1;
