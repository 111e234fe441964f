import { eventTypes } from '@earshot/contracts';
import { anEvent, eventsNow } from '@earshot/testing';
import { decode } from './decode';
import { receiptOf } from './digest';
import { conversationKey } from './keys';

const times = { oldest: 0, newest: eventsNow + 1 };
const message = 'conversation.message.v1';

function receipt(value: unknown, brandId = 'brand') {
  const decoded = decode(value, times);
  if (!decoded.ok) throw new Error(decoded.rejection.detail);
  return receiptOf(decoded.event, brandId, conversationKey(brandId, decoded.event.subject));
}

/** The same data with the fields of every object the other way round. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('receiptOf', () => {
  it.each(eventTypes)('is the same for one %s however it is sent', (type) => {
    const sent = anEvent(type, { sequence: 12 });
    const known = receipt(sent);
    // Binary mode carries every attribute as text, and others of its own.
    expect(receipt({ ...sent, sequence: '12', datacontenttype: 'application/json' })).toEqual(known);
    expect(receipt({ ...sent, time: '2026-03-02T20:00:00.000+08:00' })).toEqual(known);
    expect(receipt(reversed(sent))).toEqual(known);
    expect(receipt({ ...sent, data: { ...sent.data, added: 'by a newer producer' } })).toEqual(known);
  });

  it('has the key of another event for another id, source or brand', () => {
    const keys = [
      receipt(anEvent(message)),
      receipt(anEvent(message, { id: 'other' })),
      receipt(anEvent(message, { source: 'other' })),
      receipt(anEvent(message), 'other'),
      // What the parts are must not depend on where they are cut.
      receipt(anEvent(message, { source: 'a', id: 'bc' })),
      receipt(anEvent(message, { source: 'ab', id: 'c' })),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['time', { time: new Date(eventsNow - 1).toISOString() }],
    ['sequence', { sequence: 1 }],
    ['subject', { subject: 'other' }],
    ['text', { data: { text: 'other' } }],
    ['the sender', { data: { sender: { role: 'agent' as const } } }],
    ['an attachment', { data: { attachments: [{ kind: 'image' }] } }],
  ])('has another digest for another %s', (_, over) => {
    expect(receipt(anEvent(message, over)).digest).not.toBe(receipt(anEvent(message)).digest);
  });

  it('knows a message by its id within its conversation', () => {
    const known = receipt(anEvent(message)).messageKey;
    expect(receipt(anEvent(message, { id: 'other' })).messageKey).toBe(known);
    expect(receipt(anEvent(message, { subject: 'other' })).messageKey).not.toBe(known);
    expect(receipt(anEvent('conversation.closed.v1')).messageKey).toBeNull();
  });
});
