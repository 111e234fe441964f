import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  categories,
  faultTexts,
  problemCodes,
  refusalCodes,
  rejectionCodes,
  roles,
  severities,
} from '@earshot/contracts';
import { TRIAGE, builtInPacks } from '@earshot/domain/detection';
import { provideWords } from './provide-words';
import { Words } from './words-service';
import { en } from './words/en';
import { zhCn } from './words/zh-cn';

function flat(words: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${prefix}${name}.`)
      : [[prefix + name, String(value)]],
  );
}

const valuesIn = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

const english = new Map(flat(en));
const chinese = new Map(flat(zhCn));

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('use the same values in each text', () => {
    const different = [...english].filter(([key, text]) => {
      return JSON.stringify(valuesIn(text)) !== JSON.stringify(valuesIn(chinese.get(key) ?? ''));
    });
    expect(different).toEqual([]);
  });

  it('leave no text empty, and no Chinese text in English', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
    const keptInEnglish = new Set(['intake.kafka']);
    const untranslated = [...chinese].filter(
      ([key, text]) =>
        !keptInEnglish.has(key) &&
        !/[\u4e00-\u9fff]/.test(text) &&
        /[a-z]{3}/.test(text.replace(/\{\{\w+\}\}/g, '')),
    );
    expect(untranslated).toEqual([]);
  });

  it.each([
    ['category', categories],
    ['severity', severities],
    ['role', roles],
    ['common.failure', problemCodes],
    ['intake.codes', [...rejectionCodes, ...refusalCodes]],
    ['intake.remedy', rejectionCodes],
    ['intake.refused.remedy', refusalCodes],
  ] as const)('have words for every %s of the contract', (prefix, ids) => {
    expect(ids.filter((id) => !english.has(`${prefix}.${id}`))).toEqual([]);
  });

  it('have words for all that raises or lowers a finding of the packs', () => {
    const rules = builtInPacks().flatMap((pack) => pack.rules);
    const codes = rules.flatMap(({ raise = [], lower = [] }) => [...raise, ...lower]).map((it) => it.because);
    const ofTheText = ['negation', 'hypothesis', 'quotation', 'joke', 'title', 'unlike-danger'];
    const unsaid = [...new Set([...codes, ...ofTheText])].filter((code) => !english.has(`because.${code}`));
    expect(codes).not.toEqual([]);
    expect(unsaid).toEqual([]);
  });

  it('say what each severity rests on, in English as the triage table does', () => {
    for (const { category, severity, criterion } of TRIAGE)
      expect({ category, severity, starts: english.get(`triage.${category}.${severity}`) }).toEqual({
        category,
        severity,
        starts: expect.stringMatching(`^${criterion.split(';')[0] ?? criterion}`) as string,
      });
  });

  it('say what is wrong with an event, in English as the server does', () => {
    const said = [...english].filter(([key]) => key.startsWith('fault.'));
    expect(Object.fromEntries(said.map(([key, text]) => [key.slice('fault.'.length), text]))).toEqual(
      faultTexts,
    );
  });

  it('say of a promise that something followed, never that it was kept', () => {
    const said = [...english, ...chinese].filter(([key]) => key.startsWith('conversation.promise.'));
    expect(said).not.toEqual([]);
    expect(said.filter(([, text]) => /kept|broken|兑现|实质/.test(text))).toEqual([]);
  });

  it('say the words of the glossary in Chinese', () => {
    const all = [...chinese.values()].join('\n');
    for (const word of ['质检', '抽检', '首次响应', '一次解决率', '满意度', '投诉率'])
      expect(all).toContain(word);
  });
});

describe('Words', () => {
  async function words(): Promise<Words> {
    localStorage.setItem('earshot.language', 'en');
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    return TestBed.inject(Words);
  }

  it('fill in values and follow the language', async () => {
    const dictionary = await words();
    expect(dictionary.t('common.asOf', { time: '14:02' })).toBe('as of 14:02');
    await dictionary.choose('zh-CN');
    expect(dictionary.t('common.asOf', { time: '14:02' })).toBe('截至 14:02');
    expect(document.documentElement.lang).toBe('zh-CN');
    expect(localStorage.getItem('earshot.language')).toBe('zh-CN');
  });

  it.each([
    ['zh-TW', 'zh-CN'],
    ['en-GB', 'en'],
    ['fr', 'en'],
  ])('speak as the browser does (%s) until a person has chosen', async (browser, expected) => {
    localStorage.clear();
    const language = jest.spyOn(navigator, 'language', 'get').mockReturnValue(browser);
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    expect(TestBed.inject(Words).language()).toBe(expected);
    expect(localStorage.getItem('earshot.language')).toBeNull();
    language.mockRestore();
  });

  it('count by the language’s rule', async () => {
    const dictionary = await words();
    expect(dictionary.count('review.left', 1)).toBe('1 item left');
    expect(dictionary.count('review.left', 2)).toBe('2 items left');
  });

  it('fall back where an id is new', async () => {
    const dictionary = await words();
    expect(dictionary.of('scenario.urgent', 'urgent!')).toBe('urgent');
    expect(dictionary.of('scenario.moon-landing', 'moon-landing')).toBe('moon-landing');
  });
});
