import { eventOfRecord, eventsOfBody, parseBody } from './raw-event';

const position = { topic: 't', partition: 0, offset: '1' };
const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

describe('events of a body', () => {
  it('keeps the beginning of a value that nests without end', () => {
    const body = parseBody(Buffer.from(`{"specversion":"1.0","id":"a","data":${deep}}`));
    const [event] = eventsOfBody(body) ?? [];
    expect(event?.raw()).toMatch(/^\{"specversion":"1.0","id":"a","data":\[\[/);
  });

  it.each([
    ['{', undefined],
    ['', undefined],
    ['{"a":1}', { a: 1 }],
  ])('reads %p', (text, value) => expect(parseBody(Buffer.from(text))).toEqual(value));

  it('reads no bytes that are not UTF-8', () => {
    expect(parseBody(Buffer.from([0x22, 0xff, 0x22]))).toBeUndefined();
  });

  it('knows neither a number nor an object of somebody else as events', () => {
    expect(eventsOfBody(5)).toBeNull();
    expect(eventsOfBody({ hello: 'world' })).toBeNull();
    expect(eventsOfBody([])).toEqual([]);
  });
});

describe('an event of a record', () => {
  const json = Buffer.from('{"text":"hi"}');
  it('is put together from the headers in binary mode, its subject from the key', () => {
    const headers = {
      ce_specversion: Buffer.from('1.0'),
      ce_id: Buffer.from('a'),
      'content-type': Buffer.from('application/json'),
    };
    const event = eventOfRecord({ offset: '1', key: Buffer.from('c1'), value: json, headers }, 0, position);
    expect(event.value).toEqual({
      specversion: '1.0',
      id: 'a',
      datacontenttype: 'application/json',
      data: { text: 'hi' },
      subject: 'c1',
    });
    expect(JSON.parse(event.raw())).toEqual(event.value);
  });

  it('is kept with the subject that its key gave it', () => {
    const event = eventOfRecord({ offset: '1', key: Buffer.from('c1'), value: json }, 0, position);
    expect(JSON.parse(event.raw())).toEqual({ text: 'hi', subject: 'c1' });
  });

  it('keeps what nests without end in binary mode too', () => {
    const headers = { ce_specversion: Buffer.from('1.0') };
    const event = eventOfRecord({ offset: '1', key: null, value: Buffer.from(deep), headers }, 0, position);
    expect(event.raw().length).toBeLessThan(1000);
  });

  it.each([
    ['no value', null],
    ['no JSON', Buffer.from('{')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('with %s is kept as malformed', (_, value) => {
    const event = eventOfRecord({ offset: '1', key: null, value }, 3, position);
    expect(event).toMatchObject({ index: 3, fault: { code: 'malformed-json' } });
    expect(typeof event.raw()).toBe('string');
  });
});
