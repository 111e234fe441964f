import { type Conversation, type Flag } from '@earshot/contracts';

type Evidence = Flag['findings'][number]['evidence'][number];
type Message = Pick<Conversation['messages'][number], 'messageId' | 'text'>;

/** The words that evidence lies on, in its order, each once; of messages that are not in hand none. */
export function evidenceWords(evidence: readonly Evidence[], messages: readonly Message[]): string[] {
  const texts = new Map(messages.map(({ messageId, text }) => [messageId, text]));
  const words = evidence.map(({ messageId, start, end }) =>
    (texts.get(messageId) ?? '').slice(start, end).trim(),
  );
  return [...new Set(words)].filter((word) => word !== '');
}
