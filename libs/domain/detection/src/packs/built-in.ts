import { parse } from 'yaml';
import { packSchema, type RulePack } from '../rules/pack-schema';
import { PACKS } from './embedded';

let parsed: RulePack[] | null = null;

/**
 * Gives the packs of the repository (`libs/domain/detection/packs/*.yaml`), parsed once. They are embedded as text, so
 * that no file is read. Their examples are run by the tests, not at every start.
 */
export function builtInPacks(): RulePack[] {
  parsed ??= PACKS.map(({ yaml }) => packSchema.parse(parse(yaml)));
  return [...parsed];
}
