import { eventData, type EventType } from '@earshot/contracts';
import type { IntakeEvent } from './event';
import { derivedId, hashedId } from './keys';

/** What makes an event known: its own key, and its message's within the conversation. */
export interface Receipt {
  readonly key: string;
  readonly messageKey: string | null;
  readonly digest: string;
}

const knownFields = new Map<string, readonly string[]>(
  (Object.keys(eventData) as EventType[]).map((type) => [type, Object.keys(eventData[type].shape).sort()]),
);

/**
 * The receipt of an event. The digest is of its content as the contract knows it (time in ms, `data` with sorted
 * keys), so that the same event over HTTP and Kafka, structured or binary, has the same one.
 */
export function receiptOf(event: IntakeEvent, brandId: string, conversation: string): Receipt {
  const { type, subject, at, sequence } = event;
  const data = event.data as Record<string, unknown>;
  let content = `${type}\0${subject}\0${at}\0${sequence}`;
  for (const field of knownFields.get(type) ?? []) {
    const value = data[field];
    if (value !== undefined) content += `\0${field}\0${typeof value === 'string' ? value : canonical(value)}`;
  }
  return {
    key: derivedId('event', brandId, event.source, event.id),
    messageKey:
      event.type === 'conversation.message.v1'
        ? derivedId('message', conversation, event.data.messageId)
        : null,
    digest: hashedId(content),
  };
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join(',')}}`;
}
