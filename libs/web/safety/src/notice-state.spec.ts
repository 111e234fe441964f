import { type Flag, type SafetyData } from '@earshot/contracts';
import { aFlag } from '@earshot/web/data-access';
import { type NoticeState, noticeState } from './notice-state';

const before = Date.parse('2026-03-02T12:00:30.000Z');
const after = Date.parse('2026-03-02T12:05:00.000Z');
const inTime = '2026-03-02T12:00:50.000Z';
const late = '2026-03-02T12:02:00.000Z';

it.each<[string, Partial<Flag>, SafetyData['noticeTarget'], number, NoticeState]>([
  ['not critical', { deadlineAt: null }, 'webhook', after, 'notForThis'],
  ['before the deadline', {}, 'webhook', before, 'waiting'],
  ['after it, not delivered', {}, 'mail', after, 'trying'],
  ['no target, before the deadline', {}, 'none', before, 'noTarget'],
  ['no target, after it', {}, 'none', after, 'noTarget'],
  ['taken in time', { state: 'acknowledged', acknowledgedAt: inTime }, 'webhook', after, 'inTime'],
  ['taken in time, no target', { state: 'acknowledged', acknowledgedAt: inTime }, 'none', after, 'inTime'],
  ['taken late', { state: 'acknowledged', acknowledgedAt: late }, 'webhook', after, 'tooLate'],
  ['taken late, no target', { state: 'acknowledged', acknowledgedAt: late }, 'none', after, 'noTarget'],
  ['closed late without being taken', { state: 'closed', closedAt: late }, 'mail', after, 'tooLate'],
  [
    'moved to its conversation',
    { state: 'closed', outcome: 'moved', closedAt: late },
    'mail',
    after,
    'moved',
  ],
  ['withdrawn', { state: 'withdrawn' }, 'mail', after, 'withdrawn'],
  ['to a vendor', {}, null, after, 'unknown'],
])('%s', (_name, over, target, now, expected) => {
  expect(noticeState(aFlag(over), target, now)).toBe(expected);
});
