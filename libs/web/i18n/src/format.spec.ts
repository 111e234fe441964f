import { formatClock, formatDuration, formatMoment, formatRate } from './format';

/** Units stand after a narrow space, which is hard to read in a table. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('formatDuration', () => {
  it.each([
    [300, '0.3 s', '0.3 秒'],
    [27_000, '27 s', '27 秒'],
    [59_999, '59 s', '59 秒'],
    [72_000, '1 min 12 s', '1 分 12 秒'],
    [120_000, '2 min', '2 分'],
    [3 * 3600_000 + 5 * 60_000, '3 h 5 min', '3 小时 5 分'],
    [50 * 3600_000, '2 d 2 h', '2 天 2 小时'],
    [-5_000, '0 s', '0 秒'],
  ])('%d ms', (ms, en, zh) => {
    expect(plain(formatDuration(ms, 'en'))).toBe(en);
    expect(plain(formatDuration(ms, 'zh-CN'))).toBe(zh);
  });
});

describe('formatClock', () => {
  it.each([
    [48_000, '0:48'],
    [432_000, '7:12'],
    [3_600_000, '1:00:00'],
    [25 * 3600_000, '1 d 01:00'],
    [-1, '0:00'],
  ])('%d ms', (ms, expected) => expect(plain(formatClock(ms, 'en'))).toBe(expected));
});

it('writes a fraction as percent with one digit', () => {
  expect(plain(formatRate(0.864))).toBe('86.4 %');
  expect(plain(formatRate(1, 0))).toBe('100 %');
});

describe('formatMoment', () => {
  const now = new Date(2026, 2, 2, 20, 0, 0).getTime();
  it.each([
    ['only the time today', new Date(2026, 2, 2, 14, 2, 31), '14:02:31', '14:02:31'],
    ['the day this year', new Date(2026, 1, 28, 9, 5), 'Feb 28 09:05', '2月28日 09:05'],
    ['the year otherwise', new Date(2025, 11, 31, 23, 59), 'Dec 31, 2025 23:59', '2025年12月31日 23:59'],
  ])('%s', (_name, at, en, zh) => {
    expect(formatMoment(at.getTime(), 'en', now)).toBe(en);
    expect(formatMoment(at.getTime(), 'zh-CN', now)).toBe(zh);
  });
});
