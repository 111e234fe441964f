import { type Category, type Flag } from '@earshot/contracts';
import { opensFrom, rationaleOf } from '@earshot/domain/detection';

/**
 * What is said of a rule beside its finding: the threshold of its score, and why it exists. Neither is stored; a rule
 * that only an older build had keeps its finding and has no rationale.
 */
export function ruleWords(
  ruleId: string,
  category: Category,
): Pick<Flag['findings'][number], 'opensFrom' | 'rationale'> {
  return { opensFrom: opensFrom(ruleId, category), rationale: rationaleOf(ruleId) };
}
