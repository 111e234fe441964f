import { type Language } from '@earshot/contracts';

/** Shown where there is no value. Never 0, never NaN. */
export const noValue = '–';

/** A narrow space that does not break, between a number and its unit. */
const thin = '\u202f';

const units = {
  'zh-CN': { ms: '毫秒', s: '秒', min: '分', h: '小时', d: '天' },
  en: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
} as const;

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A length of time in at most two units: 300 ms → `0.3 s`, 27,000 → `27 s`, 72,000 → `1 min 12 s`,
 * 3 h 5 min → `3 h 5 min`, 50 h → `2 d 2 h`. Rounds down to the smaller unit; negative lengths count as 0.
 */
export function formatDuration(ms: number, language: Language): string {
  const unit = units[language];
  const length = Math.max(0, ms);
  if (length < 10_000 && length % 1000 !== 0) return `${(length / 1000).toFixed(1)}${thin}${unit.s}`;
  const seconds = Math.floor(length / 1000);
  if (seconds < 60) return `${seconds}${thin}${unit.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, unit.min, seconds % 60, unit.s);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, unit.h, minutes % 60, unit.min);
  return pair(Math.floor(hours / 24), unit.d, hours % 24, unit.h);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${large}${thin}${largeUnit}`;
  return small === 0 ? head : `${head} ${small}${thin}${smallUnit}`;
}

/** A running clock: 48,000 ms → `0:48`, 432,000 → `7:12`, 1 h → `1:00:00`, more than a day → `1 d 02:00`. */
export function formatClock(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) {
    return `${Math.floor(hours / 24)}${thin}${units[language].d} ${two(hours % 24)}:${two(minutes % 60)}`;
  }
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}

/** A fraction as percent: 0.864 → `86.4 %`. */
export function formatRate(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)}${thin}%`;
}

/** A whole number with its thousands grouped. */
export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language).format(count);
}

/** A number with a fixed number of digits, so that one column has one precision: 4.5 → `4.50`. */
export function formatNumber(value: number, digits: number): string {
  return value.toFixed(digits);
}

/** Wall clock in local time, 24 hours: `14:02:31`. */
export function formatTime(at: string | number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** Wall clock without seconds: `14:02`. */
export function formatMinute(at: string | number): string {
  return formatTime(at).slice(0, 5);
}

/** Date and time by locale, without the year where it is the year of `now`. */
export function formatMoment(at: string | number, language: Language, now: number): string {
  const then = new Date(at);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return formatTime(at);
  const sameYear = then.getFullYear() === today.getFullYear();
  const day = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(then);
  return `${day} ${formatMinute(at)}`;
}

/** Day and month by locale: `Mar 2`, `3月2日`. */
export function formatDay(at: string | number, language: Language): string {
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' }).format(new Date(at));
}

/** The instant in full with its time zone, for a title: `2026-03-02 20:00:00.123 GMT+8`. */
export function formatExact(at: string | number, language: Language): string {
  const then = new Date(at);
  const zone = new Intl.DateTimeFormat(language, { timeZoneName: 'short' })
    .formatToParts(then)
    .find((part) => part.type === 'timeZoneName')?.value;
  const date = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return `${date} ${formatTime(at)}.${String(then.getMilliseconds()).padStart(3, '0')} ${zone ?? ''}`.trim();
}
