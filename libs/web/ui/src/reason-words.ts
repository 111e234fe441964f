import { type Words, formatDuration } from '@earshot/web/i18n';

/**
 * A finding's reasons in the person's language. Each begins with a stable code (`term: 骚扰`); terms are gathered in
 * one phrase, and a reason whose code is new is shown as the server wrote it.
 */
export function reasonWords(reasons: readonly string[], words: Words): string[] {
  const coded = reasons.map((reason) => {
    const at = reason.indexOf(': ');
    return at < 0 ? { code: '', what: reason } : { code: reason.slice(0, at), what: reason.slice(at + 2) };
  });
  const terms = coded.filter(({ code }) => code === 'term').map(({ what }) => `“${what}”`);
  const said = terms.length > 0 ? [words.t('reason.term', { what: terms.join(' ') })] : [];
  const others = coded.filter(({ code }) => code !== 'term').map((reason) => phrase(reason, words));
  return [...said, ...others];
}

function phrase({ code, what }: { code: string; what: string }, words: Words): string {
  const raw = code === '' ? what : `${code}: ${what}`;
  switch (code) {
    case 'disguise':
      return words.t('reason.disguise', { what: words.of(`disguise.${what}`, what) });
    case 'no-human-answer': {
      const ms = Number.parseInt(what, 10) * 1000;
      return words.t('reason.no-human-answer', { what: formatDuration(ms, words.language()) });
    }
    case 'raised-by':
    case 'lowered-by':
      return words.t(`reason.${code}`, { what: words.of(`because.${what}`, what) });
    case 'likeness':
    case 'found-in':
      return words.t(`reason.${code}`);
    case 'while-open':
      return words.t('reason.while-open', { what: words.of(`category.${what}`, what) });
    case 'since':
      return words.t('reason.since', { what: words.of(`happened.${what}`, what) });
    case 'said-before':
    case 'at-hours':
      return words.t(`reason.${code}`, { what });
    case 'in-segment':
      return words.t('reason.in-segment', { what: words.of(`segment.${what}`, what) });
    case 'on-channel':
      return words.t('reason.on-channel', { what: words.of(`channel.${what}`, what) });
    case 'closed-as':
      return words.t('reason.closed-as', { what: words.of(`outcome.${what}`, what) });
    case 'empty-promise':
    case 'repeated-promise':
      return words.t(`reason.${code}`, { what: ordinal(what, words) });
    default:
      return raw;
  }
}

/** `3rd` in English, 第 3 次 in Chinese. */
function ordinal(written: string, words: Words): string {
  return words.language() === 'en' ? written : `第 ${Number.parseInt(written, 10)} 次`;
}
