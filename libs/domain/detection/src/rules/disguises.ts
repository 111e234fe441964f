import { HOMOPHONE_WORDS } from './homophone-words';
import { SYLLABLES } from './syllables';

/** Disguises that cost extra patterns and are therefore asked for rule by rule. */
export type DisguiseOption = 'pinyin' | 'initials' | 'homophones' | 'split';

/** A form in which a term may be hidden, and what that is called in reasons. */
export interface DisguisedForm {
  text: string;
  disguise: string;
}

/** Chinese forms of the digits, one alphabet after another. */
const NUMERALS = [
  '零一二三四五六七八九',
  '〇一二三四五六七八九',
  '零幺二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
];

/** Characters that are written as two, side by side. */
const SPLIT: ReadonlyMap<string, string> = new Map(
  (
    '骚马蚤 扰扌尤 强弓虽 奸女干 杀乂木 死歹匕 性忄生 侵亻侵 妓女支 嫖女票 诈讠乍 骗马扁 赌贝者 砍石欠 摸扌莫 炸火乍 ' +
    '猥犭畏 亵亠执 殴区殳 你亻尔 妈女马 操扌喿 滚氵衮 垃土立 圾土及 傻亻夋 逼畐辶 坏土不 好女子 她女也 他亻也 跳足兆 楼木娄 割害刂 ' +
    '腕月宛 警敬言 报扌艮 救求攵 命人叩 淫氵壬 裸衣果 胁月办 威戊女 吓口下 恐巩心 轻车圣 自丿目'
  )
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** Character to its toneless syllable; syllable to its characters. */
const syllableOf = new Map<string, string>();
const charactersOf = new Map<string, string[]>();
for (const word of SYLLABLES.trim().split(' ')) {
  const syllable = /^[a-zü]+/.exec(word)?.[0] ?? '';
  const characters = [...word.slice(syllable.length)];
  charactersOf.set(syllable, characters);
  for (const character of characters) syllableOf.set(character, syllable.replace('ü', 'v'));
}
for (const pair of ['猥wei', '亵xie', '嫖piao', '妓ji', '屄bi', '屌diao', '赣gan', '奸jian', '尬ga']) {
  syllableOf.set(pair.charAt(0), pair.slice(1));
}

const WORDS = new Set(HOMOPHONE_WORDS.split(' '));
const HAN = /^\p{Script=Han}+$/u;

/**
 * Gives the forms in which a normalised term may be hidden. Terms with digits are always looked for in numerals; the
 * others apply to terms of two to four Chinese characters.
 */
export function disguisedForms(term: string, options: ReadonlySet<DisguiseOption>): DisguisedForm[] {
  const forms = /\d/.test(term) ? numerals(term) : [];
  if (options.size === 0 && forms.length === 0) return forms;
  const characters = [...term];
  if (options.size > 0 && HAN.test(term) && characters.length >= 2 && characters.length <= 4) {
    if (options.has('split')) forms.push(...splits(characters));
    if (options.has('pinyin')) forms.push(...spelled(characters));
    if (options.has('initials')) forms.push(...initials(characters));
    if (options.has('homophones')) forms.push(...homophones(characters));
  }
  const seen = new Set([term]);
  return forms.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function numerals(term: string): DisguisedForm[] {
  return NUMERALS.map((digits) => ({
    text: term.replace(/\d/g, (digit) => digits.charAt(Number(digit))),
    disguise: 'chinese numerals',
  }));
}

/** All characters split, or one of them. */
function splits(characters: readonly string[]): DisguisedForm[] {
  const parts = characters.map((character) => SPLIT.get(character) ?? character);
  const texts = [
    parts.join(''),
    ...characters.map((_, place) => characters.map((c, i) => (i === place ? parts[i] : c)).join('')),
  ];
  return texts.map((text) => ({ text, disguise: 'split characters' }));
}

/** Pinyin, joined and apart, and every mixture of characters and pinyin. */
function spelled(characters: readonly string[]): DisguisedForm[] {
  const syllables = characters.map((character) => syllableOf.get(character));
  if (syllables.some((syllable) => syllable === undefined)) return [];
  const forms: DisguisedForm[] = [];
  for (let mask = 1; mask < 1 << characters.length; mask++) {
    const isAll = mask === (1 << characters.length) - 1;
    const text = characters.map((c, i) => ((mask >> i) & 1 ? syllables[i] : c)).join('');
    // Short runs of letters are words of other languages too.
    if (isAll && text.length < 6) continue;
    forms.push({ text, disguise: 'pinyin' });
    if (isAll) forms.push({ text: syllables.join(' '), disguise: 'pinyin' });
  }
  return forms;
}

/** First letters, of three characters or more: two letters stand for too much. */
function initials(characters: readonly string[]): DisguisedForm[] {
  const text = characters.map((character) => syllableOf.get(character)?.charAt(0) ?? '').join('');
  return characters.length >= 3 && text.length === characters.length
    ? [{ text, disguise: 'initial letters' }]
    : [];
}

/** Every character replaced by another of its sound: both of two, one of three or four. Real words are left out. */
function homophones(characters: readonly string[]): DisguisedForm[] {
  const alike = characters.map(
    (character) => charactersOf.get(syllableOf.get(character) ?? '') ?? [character],
  );
  const texts =
    characters.length === 2
      ? (alike[0] ?? []).flatMap((first) => (alike[1] ?? []).map((second) => first + second))
      : characters.flatMap((_, place) =>
          (alike[place] ?? []).map((other) => characters.map((c, i) => (i === place ? other : c)).join('')),
        );
  return texts.filter((text) => !WORDS.has(text)).map((text) => ({ text, disguise: 'homophones' }));
}
