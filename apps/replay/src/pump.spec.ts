import { agentEvents } from './generator/agents';
import type { TimedEvent } from './generator/conversation';
import { generated } from './generator/generated';
import { byTime, type Sent } from './generator/order';
import { parseCount, parseDuration, parseInstant, parsePace, parseRate } from './options';
import { pump, PumpFailed } from './pump';
import type { Sink } from './sinks/sink';
import { Summary } from './summary';
import { traffic } from './traffic';

const start = Date.UTC(2026, 10, 1);
const sent: Sent[] = agentEvents('1', start)
  .slice(0, 60)
  .map((event) => ({ event, truth: undefined }));

function collector(failAt = Infinity): Sink & { batches: (readonly TimedEvent[])[] } {
  const batches: (readonly TimedEvent[])[] = [];
  return {
    name: 'collector',
    batches,
    send(batch) {
      batches.push(batch);
      if (batches.length > failAt) return Promise.reject(new Error('refused'));
      return Promise.resolve({ accepted: batch.length - 1, duplicates: 1, rejected: {} });
    },
    close: () => Promise.resolve(),
  };
}

const flat = { start, pace: { kind: 'flat' }, batch: 25, inFlight: 2 } as const;
const never = new AbortController().signal;

describe('pump', () => {
  it('sends everything, in order, in batches, and counts what became of it', async () => {
    const sink = collector();
    const summary = await pump({ ...flat, events: sent, sink, stopping: never });
    expect(sink.batches.map(({ length }) => length)).toEqual([25, 25, 10]);
    expect(sink.batches.flat()).toEqual(sent.map(({ event }) => event));
    expect(summary).toMatchObject({ sent: 60, accepted: 57, duplicates: 3, undelivered: 0 });
  });

  it('keeps to a rate', async () => {
    const sink = collector();
    const began = Date.now();
    await pump({ ...flat, events: sent, sink, stopping: never, rate: 200 });
    expect(Date.now() - began).toBeGreaterThanOrEqual((59 / 200) * 1000);
    expect(sink.batches.flat()).toHaveLength(60);
  });

  it('sends no event before its time', async () => {
    const now = Date.now();
    const events = sent.map(({ event }, index) => ({
      event: { ...event, at: now + index * 5 },
      truth: undefined,
    }));
    const late: number[] = [];
    const sink = collector();
    const send = (batch: readonly TimedEvent[]) => {
      for (const { at } of batch) late.push(Date.now() - at);
      return sink.send(batch);
    };
    await pump({ ...flat, pace: { kind: 'live' }, events, sink: { ...sink, send }, stopping: never });
    expect(late).toHaveLength(60);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  });

  it('stamps events with the moment of sending, where asked to', async () => {
    const sink = collector();
    const began = Date.now();
    await pump({ ...flat, pace: { kind: 'now' }, events: sent, sink, stopping: never });
    for (const { at, event } of sink.batches.flat()) {
      expect(at).toBeGreaterThanOrEqual(began);
      expect(Date.parse(event.time)).toBe(at);
    }
  });

  it('stops when it is told to, and what was under way is counted', async () => {
    const stopping = new AbortController();
    const sink = collector();
    setTimeout(() => stopping.abort(), 100);
    const summary = await pump({ ...flat, events: sent, sink, stopping: stopping.signal, rate: 100 });
    expect(summary.sent).toBeLessThan(60);
    expect(summary.sent).toBe(summary.accepted + summary.duplicates);
  });

  it('tells what had been delivered when the receiver refuses for good', async () => {
    const failed = await pump({
      ...flat,
      events: sent,
      sink: collector(1),
      stopping: never,
      inFlight: 1,
    }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PumpFailed);
    expect((failed as PumpFailed).summary).toMatchObject({ sent: 50, accepted: 24, undelivered: 25 });
  });
});

describe('Summary', () => {
  it('reads plainly', () => {
    const summary = new Summary(1000);
    summary.sent = 10;
    summary.add({ accepted: 6, duplicates: 1, rejected: { 'too-old': 2, 'id-reused': 1 } });
    summary.finish(3000);
    expect(summary.lines('here')).toEqual([
      'here: 10 events in 2.0 s, 5 a second',
      '  accepted              6',
      '  duplicates            1',
      '  rejected              3',
      '    id-reused: 1',
      '    too-old: 2',
    ]);
  });
});

describe('traffic', () => {
  const base = {
    make: generated('t'),
    seed: 't',
    conversations: 50,
    events: Infinity,
    spanMs: 3600_000,
    warmMs: 900_000,
    agents: false,
    now: start,
    pace: { kind: 'flat' },
  } as const;

  it('lies in the past, unless told when to start', () => {
    const events = [...traffic(base).events];
    expect(events).toHaveLength(
      [...byTime({ make: base.make, opensAt: () => start, conversations: 50 })].length,
    );
    expect(Math.max(...events.map(({ event }) => event.at))).toBeLessThan(start);
    expect(traffic({ ...base, start: 5 }).start).toBe(5);
  });

  it('ends after so many events', () => {
    expect([...traffic({ ...base, events: 123 }).events]).toHaveLength(123);
    expect([...traffic({ ...base, agents: true, events: 7 }).events]).toHaveLength(7);
  });

  it('begins warm when live, at about the rate that was asked for', () => {
    const live = traffic({ ...base, conversations: Infinity, pace: { kind: 'live' }, rate: 20 });
    expect(live.start).toBe(start - 900_000);
    let events = 0;
    for (const { event } of live.events) {
      if (event.at >= start + 300_000) break;
      if (event.at >= start) events += 1;
    }
    expect(events / 300).toBeGreaterThan(15);
    expect(events / 300).toBeLessThan(25);
  });
});

describe('options', () => {
  it.each([
    ['flat', { kind: 'flat' }],
    ['live', { kind: 'live' }],
    ['now', { kind: 'now' }],
    ['real', { kind: 'times', speed: 1 }],
    ['60x', { kind: 'times', speed: 60 }],
    ['2.5×', { kind: 'times', speed: 2.5 }],
  ])('pace %s', (text, pace) => expect(parsePace(text)).toEqual(pace));

  it.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['21d', 21 * 86_400_000],
  ])('duration %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    [() => parsePace('fast')],
    [() => parsePace('0x')],
    [() => parseDuration('15')],
    [() => parseInstant('yesterday')],
    [() => parseCount('1.5')],
    [() => parseCount('0')],
    [() => parseRate('-1')],
  ])('refuses nonsense: %s', (parse) => expect(parse).toThrow(/Expected/));
});
