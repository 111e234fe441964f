import { categories } from '@earshot/contracts';
import { conversationKey, derivedId } from '@earshot/domain/pipeline';

/** What a rejected event is known by. */
export interface StrayEvent {
  readonly id: string;
  readonly brandId: string;
  /** Of its `subject`, where that could be made out. */
  readonly conversationId: string | null;
}

/**
 * The ids that flags found in a rejected event can have, one a category: they are derived from the event, as
 * `writeFlags` of the intake derives them, so that no index is needed to find them.
 */
export function strayFlagIds({ id, brandId, conversationId }: StrayEvent): string[] {
  const key = conversationKey(brandId, conversationId ?? `rejected:${id}`);
  return categories.map((category) => derivedId('flag', key, category, id));
}
