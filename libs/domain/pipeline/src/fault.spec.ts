import { faultCodes, faultText, limits, type EventType, type FaultCode } from '@earshot/contracts';
import { anEvent, eventsNow, mutatedEvents } from '@earshot/testing';
import * as fc from 'fast-check';
import { decode } from './decode';

const times = { oldest: eventsNow - 86_400_000, newest: eventsNow + limits.futureMs };

function faultOf(value: unknown) {
  const decoded = decode(value, times);
  return decoded.ok ? null : decoded.rejection;
}

type Change = (event: Record<string, unknown> & { data: Record<string, unknown> }) => void;

describe('what is wrong with an event', () => {
  const message = 'conversation.message.v1';
  const opened = 'conversation.opened.v1';
  const rows: [code: FaultCode, text: string, type: EventType, change: Change][] = [
    [
      'unknown-type',
      'Type "x" is not known; docs/events.md lists the types.',
      message,
      (e) => (e['type'] = 'x'),
    ],
    ['missing', 'This field is missing.', message, (e) => delete e.data['text']],
    ['wrong-type', 'The value must be of type string.', message, (e) => (e.data['text'] = 5)],
    [
      'not-one-of',
      'Expected one of chat, voice, email, social, ticket.',
      opened,
      (e) => (e.data['channel'] = 'x'),
    ],
    ['not-the-version', 'The value must be 1.0.', message, (e) => (e['specversion'] = '0.3')],
    ['empty', 'The text must not be empty.', message, (e) => (e['id'] = '')],
    [
      'too-many-characters',
      'The text holds at most 1024 characters.',
      opened,
      (e) => (e.data['platform'] = 'x'.repeat(1025)),
    ],
    [
      'too-many-items',
      'The list holds at most 50 entries.',
      message,
      (e) => (e.data['attachments'] = Array(51).fill({})),
    ],
    ['too-small', 'The value must be at least 0.', 'conversation.rated.v1', (e) => (e.data['score'] = -1)],
    ['not-above', 'The value must be above 0.', 'conversation.rated.v1', (e) => (e.data['scaleMax'] = 0)],
    [
      'too-large',
      'The value must be at most 1000.',
      'conversation.rated.v1',
      (e) => (e.data['scaleMax'] = 1001),
    ],
    [
      'no-name',
      'Expected lower-case words and digits joined by hyphens, such as after-sale.',
      opened,
      (e) => (e.data['scenario'] = 'After Sale'),
    ],
    ['no-day', 'Expected a day such as 2026-03-02.', 'agent.updated.v1', (e) => (e.data['leftOn'] = '2.3.')],
    [
      'no-sequence',
      'Expected a whole number from 0 on, or 1 to 15 digits.',
      message,
      (e) => (e['sequence'] = 'first'),
    ],
    [
      'no-instant',
      'Expected an ISO 8601 instant with a zone, such as 2026-03-02T12:00:00.000Z.',
      message,
      (e) => (e['time'] = 'now'),
    ],
    ['year-zero', 'There is no year 0.', 'agent.updated.v1', (e) => (e.data['hiredOn'] = '0000-01-01')],
    ['above-scale', 'The score is above scaleMax.', 'conversation.rated.v1', (e) => (e.data['score'] = 6)],
    [
      'too-many-values',
      'Attachments hold at most 10000 values altogether.',
      message,
      (e) => (e.data['attachments'] = [{ x: Array(10_000).fill(1) }]),
    ],
    [
      'too-deep',
      'Values nest at most 16 levels deep.',
      message,
      (e) => (e.data['attachments'] = [JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)]),
    ],
    [
      'name-too-long',
      'Names of fields hold at most 256 characters.',
      message,
      (e) => (e.data['attachments'] = [{ ['x'.repeat(257)]: 1 }]),
    ],
    [
      'null-character',
      'The text holds a null character (U+0000); remove it.',
      message,
      (e) => (e.data['text'] = 'a\0'),
    ],
    [
      'half-character',
      'The text holds half a character (a lone surrogate), as a cut emoji leaves.',
      message,
      (e) => (e.data['text'] = 'a\ud83d'),
    ],
    [
      'id-too-long',
      'Identifiers hold at most 1024 bytes.',
      message,
      (e) => (e['subject'] = '长'.repeat(400)),
    ],
    [
      'text-too-long',
      'Texts hold at most 256 KiB.',
      message,
      (e) => (e.data['text'] = 'x'.repeat(limits.textBytes + 1)),
    ],
    [
      'time-in-future',
      'The event time is more than 24 h ahead of the clock here.',
      message,
      (e) => (e['time'] = '2030-01-01T00:00:00Z'),
    ],
    [
      'too-old',
      'The event is older than messages are kept.',
      message,
      (e) => (e['time'] = '2020-01-01T00:00:00Z'),
    ],
  ];
  it.each(rows)('%s: %s', (code, text, type, change) => {
    const event = structuredClone(anEvent(type)) as unknown as Parameters<Change>[0];
    change(event);
    expect(faultOf(event)).toMatchObject({ detail: text, fault: { code } });
  });

  it('is said of what is no event too', () => {
    expect(faultOf(5)).toMatchObject({ code: 'not-an-event', fault: { code: 'no-object' } });
    expect(faultOf({ hello: 'world' })).toMatchObject({ code: 'not-an-event', fault: { code: 'missing' } });
  });

  it('has a code and values that give its English text, whatever comes', () => {
    fc.assert(
      fc.property(mutatedEvents(), (value) => {
        const rejection = faultOf(value);
        if (rejection === null) return;
        const { code, values } = rejection.fault;
        expect(faultCodes).toContain(code);
        expect(code).not.toBe('other-than-contract');
        expect(faultText(code as FaultCode, values)).toBe(rejection.detail);
        expect(rejection.detail).not.toMatch(/\{\{|undefined/);
      }),
      { numRuns: 2000 },
    );
  });
});
