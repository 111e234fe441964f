import { type Category, type Flag } from '@earshot/contracts';
import { builtInPacks, opensFrom } from '@earshot/domain/detection';

type RuleWords = Pick<Flag['findings'][number], 'opensFrom' | 'rationale'>;

let rationales: ReadonlyMap<string, string> | null = null;

/**
 * What is said of a rule beside its finding: the threshold of its score, and why it exists, which the packs of this
 * build say in English. A rule that only an older build had keeps its finding and has no rationale.
 */
export function ruleWords(ruleId: string, category: Category): RuleWords {
  rationales ??= new Map(
    builtInPacks().flatMap(({ rules }) => rules.map(({ id, rationale }) => [id, rationale] as const)),
  );
  const rationale = rationales.get(ruleId);
  return {
    opensFrom: opensFrom(ruleId, category),
    rationale: rationale === undefined ? {} : { en: rationale },
  };
}
