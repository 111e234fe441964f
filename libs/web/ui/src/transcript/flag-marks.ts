import { type Flag } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';
import { type Mark } from './segments';

/** The evidence of flags as marks by message id, labelled with category and severity. Withdrawn findings mark nothing. */
export function flagMarks(flags: readonly Flag[], words: Words): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const flag of flags) {
    const label = `${words.t(`category.${flag.category}`)} · ${words.t(`severity.${flag.severity}`)}`;
    for (const finding of flag.findings) {
      if (finding.withdrawnAt !== null) continue;
      for (const { messageId, start, end } of finding.evidence) {
        const mark: Mark = { start, end, kind: flag.severity === 'critical' ? 'critical' : 'flag', label };
        marks.set(messageId, [...(marks.get(messageId) ?? []), mark]);
      }
    }
  }
  return marks;
}
