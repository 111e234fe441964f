import { type Category } from '@earshot/contracts';
import { TABLES } from './likeness/tables';
import { FLAG_FROM } from './rules/evaluate';

/**
 * The score, 0 to 1, from which on a finding of the rule opens a flag, for those who read why one was opened; null for
 * rules on a whole conversation, which open one whenever they apply. Of a likeness it is the least of those by
 * language and speaker. A critical rule that was lowered by negation and the like opens a flag below it too.
 */
export function opensFrom(ruleId: string, category: Category): number | null {
  if (ruleId.startsWith('conversation.')) return null;
  if (!ruleId.startsWith('likeness.')) return FLAG_FROM;
  const heads = Object.values(TABLES).flatMap(({ customer, agent }) => [...customer.heads, ...agent.heads]);
  const own = heads.filter(({ ear }) => ear === category).map((head) => head.opensFrom);
  return own.length === 0 ? null : Math.min(...own);
}
