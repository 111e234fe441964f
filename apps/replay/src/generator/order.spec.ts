import fc from 'fast-check';
import { arrivalsOverDay, steadyArrivals } from './arrivals';
import { generated } from './generated';
import { byTime, interleaved, oneAfterTheOther, type Sent } from './order';

const start = Date.UTC(2026, 10, 1);
const make = generated('order');
const opensAt = arrivalsOverDay({ seed: 'order', start, spanMs: 3600_000, count: 200 });
const idsOf = (sent: readonly Sent[]): string[] => sent.map(({ event }) => event.event.id);
const expectedIds = (conversations: number): string[] =>
  Array.from({ length: conversations }, (_, index) =>
    make(index, start).events.map(({ event }) => event.id),
  ).flat();

describe('byTime', () => {
  it('gives every event once, by time, with the truth at the first of each conversation', () => {
    const sent = [...byTime({ make, opensAt, conversations: 200 })];
    expect(idsOf(sent).sort()).toEqual(expectedIds(200).sort());
    for (let at = 1; at < sent.length; at += 1) {
      expect((sent[at] as Sent).event.at).toBeGreaterThanOrEqual((sent[at - 1] as Sent).event.at);
    }
    const truths = sent.flatMap(({ truth }) => (truth === undefined ? [] : [truth.conversationId]));
    expect(new Set(truths).size).toBe(200);
    expect(truths).toHaveLength(200);
  });

  it('gives nothing for no conversations', () => {
    expect([...byTime({ make, opensAt, conversations: 0 })]).toEqual([]);
  });
});

describe('oneAfterTheOther', () => {
  it('gives each conversation whole', () => {
    expect(idsOf([...oneAfterTheOther({ make, opensAt, conversations: 50 })])).toEqual(expectedIds(50));
  });
});

describe('interleaved', () => {
  it('keeps K open, neighbours never of one conversation, nothing lost, each in its own order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 60, max: 120 }),
        (open, conversations) => {
          const sent = [...interleaved({ make, start, open, conversations })];
          expect(idsOf(sent).sort()).toEqual(expectedIds(conversations).sort());

          const lastCloses = new Set(
            Array.from({ length: conversations }, (_, index) => {
              const { events, closeIndex } = make(index, start);
              return events[closeIndex]?.event.id;
            }),
          );
          const running = new Set<string>();
          const lastAt = new Map<string, number>();
          let opened = 0;
          sent.forEach(({ event }, place) => {
            const { key, at } = event;
            if (event.event.type === 'conversation.opened.v1') {
              opened += 1;
              running.add(key);
            }
            // A conversation that is opened again counts as open until its last close.
            if (lastCloses.has(event.event.id)) running.delete(key);
            expect(running.size).toBeLessThanOrEqual(open);
            // Two may close in the same millisecond before the next two open.
            if (opened >= open && opened < conversations)
              expect(running.size).toBeGreaterThanOrEqual(open - 2);
            expect(at).toBeGreaterThan(lastAt.get(key) ?? 0);
            lastAt.set(key, at);
            // At the end one conversation may be left alone.
            const before = sent[place - 1];
            const others = sent.slice(place).some(({ event: later }) => later.key !== key);
            if (before !== undefined && opened < conversations && others)
              expect(before.event.key).not.toBe(key);
          });
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('arrivals', () => {
  it('rise, fill the span, and follow the hours of the day in China', () => {
    const dayStart = Date.UTC(2026, 10, 2, 16); // midnight in China, Tuesday
    const arrival = arrivalsOverDay({ seed: 'x', start: dayStart, spanMs: 86_400_000, count: 2000 });
    const times = Array.from({ length: 2000 }, (_, index) => arrival(index));
    expect(times[0]).toBeGreaterThanOrEqual(dayStart);
    expect(times.at(-1)).toBeLessThan(dayStart + 86_400_000);
    times.forEach((at, index) => expect(at).toBeGreaterThanOrEqual(times[index - 1] ?? 0));
    const during = (from: number, to: number): number =>
      times.filter((at) => at >= dayStart + from * 3600_000 && at < dayStart + to * 3600_000).length;
    expect(during(10, 11)).toBeGreaterThan(6 * during(3, 4));
    expect(arrival(2500)).toBeGreaterThan(dayStart + 86_400_000);
  });

  it('come steadily at the mean gap that was asked for', () => {
    const arrival = steadyArrivals({ seed: 'x', start, meanGapMs: 1000 });
    let last = 0;
    for (let index = 0; index < 5000; index += 1) last = arrival(index);
    expect((last - start) / 5000).toBeGreaterThan(930);
    expect((last - start) / 5000).toBeLessThan(1070);
  });
});
