/** Twenty grave words and sentences around them, and the disguises that are put on each of the words. */
export const CARRIERS: readonly { term: string; before: string; after: string }[] = [
  { term: '骚扰', before: '司机一直', after: '我' },
  { term: '强奸', before: '我被人', after: '了' },
  { term: '猥亵', before: '那个人', after: '我' },
  { term: '性骚扰', before: '我被代驾', after: '了' },
  { term: '威胁我', before: '快递员', after: '说要上门' },
  { term: '想自杀', before: '我真的', after: '' },
  { term: '想跳楼', before: '我现在就', after: '' },
  { term: '诈骗', before: '你们这是', after: '' },
  { term: '救命', before: '', after: '，快来人' },
  { term: '报警', before: '我要', after: '了' },
  { term: 'harass', before: 'the driver keeps trying to ', after: ' me' },
  { term: 'kill myself', before: 'i want to ', after: '' },
  { term: 'suicide', before: 'i am thinking about ', after: '' },
  { term: 'raped', before: 'i was ', after: ' by him' },
  { term: 'molested', before: 'he ', after: ' my sister' },
  { term: 'kidnapped', before: 'i am being ', after: '' },
  { term: 'threatened', before: 'the guy ', after: ' me' },
  { term: 'scam', before: 'this is a ', after: '' },
  { term: 'racist', before: 'your driver was ', after: '' },
  { term: 'groped', before: 'he ', after: ' me' },
];

const isChinese = (term: string): boolean => /\p{Script=Han}/u.test(term);
const between = (mark: string) => (term: string) =>
  term
    .split(' ')
    .map((word) => [...word].join(mark))
    .join(' ');
const letters = (map: Readonly<Record<string, string>>) => (term: string) =>
  isChinese(term) ? null : [...term].map((c) => map[c] ?? c).join('');

const pairs = (from: string, to: string): Record<string, string> =>
  Object.fromEntries([...from].map((c, i) => [c, [...to][i] ?? c]));
const traditional = pairs('骚扰强亵威胁杀跳诈骗报警', '騷擾強褻威脅殺跳詐騙報警');
const shift =
  (by: number) =>
  (c: string): string =>
    String.fromCodePoint((c.codePointAt(0) ?? 0) + by);

/** Each kind of disguise; null where it does not apply to a term. */
export const DISGUISES: Readonly<Record<string, (term: string) => string | null>> = {
  'full width': (term) =>
    isChinese(term) ? null : [...term].map((c) => (c === ' ' ? '\u3000' : shift(0xfee0)(c))).join(''),
  'upper case': (term) => (isChinese(term) ? null : term.toUpperCase()),
  traditional: (term) => (isChinese(term) ? [...term].map((c) => traditional[c] ?? c).join('') : null),
  'zero-width space': between('\u200b'),
  'soft hyphen': between('\u00ad'),
  'bidi mark': between('\u200f'),
  'combining stroke': (term) => [...term].map((c) => `${c}\u0336`).join(''),
  dots: between('.'),
  stars: between('*'),
  hyphens: between('-'),
  'middle dots': between('·'),
  spaces: between(' '),
  emoji: between('🔥'),
  'repeated letters': (term) => (isChinese(term) ? null : term.replace(/[aeiou]/g, '$&$&$&$&')),
  'digits for letters': letters(pairs('aeios', '43105')),
  'signs for letters': letters(pairs('as', '@$')),
  'Cyrillic letters': letters(pairs('aeopc', 'аеорс')),
  'Greek letters': letters(pairs('aokuv', 'αοκυν')),
  'mathematical letters': (term) =>
    isChinese(term)
      ? null
      : term.replace(/[a-z]/g, (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97)),
  'circled letters': (term) =>
    isChinese(term)
      ? null
      : term.replace(/[a-z]/g, (c) => String.fromCodePoint(0x24d0 + c.charCodeAt(0) - 97)),
  accents: letters(pairs('aeiou', 'áéíóú')),
};

/** Disguises that are looked for per term, where a rule asks for them: examples by hand. */
export const BY_TERM: Readonly<Record<string, readonly string[]>> = {
  pinyin: [
    '司机一直saorao我',
    '师傅猥xie我',
    '我被qiangjian了',
    '我真的想zisha',
    '你们这是zhapian',
    '他weixiewo说要上门',
    '一直sao rao我的司机',
    '司机性saorao我',
  ],
  homophones: [
    '司机一直搔绕我',
    '我被墙奸了',
    '我真的想自啥',
    '你们这是炸骗',
    '师傅伟谢我',
    '他威协我',
    '司机骚饶我',
    '司机搔扰我',
  ],
  'split characters': [
    '司机一直马蚤扰我',
    '我被弓虽女干了',
    '我真的想自乂木',
    '你们这是讠乍骗',
    '师傅猥亠执我',
    '司机骚扌尤我',
  ],
  'Chinese numerals': ['我要打一二三一五', '我打幺二三一五', '我打壹贰叁壹伍投诉', '拨打一二三四五投诉你们'],
};
