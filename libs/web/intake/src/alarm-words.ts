import { type IntakeStatus } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';

/** What an alarm means and what to do, in the person's language; the server's own words where its code is new. */
export function alarmWords(words: Words, { code, detail, count }: IntakeStatus['alarms'][number]): string {
  return words.of(`intake.alarmTexts.${code}`, detail, { detail, n: count ?? 0 });
}
