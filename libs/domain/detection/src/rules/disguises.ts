/** Disguises that cost extra patterns and are therefore asked for rule by rule. */
export type DisguiseOption = 'pinyin' | 'initials' | 'homophones' | 'split';

/** Chinese forms of a digit, one alphabet after another. */
const NUMERALS = [
  '零一二三四五六七八九',
  '〇一二三四五六七八九',
  '零幺二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
];

/** Gives the forms in which a normalised term may be hidden. Terms with digits are always looked for in numerals. */
export function disguisedForms(
  term: string,
  _options: ReadonlySet<DisguiseOption>,
): { text: string; disguise: string }[] {
  const forms: { text: string; disguise: string }[] = [];
  if (/\d/.test(term)) {
    for (const numerals of NUMERALS) {
      forms.push({
        text: term.replace(/\d/g, (digit) => numerals.charAt(Number(digit))),
        disguise: 'chinese numerals',
      });
    }
  }
  const seen = new Set<string>();
  return forms.filter(({ text }) => !seen.has(text) && seen.add(text));
}
