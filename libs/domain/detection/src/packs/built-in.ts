import { type RulePack } from '../rules/pack-schema';
import { PACKS } from './embedded';

let parsed: RulePack[] | null = null;

/**
 * Gives the packs of the repository (`libs/domain/detection/packs/*.yaml`), read once. They are embedded as JSON that
 * `tools/detect/embed-packs.ts` has checked, so that no file is read and no start waits for YAML; a test holds them
 * against the files and runs their examples.
 */
export function builtInPacks(): RulePack[] {
  parsed ??= PACKS.map(({ json }) => JSON.parse(json) as RulePack);
  return [...parsed];
}
