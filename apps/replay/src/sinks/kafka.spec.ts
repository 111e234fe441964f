import { agentEvents } from '../generator/agents';
import { generated } from '../generator/generated';
import { toRecord } from './kafka';

const at = Date.UTC(2026, 10, 1);

describe('toRecord', () => {
  it('puts the whole event into the value in structured mode', () => {
    const [timed] = agentEvents('1', at);
    if (timed === undefined) throw new Error('no agent');
    const { key, value, headers } = toRecord(timed, 'structured');
    expect(key).toBe(timed.event.subject);
    expect(JSON.parse(value)).toEqual(timed.event);
    expect(headers?.['content-type']).toMatch(/^application\/cloudevents\+json/);
  });

  it('puts the data into the value and every attribute into a header in binary mode', () => {
    const timed = generated('1')(0, at).events[2];
    if (timed === undefined) throw new Error('no event');
    const { data, datacontenttype, ...attributes } = timed.event;
    const { key, value, headers } = toRecord(timed, 'binary');
    expect(key).toBe(timed.key);
    expect(JSON.parse(value)).toEqual(data);
    expect(headers).toEqual({
      'content-type': datacontenttype,
      ...Object.fromEntries(Object.entries(attributes).map(([name, it]) => [`ce_${name}`, String(it)])),
    });
    expect(headers?.['ce_sequence']).toBe('2');
  });
});
