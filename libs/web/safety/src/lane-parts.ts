import { type FlagGroup, needsPerson } from '@earshot/web/data-access';
import { type Words } from '@earshot/web/i18n';

/** Rows that stand together under a heading with how many conversations they are (of flags the head of the desk tells); a
 * list of what has ended has none. */
export interface LanePart {
  id: string;
  heading: { title: string; count: string } | null;
  rows: readonly FlagGroup[];
}

/** The rows of the open lane in their order: first what needs a person, then what is taken; nothing empty. */
export function openParts(rows: readonly FlagGroup[], words: Words): LanePart[] {
  const part = (id: 'needs' | 'taken', own: readonly FlagGroup[]): LanePart => ({
    id,
    heading: { title: words.t(`safety.groups.${id}`), count: words.count('safety.inGroup', own.length) },
    rows: own,
  });
  return [
    part('needs', rows.filter(needsPerson)),
    part(
      'taken',
      rows.filter((row) => !needsPerson(row)),
    ),
  ].filter((one) => one.rows.length > 0);
}
