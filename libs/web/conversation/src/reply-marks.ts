import { type Conversation, type ShownReply } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';
import { type Mark } from '@earshot/web/ui';

/** As the server counts a reply that helps nobody. */
const NO_HELP_FROM = 0.5;

/** Why a reply is thought to help nobody, for the margin beside it; replies that say enough have none. */
export function replyMarks(
  replies: readonly ShownReply[],
  { t }: Pick<Words, 't'>,
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { messageId, noHelp, reasons } of replies) {
    if (noHelp < NO_HELP_FROM) continue;
    const why = reasons.flatMap((reason) => wordsOf(reason, t));
    const label = [t('conversation.help.label', { percent: Math.round(noHelp * 100) }), ...why].join(' · ');
    marks.set(messageId, { start: 0, end: 0, kind: 'evidence', label });
  }
  return marks;
}

/** In how many other conversations nearly the same reply stands, for the margin beside it: a fact, no fault. */
export function elsewhereMarks(
  { replies, compared }: Pick<Conversation['help'], 'replies' | 'compared'>,
  { t }: Pick<Words, 't'>,
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { messageId, alsoIn } of replies) {
    if (compared === null || alsoIn === null || alsoIn === 0) continue;
    const label = t('conversation.help.elsewhere', { n: alsoIn, all: compared });
    marks.set(messageId, { start: 0, end: 0, kind: 'evidence', label });
  }
  return marks;
}

/** What the model weighs is left to the numbers: only what a person can see in the conversation is said. */
function wordsOf(reason: string, t: Words['t']): string[] {
  if (reason.startsWith('same-reply: ')) return [t('conversation.help.same', { n: reason.slice(12) })];
  if (reason === 'off-question') return [t('conversation.help.off')];
  if (reason === 'promise-without-time') return [t('conversation.help.promise')];
  return [];
}
