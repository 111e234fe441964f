import { type Flag } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';

/** In whose hands a flag is, or how it ended: `open`, `taken · Pat`, `closed as “False alarm”`. */
export function handsOf({ state, acknowledgedBy, outcome }: Flag, words: Words): string {
  if (state === 'acknowledged' && acknowledgedBy !== null) {
    return words.t('safety.takenBy', { who: acknowledgedBy });
  }
  if (state === 'closed' && outcome !== null) {
    return words.t('safety.closedAs', { outcome: words.t(`flagOutcome.${outcome}`) });
  }
  return words.t(`flagState.${state}`);
}

/** Whether it ended because there was no danger, or none of its own. */
export function isDismissed({ state, outcome }: Flag): boolean {
  if (state === 'withdrawn') return true;
  return outcome === 'false-alarm' || outcome === 'no-danger' || outcome === 'duplicate';
}
