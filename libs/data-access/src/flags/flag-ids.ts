import { categories, type Category } from '@earshot/contracts';
import { conversationKey, derivedId } from '@earshot/domain/pipeline';

/** The id of a conversation's flag of a category; of one found in a rejected event, that event's own. */
export function flagIdOf(
  conversation: string,
  category: Category,
  rejectedEventId: string | null = null,
): string {
  return derivedId('flag', conversation, category, rejectedEventId ?? '');
}

/** The conversation id that flags of a rejected event have: its own, where that could be made out. */
export function strayConversationId(conversationId: string | null, rejectedEventId: string): string {
  return conversationId ?? `rejected:${rejectedEventId}`;
}

/** What a rejected event is known by. */
export interface StrayEvent {
  readonly id: string;
  readonly brandId: string;
  /** Of its `subject`, where that could be made out. */
  readonly conversationId: string | null;
}

/**
 * The ids that flags found in a rejected event can have, one a category: they are derived from the event,
 * so that no index is needed to find them.
 */
export function strayFlagIds({ id, brandId, conversationId }: StrayEvent): string[] {
  const key = conversationKey(brandId, strayConversationId(conversationId, id));
  return categories.map((category) => flagIdOf(key, category, id));
}
