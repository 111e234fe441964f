import fc from 'fast-check';
import { combineWatermarks, EventTimeWindows, type Pane } from './windows';
import file from './vectors/event_time_windows.json';

type Sum = readonly [count: number, sum: number];
const counted = {
  start: (): Sum => [0, 0],
  add: ([count, sum]: Sum, value: number): Sum => [count + 1, sum + value],
};

describe('event_time_windows.json', () => {
  it.each(file.cases.map((one) => [one.id, one] as const))('%s', (_, { input, expected }) => {
    const windows = new EventTimeWindows(
      {
        size: input.window_size_s,
        slide: input.slide_s,
        watermarkDelay: input.watermark_delay_s,
        allowedLateness: input.allowed_lateness_s,
      },
      counted,
    );
    const final: Record<string, Sum> = {};
    const dropped: number[] = [];
    const told = input.events_in_arrival_order.flatMap(({ event_ts, key, value }, index) => {
      const { isDropped, panes } = windows.add({ at: event_ts, key, value });
      if (isDropped) dropped.push(index);
      for (const pane of panes) if (pane.kind === 'final') final[`${pane.from}|${pane.key}`] = pane.state;
      return panes
        .filter(({ kind }) => kind !== 'final')
        .map(({ kind, from, to, key: of, state }: Pane<Sum>) => ({
          after_event: index,
          window: [from, to],
          key: of,
          count: state[0],
          sum: state[1],
          pane: kind.replace('-', '_'),
        }));
    });
    for (const { from, key, state } of windows.openStates()) final[`${from}|${key}`] = state;
    expect(told).toEqual(expected.emissions);
    expect(dropped).toEqual(expected.dropped_event_indexes);
    expect(final).toEqual(expected.final_state);
  });
});

describe('EventTimeWindows', () => {
  const shape = { size: 60, slide: 60, watermarkDelay: 30, allowedLateness: 0 };
  const at = (time: number, key = 'a') => ({ at: time, key, value: 1 });

  it('gives the worked example', () => {
    const windows = new EventTimeWindows(shape, counted);
    for (const time of [1020, 1032, 1052]) expect(windows.add(at(time)).panes).toEqual([]);
    const { panes } = windows.add(at(1110));
    expect(panes.map(({ kind, from, to, state }) => [kind, from, to, state[0]])).toEqual([
      ['on-time', 1020, 1080, 3],
      ['final', 1020, 1080, 3],
    ]);
    expect(windows.add(at(1044)).isDropped).toBe(true);
  });

  it('counts every event that is not dropped exactly once in tumbling windows', () => {
    const times = fc.array(fc.integer({ min: -500, max: 2000 }));
    fc.assert(
      fc.property(times, fc.nat(300), (list, allowedLateness) => {
        const windows = new EventTimeWindows({ ...shape, allowedLateness }, counted);
        const arrivals = list.map((time) => windows.add(at(time)));
        const kept = arrivals.filter(({ isDropped }) => !isDropped).length;
        const final = [...arrivals.flatMap(({ panes }) => panes), ...windows.advanceTo(1e9)];
        const total = final
          .filter(({ kind }) => kind === 'final')
          .reduce((sum, { state }) => sum + state[0], 0);
        expect(total).toBe(kept);
        expect(windows.openStates()).toEqual([]);
      }),
    );
  });

  it('ends with the same figures for any order where lateness is ample', () => {
    const times = fc.array(fc.tuple(fc.nat(1000), fc.constantFrom('a', 'b')), { minLength: 1 });
    const shuffled = times.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const totals = (list: readonly (readonly [number, string])[]): unknown => {
      const windows = new EventTimeWindows({ ...shape, slide: 20, allowedLateness: 5000 }, counted);
      for (const [time, key] of list) windows.add(at(time, key));
      return windows.openStates();
    };
    fc.assert(fc.property(shuffled, ([one, other]) => expect(totals(one)).toEqual(totals(other))));
  });

  it('moves on by itself where a source has fallen silent, never back', () => {
    const windows = new EventTimeWindows(shape, counted);
    windows.add(at(1020));
    expect(windows.advanceTo(1080).map(({ kind }) => kind)).toEqual(['on-time', 'final']);
    expect(windows.advanceTo(500)).toEqual([]);
    expect(windows.watermark).toBe(1080);
  });

  it.each([
    ['an empty window', { ...shape, size: 0 }, 'out-of-range'],
    ['a slide that does not divide', { ...shape, slide: 25 }, 'out-of-range'],
    ['half a unit', { ...shape, watermarkDelay: 0.5 }, 'not-an-integer'],
    ['negative lateness', { ...shape, allowedLateness: -1 }, 'out-of-range'],
  ])('refuses %s', (_, bad, code) => {
    expect(() => new EventTimeWindows(bad, counted)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses an event without a time', () => {
    expect(() => new EventTimeWindows(shape, counted).add(at(Number.NaN))).toThrow(
      expect.objectContaining({ code: 'not-finite' }),
    );
  });
});

describe('combineWatermarks', () => {
  it.each([
    ['the least of the active', [100, 70], [10], 70],
    ['the greatest where all are idle', [], [10, 20], 20],
    ['nothing of nothing', [], [], -Infinity],
  ])('gives %s', (_, active, idle, expected) => {
    const sources = [
      ...active.map((watermark) => ({ watermark, isIdle: false })),
      ...idle.map((watermark) => ({ watermark, isIdle: true })),
    ];
    expect(combineWatermarks(sources)).toBe(expected);
  });
});
