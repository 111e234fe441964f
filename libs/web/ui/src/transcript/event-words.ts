import { type Conversation } from '@earshot/contracts';
import { type Words } from '@earshot/web/i18n';
import { type ShownEvent } from './turns';

type Event = Conversation['events'][number];

/** What happened besides messages, each in a few words; types without words (a newer server's) are left out. */
export function shownEvents(events: readonly Event[], words: Words): ShownEvent[] {
  return events.flatMap((event) => {
    const text = eventWords(event, words);
    return text === null ? [] : [{ at: event.at, text }];
  });
}

function eventWords({ type, summary }: Event, words: Words): string | null {
  const said = (name: string): string => {
    const value = summary[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : words.t('common.unknown');
  };
  switch (type) {
    case 'conversation.opened.v1':
      return words.t('conversation.events.opened');
    case 'conversation.assigned.v1':
      return words.t('conversation.events.assigned', { who: said('agentId') });
    case 'conversation.transferred.v1':
      return words.t('conversation.events.transferred', {
        who: receiver(summary, words) ?? words.t('common.unknown'),
      });
    case 'conversation.closed.v1':
      return words.t('conversation.events.closed', {
        outcome: words.of(`outcome.${said('outcome')}`, said('outcome')),
      });
    case 'conversation.reopened.v1':
      return words.t('conversation.events.reopened');
    case 'conversation.rated.v1':
      return words.t('conversation.events.rated', { score: said('score'), max: said('scaleMax') });
    case 'conversation.complained.v1':
      return words.t('conversation.events.complained', {
        via: words.of(`complaintVia.${said('via')}`, said('via')),
      });
    default:
      return null;
  }
}

function receiver(summary: Event['summary'], words: Words): string | null {
  const to = summary['to'];
  if (typeof to === 'string') return to;
  if (typeof to !== 'object' || to === null) return null;
  const { agentId, teamId, party } = to as { agentId?: string; teamId?: string; party?: string };
  return agentId ?? teamId ?? (party === undefined ? null : words.of(`party.${party}`, party));
}
