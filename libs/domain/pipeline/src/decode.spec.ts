import { envelopeSchema, eventData, eventTypes, limits, type EventType } from '@earshot/contracts';
import { anEvent, eventsNow, mutatedEvents } from '@earshot/testing';
import * as fc from 'fast-check';
import { decode, instantOf, isEventLike } from './decode';

const DAY_MS = 86_400_000;
const times = { oldest: eventsNow - 400 * DAY_MS, newest: eventsNow + limits.futureMs };

/** What the contract itself says of a value. */
function contractSays(value: unknown): 'no' | 'unknown-type' | 'yes' {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return 'no';
  const { type, data } = envelope.data;
  if (!eventTypes.includes(type as EventType)) return 'unknown-type';
  return eventData[type as EventType].safeParse(data).success ? 'yes' : 'no';
}

describe('decode', () => {
  it.each(eventTypes)('takes a complete %s', (type) => {
    const decoded = decode(anEvent(type, { sequence: 7 }), times);
    expect(decoded).toMatchObject({ ok: true, event: { type, at: eventsNow, sequence: 7 } });
  });

  it('says what the contract says', () => {
    const beyondContract = ['ill-formed-text', 'id-too-long', 'text-too-long', 'time-in-future', 'too-old'];
    fc.assert(
      fc.property(mutatedEvents(), (value) => {
        const decoded = decode(value, times);
        const said = contractSays(value);
        if (decoded.ok) return expect(said).toBe('yes');
        const { code, pointer } = decoded.rejection;
        if (said === 'unknown-type') return expect(code).toBe('unknown-type');
        if (said === 'no') {
          return expect(['not-an-event', 'invalid-field', 'id-too-long']).toContain(code);
        }
        // The contract takes it: what is refused then is an instant, an order or an extent that no schema can say.
        if (code === 'invalid-field') {
          expect(pointer).toMatch(/^\/time$|^\/data\/(score|hiredOn|leftOn|attachments.*)$/);
        } else expect(beyondContract).toContain(code);
      }),
      { numRuns: 3000 },
    );
  });

  it('says what is wrong without what is personal', () => {
    const rejectionOf = (value: unknown) => {
      const decoded = decode(value, times);
      return decoded.ok ? null : decoded.rejection;
    };
    expect(
      rejectionOf({ ...anEvent('conversation.message.v1'), type: '请回电13800138000张三' })?.detail,
    ).toMatch(/^Type "请回电‹mobile›张三" is not known/);
    const attachments = [{ '13800138000': { 'half \ud83d': 1 } }];
    expect(rejectionOf(anEvent('conversation.message.v1', { data: { attachments } }))?.pointer).toBe(
      '/data/attachments/0/‹mobile›',
    );
  });

  it.each([
    ['10,000 values', 9_997, true],
    ['more', 9_998, false],
    ['millions', 3_000_000, false],
  ])('takes attachments of %s: %p', (_, count, isTaken) => {
    const attachments = [{ x: Array<number>(count).fill(1) }];
    const decoded = decode(anEvent('conversation.message.v1', { data: { attachments } }), times);
    expect(decoded.ok ? '' : decoded.rejection.pointer).toBe(isTaken ? '' : '/data/attachments');
  });

  it('keeps of the data what the contract knows, at every level', () => {
    const event = anEvent('conversation.opened.v1');
    Object.assign(event.data, { note: '13800138000' });
    Object.assign(event.data.customer, { phone: '13800138000' });
    Object.assign(event.data.entry ?? {}, { path: '1-2-3' });
    const decoded = decode(event, times);
    expect(decoded).toMatchObject({ ok: true });
    expect(JSON.stringify(decoded)).not.toMatch(/13800138000|1-2-3/);
    expect(decoded.ok && decoded.event.data).toEqual(anEvent('conversation.opened.v1').data);
  });

  it.each([
    ['too long a text in a field that nobody knows', { extra: 'x'.repeat(limits.textBytes + 1) }],
    ['half a character in a field that nobody knows', { extra: 'half \ud83d' }],
    ['a name that nobody knows with a null character', { 'a\0b': 1 }],
  ])('ignores %s', (_, extra) => {
    const event = anEvent('conversation.reopened.v1');
    Object.assign(event.data, extra);
    expect(decode(event, times)).toMatchObject({ ok: true });
  });

  type Change = (event: Record<string, unknown> & { data: Record<string, unknown> }) => void;
  const rejections: [name: string, type: EventType, change: Change, fault: string][] = [
    ['no source', 'conversation.message.v1', (e) => delete e['source'], 'invalid-field /source'],
    [
      'an unknown type',
      'conversation.message.v1',
      (e) => (e['type'] = 'conversation.sang.v1'),
      'unknown-type /type',
    ],
    [
      'an unknown version',
      'conversation.message.v1',
      (e) => (e['type'] = 'conversation.message.v2'),
      'unknown-type /type',
    ],
    [
      'an old CloudEvents version',
      'conversation.message.v1',
      (e) => (e['specversion'] = '0.3'),
      'invalid-field /specversion',
    ],
    ['no text', 'conversation.message.v1', (e) => delete e.data['text'], 'invalid-field /data/text'],
    [
      'a text that is a number',
      'conversation.message.v1',
      (e) => (e.data['text'] = 5),
      'invalid-field /data/text',
    ],
    [
      'an unknown role',
      'conversation.message.v1',
      (e) => (e.data['sender'] = { role: 'ghost' }),
      'invalid-field /data/sender/role',
    ],
    [
      'a text of 256 KiB and a byte',
      'conversation.message.v1',
      (e) => (e.data['text'] = 'x'.repeat(limits.textBytes + 1)),
      'text-too-long /data/text',
    ],
    [
      'a message of 1 MiB in three-byte characters',
      'conversation.message.v1',
      (e) => (e.data['text'] = '长'.repeat(349_525)),
      'text-too-long /data/text',
    ],
    [
      'half a character',
      'conversation.message.v1',
      (e) => (e.data['text'] = 'cut \ud83d'),
      'ill-formed-text /data/text',
    ],
    [
      'a null character',
      'conversation.message.v1',
      (e) => (e.data['text'] = 'a\0b'),
      'ill-formed-text /data/text',
    ],
    [
      'a null character in an id',
      'conversation.message.v1',
      (e) => (e['subject'] = 'a\0b'),
      'ill-formed-text /subject',
    ],
    [
      'a null character in the name of an attachment’s field',
      'conversation.message.v1',
      (e) => (e.data['attachments'] = [{ 'a\0b': 1 }]),
      'ill-formed-text /data/attachments/0',
    ],
    [
      'an attachment nested without end',
      'conversation.message.v1',
      (e) =>
        (e.data['attachments'] = [
          { deep: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown },
        ]),
      'invalid-field /data/attachments',
    ],
    ['an id of 10 kB', 'conversation.message.v1', (e) => (e['id'] = 'x'.repeat(10_000)), 'id-too-long /id'],
    [
      'a subject of 1,200 bytes in 400 characters',
      'conversation.message.v1',
      (e) => (e['subject'] = '长'.repeat(400)),
      'id-too-long /subject',
    ],
    [
      'a clock a year ahead',
      'conversation.message.v1',
      (e) => (e['time'] = '2027-03-02T12:00:00Z'),
      'time-in-future /time',
    ],
    [
      'a clock years behind',
      'conversation.message.v1',
      (e) => (e['time'] = '2024-03-02T12:00:00Z'),
      'too-old /time',
    ],
    [
      'a time without a zone',
      'conversation.message.v1',
      (e) => (e['time'] = '2026-03-02T12:00:00'),
      'invalid-field /time',
    ],
    [
      'the 30th of February',
      'conversation.message.v1',
      (e) => (e['time'] = '2026-02-30T12:00:00Z'),
      'invalid-field /time',
    ],
    ['six of five stars', 'conversation.rated.v1', (e) => (e.data['score'] = 6), 'invalid-field /data/score'],
    [
      'hired in the year 0',
      'agent.updated.v1',
      (e) => (e.data['hiredOn'] = '0000-01-01'),
      'invalid-field /data/hiredOn',
    ],
    [
      'left on the 31st of April',
      'agent.updated.v1',
      (e) => (e.data['leftOn'] = '2026-04-31'),
      'invalid-field /data/leftOn',
    ],
  ];
  it.each(rejections)('refuses %s', (_, type, change, fault) => {
    const [code, pointer] = fault.split(' ');
    const event = structuredClone(anEvent(type)) as unknown as Parameters<Change>[0];
    change(event);
    const decoded = decode(event, times);
    expect(decoded).toMatchObject({ ok: false, rejection: { code } });
    expect(!decoded.ok && decoded.rejection.pointer).toMatch(new RegExp(`^${pointer}`));
    // What it says is stored and shown: short, and text that PostgreSQL can hold.
    expect(!decoded.ok && decoded.rejection.detail.length).toBeLessThan(400);
    expect(!decoded.ok && decoded.rejection.pointer.length).toBeLessThan(400);
    expect(JSON.stringify(decoded)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  });

  it.each([
    ['a number', 5],
    ['a text', 'event'],
    ['null', null],
    ['an array', [anEvent('conversation.message.v1')]],
    ['an object of somebody else', { hello: 'world' }],
  ])('knows that %s is no event', (_, value) => {
    expect(decode(value, times)).toMatchObject({ ok: false, rejection: { code: 'not-an-event' } });
    expect(isEventLike(value)).toBe(false);
  });
});

describe('instantOf', () => {
  it.each([
    ['2026-03-02T12:00:00Z', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T12:00:00.123456789Z', '2026-03-02T12:00:00.123Z'],
    ['2026-03-02t12:00:00z', '2026-03-02T12:00:00.000Z'],
    ['2026-03-02T12:00:00+08:00', '2026-03-02T04:00:00.000Z'],
    ['2026-03-02T00:30:00-05:30', '2026-03-02T06:00:00.000Z'],
    ['2024-02-29T23:59:59.5Z', '2024-02-29T23:59:59.500Z'],
    // A leap second is the last second before it: there is no other instant to give it.
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(instantOf(text)).toBe(Date.parse(instant));
  });

  it.each([
    '2026-02-29T12:00:00Z',
    '2026-04-31T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T12:60:00Z',
    '2026-03-02T12:00:00',
    '2026-03-02 12:00:00Z',
    '2026-03-02',
    '+002026-03-02T12:00:00Z',
    '1772452800000',
    'Mon, 02 Mar 2026 12:00:00 GMT',
    '',
  ])('knows no instant in %p', (text) => {
    expect(instantOf(text)).toBeNull();
  });
});
