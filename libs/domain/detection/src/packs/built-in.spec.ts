import { categories } from '@earshot/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Detector } from '../detector';
import { failedExample, parseRulePack } from '../rules/parse-pack';
import { builtInPacks } from './built-in';
import { PACKS } from './embedded';

const folder = join(__dirname, '../../packs');
const detector = Detector.compile(builtInPacks());

describe('packs of the repository', () => {
  it('are embedded as they stand in the folder', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    expect(PACKS.map(({ file }) => file)).toEqual(files.sort());
  });

  it.each(PACKS)('$file is sound on its own, and embedded as it stands', ({ file, json }) => {
    const pack = parseRulePack(readFileSync(join(folder, file), 'utf8'));
    expect(pack).toEqual({ ok: true, value: JSON.parse(json) });
  });

  it('cover every category in Chinese and in English', () => {
    const covered = (language: string) =>
      new Set(
        builtInPacks()
          .filter((pack) => pack.language === language)
          .flatMap((pack) => pack.rules.map((rule) => rule.category)),
      );
    expect([...covered('zh')].sort()).toEqual([...categories].sort());
    expect([...covered('en')].sort()).toEqual([...categories].sort());
  });

  it.each(builtInPacks().flatMap((pack) => pack.rules.map((rule) => ({ name: rule.id, rule }))))(
    '$name keeps its examples beside all other packs',
    ({ rule }) => {
      expect(failedExample(detector, rule)).toBeNull();
    },
  );

  it.each([
    ['司机一直在骚扰我，我很害怕', 'harassment'],
    ['The driver keeps harassing me, I am scared', 'harassment'],
    ['Your courier is harassing me', 'harassment'],
  ])('the founding case is critical: %s', (text, category) => {
    expect(detector.scan(text, { speaker: 'customer' })).toContainEqual(
      expect.objectContaining({ category, severity: 'critical', opensFlag: true }),
    );
  });
});
