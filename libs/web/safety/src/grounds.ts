import { type Category, type Flag, categories } from '@earshot/contracts';
import { isOpenFlag } from '@earshot/web/data-access';
import { type Words } from '@earshot/web/i18n';
import { handsOf, isDismissed } from './flag-end';

type Finding = Flag['findings'][number];

/** Rules of what came after a danger was told of: their findings have its severity, and no ground of their own. */
const circumstances: ReadonlySet<string> = new Set([
  'conversation.no-human-answer',
  'conversation.closed-over-danger',
]);

/** Whether the finding is what a text sounds like, and no rule's. */
export function isLikeness({ ruleId }: Finding): boolean {
  return ruleId.startsWith('likeness.');
}

/**
 * What a flag's severity rests on: a rule, whose ground the triage table gives; a likeness alone, for which that ground
 * is only a guess; or nothing that still stands.
 */
export function groundOf({ severity, findings }: Flag): 'rule' | 'likeness' | 'withdrawn' {
  const own = findings.filter((one) => !circumstances.has(one.ruleId));
  const standing = own.filter(({ withdrawnAt }) => withdrawnAt === null);
  if (own.length > 0 && standing.length === 0) return 'withdrawn';
  const grave = standing.filter((one) => one.severity === severity);
  const speaking = grave.length > 0 ? grave : standing;
  return speaking.length > 0 && speaking.every(isLikeness) ? 'likeness' : 'rule';
}

/**
 * What a finding on what came after a danger rests on, each danger with how its flag stands today: a close as a false
 * alarm does not take back what was found because of it. `related`: the flags of the conversation, as far as known.
 */
export function restsOn(
  flag: Flag,
  finding: Finding,
  about: { related: readonly Flag[]; words: Words },
): string[] {
  const { words } = about;
  return dangersOf(finding).flatMap((category) => {
    if (category === flag.category) return [ownWords(flag, words)];
    const base = about.related.find((one) => one.category === category);
    if (base === undefined) return [];
    const said = {
      category: words.t(`category.${category}`),
      severity: words.t(`severity.${base.severity}`),
    };
    return isDismissed(base)
      ? [words.t('safety.restsOn.gone', { ...said, end: handsOf(base, words) })]
      : [words.t('safety.restsOn.other', { ...said, state: handsOf(base, words) })];
  });
}

function ownWords(flag: Flag, words: Words): string {
  return isOpenFlag(flag)
    ? words.t('safety.restsOn.own')
    : words.t('safety.restsOn.ownEnded', { end: handsOf(flag, words) });
}

/** The dangers that a finding names as those of which had been told. */
function dangersOf({ reasons }: Finding): Category[] {
  return categories.filter((category) => reasons.includes(`while-open: ${category}`));
}
