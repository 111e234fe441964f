import { parseRulePack } from '../rules/parse-pack';
import { type RulePack } from '../rules/pack-schema';
import { PACKS } from './embedded';

let parsed: RulePack[] | null = null;

/**
 * Gives the packs of the repository (`libs/domain/detection/packs/*.yaml`), parsed once. They are embedded as text, so
 * that no file is read. Errors: throws where one of them is unsound, naming line and reason.
 */
export function builtInPacks(): RulePack[] {
  parsed ??= PACKS.map(({ file, yaml }) => {
    const pack = parseRulePack(yaml);
    if (!pack.ok)
      throw new Error(`${file}:${pack.error.line ?? '?'} ${pack.error.code}: ${pack.error.detail}`);
    return pack.value;
  });
  return [...parsed];
}
