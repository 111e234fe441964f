import { type FlagGroup, needsPerson } from '@earshot/web/data-access';
import { type Words } from '@earshot/web/i18n';

/** Rows that stand together under a heading with how many there are; a list of what has ended has none. */
export interface LanePart {
  id: string;
  heading: { title: string; count: string } | null;
  rows: readonly FlagGroup[];
}

/** The rows of the open lane in their order: first what needs a person, then what is taken; nothing empty. */
export function openParts(rows: readonly FlagGroup[], words: Words): LanePart[] {
  const part = (id: 'needs' | 'taken', own: readonly FlagGroup[]): LanePart => {
    const critical = own.filter(({ lead }) => lead.severity === 'critical').length;
    const counts = [
      ...(critical > 0 ? [words.t('safety.criticalInGroup', { n: critical })] : []),
      words.count('safety.inGroup', own.length),
    ];
    return { id, heading: { title: words.t(`safety.groups.${id}`), count: counts.join(' · ') }, rows: own };
  };
  return [
    part('needs', rows.filter(needsPerson)),
    part(
      'taken',
      rows.filter((row) => !needsPerson(row)),
    ),
  ].filter((one) => one.rows.length > 0);
}
