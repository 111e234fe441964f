import { type Fault } from '@earshot/contracts';
import { type Words, formatCount } from '@earshot/web/i18n';

/** What is wrong with an event, as the server gives it. */
interface Explained {
  /** Its English words. */
  readonly detail: string;
  /** null where only those are known. */
  readonly fault: Fault | null;
}

/** What is wrong with an event, in the person's language; the server's own words, told as such, where it is new. */
export function faultWords(words: Words, { detail, fault }: Explained): string {
  const asSaid = words.t('intake.serverSays', { detail });
  if (fault === null) return asSaid;
  const shown = Object.entries(fault.values).map(([name, value]) => [name, shownValue(words, fault, value)]);
  return words.of(`fault.${fault.code}`, asSaid, Object.fromEntries(shown) as Record<string, string>);
}

function shownValue(words: Words, { code }: Fault, value: string | number): string {
  if (typeof value === 'number') return formatCount(value, words.language());
  return code === 'wrong-type' ? words.of(`jsonType.${value}`, value) : value;
}
