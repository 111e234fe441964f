import { severities } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';

/**
 * Why a conversation was drawn or not, in the person's language. A decision stores its reasons joined by commas
 * (`critical harassment, complained`); one that is new to this page is shown as it was stored.
 */
export function selectionReason(stored: string, words: Words): string {
  return stored
    .split(', ')
    .map((reason) => {
      const severity = severities.find((one) => reason.startsWith(`${one} `));
      if (severity === undefined) return words.of(`selectionReason.${reason}`, reason);
      const category = reason.slice(severity.length + 1);
      return words.t('selectionReason.category', {
        severity: words.t(`severity.${severity}`),
        category: words.of(`category.${category}`, category),
      });
    })
    .join(words.language() === 'en' ? ', ' : '，');
}
