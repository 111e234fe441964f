import { type Answer, type Criterion } from '@earshot/contracts';
import { type Mark } from '@earshot/web/ui';

/** The evidence of every answer as marks by message id; `label` names a criterion by its number, from 1. */
export function evidenceMarks(
  criteria: readonly Criterion[],
  answers: Readonly<Record<string, Answer>>,
  label: (criterionNumber: number) => string,
): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>();
  criteria.forEach((criterion, index) => {
    for (const { messageId, start, end } of answers[criterion.id]?.evidence ?? []) {
      const mark: Mark = { start, end, kind: 'evidence', label: label(index + 1) };
      marks.set(messageId, [...(marks.get(messageId) ?? []), mark]);
    }
  });
  return marks;
}
