import { aFlag } from '@earshot/web/data-access';
import { timelineOf } from './timeline';

it('counts every step from the receipt, and leaves open what has not come', () => {
  const flag = aFlag({
    openedAt: '2026-03-02T11:59:58.000Z',
    notifiedAt: '2026-03-02T12:00:01.100Z',
    acknowledgedAt: '2026-03-02T12:00:40.000Z',
    acknowledgedBy: 'Pat',
  });
  expect(timelineOf(flag).map(({ step, afterMs, by }) => [step, afterMs, by])).toEqual([
    ['said', null, null],
    ['received', null, null],
    ['detected', 300, null],
    ['notified', 1_100, null],
    ['acknowledged', 40_000, 'Pat'],
    ['closed', null, null],
  ]);
});
