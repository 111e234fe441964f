import { gridOf, subscriptionFilter, windowMinutes } from './live-filter';

describe('windowMinutes', () => {
  it.each([
    ['a fixed window', '4h', new Date(2026, 2, 2, 9, 30), 240],
    ['today so far', 'today', new Date(2026, 2, 2, 9, 30), 570],
    ['never less than a minute', 'today', new Date(2026, 2, 2, 0, 0), 1],
    ['a begun minute counts', 'today', new Date(2026, 2, 2, 0, 1, 1), 2],
  ] as const)('%s', (_name, window, now, expected) => expect(windowMinutes(window, now)).toBe(expected));
});

it('draws short windows by minute and long ones by hour', () => {
  expect([gridOf(60), gridOf(120), gridOf(121)]).toEqual(['minute', 'minute', 'hour']);
});

it('asks the socket only for what is narrowed', () => {
  const filter = { vendorId: 'v', channel: null, scenario: null, window: '1h' } as const;
  expect(subscriptionFilter(filter, new Date())).toEqual({ vendorId: 'v', windowMinutes: 60 });
});
