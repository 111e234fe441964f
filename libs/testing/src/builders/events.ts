import { eventTypes, type CloudEvent, type EventData, type EventType } from '@earshot/contracts';
import * as fc from 'fast-check';

/** The instant that built events are about unless told. */
export const eventsNow = Date.UTC(2026, 2, 2, 12);

/** Complete `data` of each type, with every optional field. */
export const eventExamples: { readonly [T in EventType]: EventData<T> } = {
  'conversation.opened.v1': {
    vendorId: 'vendor-a',
    channel: 'chat',
    platform: 'app',
    scenario: 'after-sale',
    language: 'zh-CN',
    customer: { ref: 'customer-1', segments: ['elderly'] },
    entry: { kind: 'bot', menuSteps: 2, botTurns: 1 },
  },
  'conversation.assigned.v1': { agentId: 'agent-1', teamId: 'team-1' },
  'conversation.message.v1': {
    messageId: 'message-1',
    sender: { role: 'customer', id: 'customer-1' },
    text: '你好，我的包裹还没到',
    attachments: [{ kind: 'image', name: 'parcel.jpg' }],
    startMs: 0,
    endMs: 1200,
  },
  'conversation.transferred.v1': {
    from: { agentId: 'agent-1', teamId: 'team-1' },
    to: { party: 'brand', agentId: 'agent-2', teamId: 'team-2' },
    reason: '客户要求',
  },
  'conversation.closed.v1': { outcome: 'resolved', disposition: 'refund', closedBy: 'agent' },
  'conversation.reopened.v1': { reason: '客户再次来电' },
  'conversation.rated.v1': { score: 4, scaleMax: 5, comment: '还可以' },
  'conversation.complained.v1': { via: 'app', category: 'attitude', text: '态度不好' },
  'agent.updated.v1': {
    vendorId: 'vendor-a',
    teamId: 'team-1',
    name: '小李',
    hiredOn: '2025-06-01',
    leftOn: '2026-02-28',
    languages: ['zh-CN'],
  },
};

/** A valid event of `type`: the example of its data, and what is told otherwise. */
export function anEvent<T extends EventType>(
  type: T,
  over: { data?: Partial<EventData<T>> } & Partial<Omit<CloudEvent<T>, 'data' | 'type'>> = {},
): CloudEvent<T> {
  const { data, ...attributes } = over;
  return {
    specversion: '1.0',
    id: 'event-1',
    source: 'test',
    type,
    subject: type === 'agent.updated.v1' ? 'agent-1' : 'conversation-1',
    time: new Date(eventsNow).toISOString(),
    ...attributes,
    data: { ...structuredClone(eventExamples[type]), ...data },
  } as unknown as CloudEvent<T>;
}

/** What intake has to survive in the place of any value: wrong types, edges of types, edges of text. */
const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e-320,
  1e308,
  9007199254740993,
  '',
  ' ',
  '0',
  'a\0b',
  'half \ud83d',
  '\udc00',
  '\u202e\u200b\ufeff',
  '𠮷'.repeat(700),
  'x'.repeat(1024),
  'x'.repeat(1025),
  '长'.repeat(400),
  '0000-01-01',
  '2026-02-30',
  '2026-02-30T00:00:00Z',
  '2026-03-02T12:00:00+08:00',
  '2026-03-02T12:00:60Z',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  "'; drop table messages; --",
  '__proto__',
  'constructor',
  'conversation.opened.v2',
  [],
  [[]],
  {},
  { toString: null },
  { 'a\0b': 'c' },
  { 'x\ud800': 1 },
  JSON.parse('{"__proto__": {"polluted": true}}'),
];

/**
 * Valid events with up to four faults: a field taken away, put in the place of another, doubled under another name, or
 * replaced by something hostile or arbitrary. Some are no objects at all. All are values that JSON can carry.
 */
export function mutatedEvents(): fc.Arbitrary<unknown> {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...hostile) },
    { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(eventExamples)) },
  );
  const fault = fc.record({ place: fc.nat(), act: fc.constantFrom('drop', 'set', 'set', 'add'), value });
  const base = fc.constantFrom(...eventTypes).map((type) => structuredClone(anEvent(type)) as unknown);
  const mutated = fc.tuple(base, fc.array(fault, { maxLength: 4 })).map(([event, faults]) => {
    for (const { place, act, value: it } of faults) applyFault(event, place, { act, value: it });
    return event;
  });
  return fc.oneof({ weight: 30, arbitrary: mutated }, { weight: 1, arbitrary: value });
}

function applyFault(event: unknown, place: number, { act, value }: { act: string; value: unknown }): void {
  const places = placesOf(event);
  const chosen = places[place % Math.max(places.length, 1)];
  if (chosen === undefined) return;
  const { parent, key } = chosen;
  const copy = structuredClone(value);
  if (act === 'drop') Reflect.deleteProperty(parent, key);
  else {
    const name = act === 'add' ? `${key}X` : key;
    Object.defineProperty(parent, name, {
      value: copy,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
}

function placesOf(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ parent: value, key }, ...placesOf(inner)]);
}
