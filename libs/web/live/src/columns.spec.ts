import { type Measure } from '@earshot/contracts';
import { aMeasure } from '@earshot/web/data-access';
import { type VendorMeasures, columns, hasFigures, nextOrder, sorted } from './columns';
import { heatHours, heatRows, responseLines, responseScale } from './response-chart';

const vendor = (name: string, value: number | null): VendorMeasures => ({
  vendorId: name,
  name,
  measures: new Map([['satisfaction', aMeasure({ metric: 'satisfaction', value })]]),
});

describe('sorted', () => {
  const vendors = [vendor('b', 4.5), vendor('none', null), vendor('a', 4.1)];
  it.each([
    ['by name', 'vendor', ['a', 'b', 'none']],
    ['by name, backwards', '-vendor', ['none', 'b', 'a']],
    ['by figure, without one last', 'csat', ['a', 'b', 'none']],
    ['by figure, descending, without one still last', '-csat', ['b', 'a', 'none']],
    ['by an unknown column: by name', 'nonsense', ['a', 'b', 'none']],
  ])('%s', (_name, order, expected) =>
    expect(sorted(vendors, order).map(({ name }) => name)).toEqual(expected),
  );

  it('turns round at the second click', () => {
    expect(nextOrder('vendor', 'frt')).toBe('frt');
    expect(nextOrder('frt', 'frt')).toBe('-frt');
    expect(nextOrder('-frt', 'frt')).toBe('frt');
  });
});

describe('hasFigures', () => {
  it.each([
    ['nothing measured', [], false],
    ['nobody waits', [aMeasure({ metric: 'waiting-now', value: 0, denominator: 0 })], false],
    ['no flag', [aMeasure({ metric: 'open-flags', value: 0, denominator: null })], false],
    ['a flag', [aMeasure({ metric: 'open-flags', value: 1, denominator: null })], true],
    ['no complaint of two closed', [aMeasure({ metric: 'complaint-rate', value: 0, denominator: 2 })], true],
    ['only what no column shows', [aMeasure({ metric: 'intake-lag', value: 5, denominator: 5 })], false],
  ])('%s', (_name, measures, expected) =>
    expect(hasFigures({ measures: new Map(measures.map((one) => [one.metric, one])) })).toBe(expected),
  );
});

describe('columns', () => {
  const misses = (id: string, value: number): boolean | undefined =>
    columns.find((one) => one.id === id)?.misses(value);
  it.each([
    ['frt', 30_000, false],
    ['frt', 30_001, true],
    ['fcr', 0.85, false],
    ['fcr', 0.84, true],
    ['csat', 4.49, true],
    ['complaints', 0.011, true],
    ['complaints', 0.01, false],
  ])('%s at %d misses its target: %s', (id, value, expected) => expect(misses(id, value)).toBe(expected));
});

describe('the chart', () => {
  const at = (hour: number): string => new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
  const hourly = (vendorId: string, hour: number, value: number | null): Measure =>
    aMeasure({
      dimensions: { vendorId, hour: at(hour) },
      value,
      denominator: 4,
      parts: value === null ? {} : { withinTarget: 0.5 },
    });
  const vendors = [
    { vendorId: 'a', name: 'A' },
    { vendorId: 'b', name: 'B' },
  ];

  it('draws seconds in order of time, and no point where nobody was answered', () => {
    const lines = responseLines(
      [hourly('a', 3, 20_000), hourly('a', 1, 10_000), hourly('a', 2, null)],
      vendors,
    );
    expect(lines.map(({ points }) => points.map(({ value }) => value))).toEqual([[10, 20], []]);
    expect(new Set(lines.map(({ color }) => color)).size).toBe(2);
  });

  it.each([
    ['follows the lines', [10, 20, 25], { top: 50, isCut: false }],
    ['leaves room for the target where all are quick', [1, 2], { top: 50, isCut: false }],
    [
      'cuts the few that would flatten the rest',
      [...Array<number>(40).fill(20), 4_000],
      { top: 50, isCut: true },
    ],
    ['goes up where all are slow', [900, 1_000], { top: 1_200, isCut: false }],
    ['is there without points', [], { top: 50, isCut: false }],
  ])('%s', (_name, values, expected) => {
    const points = values.map((value, at) => ({ at, value }));
    const scale = responseScale([{ id: 'a', name: 'a', color: '', points }], 30);
    expect(scale).toMatchObject(expected);
    expect(scale.ticks[0]).toBe(0);
    expect(scale.ticks.at(-1)).toBe(scale.top);
  });

  it('shows an hour in which nobody was answered as an empty one', () => {
    const rows = heatRows([hourly('a', 1, 1_000), hourly('a', 4, 1_000)], vendors);
    expect(heatHours(rows).map((hour) => new Date(hour).getUTCHours())).toEqual([1, 2, 3, 4]);
    expect(heatHours([])).toEqual([]);
  });

  it('maps at most the last 24 hours', () => {
    const rows = heatRows(
      Array.from({ length: 30 }, (_, hour) => hourly('b', hour, 1)),
      vendors,
    );
    expect(heatHours(rows)).toHaveLength(24);
    expect(heatHours(rows).at(-1)).toBe(Date.parse(at(29)));
  });
});
