/** A day and a time of it as words name them; what is absent was not named. */
export interface NamedTime {
  day?: NamedDay;
  /** Hours past midnight, minutes as a fraction: 24 is the end of the day. */
  hour?: number;
  /** Whether the hour may be of the morning or of the afternoon (`at 5`, 三点). */
  isEitherHalf?: boolean;
}

/** Days from today; a weekday (0 is Monday) of the week so many from this one, null for the next that comes; a date. */
export type NamedDay =
  | { kind: 'after'; days: number }
  | { kind: 'weekday'; weekday: number; weeks: number | null }
  | { kind: 'date'; month: number | null; date: number }
  | { kind: 'end'; of: 'week' | 'month' };

const NUMERALS = '零一二三四五六七八九';
const N = '\\d{1,2}|[零一二两三四五六七八九十]{1,3}';

const DAY_ZH = /(大后|[今明后次])(?:天|日|(?=[早晚]))/;
const WEEKDAY_ZH = /([下本这])?个?(?:周|星期|礼拜)([一二三四五六日天])/;
const DATE_ZH = /(?:(\d{1,2})月)?(\d{1,2})[日号]/;
const END_ZH = /[本这](周|星期|月)内|(月)底/;
const DAYS_ZH: Readonly<Record<string, number>> = { 今: 0, 明: 1, 次: 1, 后: 2, 大后: 3 };
// 早点 and 晚点 name no time.
const PART_ZH = /凌晨|上午|中午|下午|傍晚|早上|早晨|晚(?=上)|(?<=[今明次天日])[早晚]/;
/** When a part of the day is over. */
const PARTS_ZH: Readonly<Record<string, number>> = { 凌晨: 6, 中午: 14, 下午: 18, 傍晚: 20, 晚: 24 };
const TIME_ZH = new RegExp(`(${N})(?:[点點](?:(半)|([一三])刻|(${N}))?|[:：](\\d{2}))`);

/** Gives the time that a short run of Chinese words names, or null where it names none that we read. */
export function namedInChinese(words: string): NamedTime | null {
  const day = dayInChinese(words);
  const part = PART_ZH.exec(words)?.[0];
  const time = TIME_ZH.exec(words);
  if (time === null) {
    if (part === undefined) return day === null ? null : { day };
    return { ...(day && { day }), hour: PARTS_ZH[part] ?? 12 };
  }
  const [, hours = '', half, quarters, minutes = '0', colon = minutes] = time;
  const past =
    half !== undefined ? 0.5 : quarters !== undefined ? numberOf(quarters) / 4 : numberOf(colon) / 60;
  const named = onTheClock(numberOf(hours), past, part === undefined ? null : halfInChinese(part));
  return named && { ...(day && { day }), ...named };
}

function halfInChinese(part: string): 'am' | 'pm' | 'noon' | 'night' {
  if (part === '中午') return 'noon';
  if (part === '晚') return 'night';
  return part === '下午' || part === '傍晚' ? 'pm' : 'am';
}

function dayInChinese(words: string): NamedDay | null {
  const near = DAY_ZH.exec(words)?.[1];
  if (near !== undefined) return { kind: 'after', days: DAYS_ZH[near] ?? 0 };
  const [, week, weekday] = WEEKDAY_ZH.exec(words) ?? [];
  if (weekday !== undefined) {
    const weeks = week === undefined ? null : week === '下' ? 1 : 0;
    return { kind: 'weekday', weekday: '一二三四五六日'.indexOf(weekday.replace('天', '日')), weeks };
  }
  const [, month, date] = DATE_ZH.exec(words) ?? [];
  if (date !== undefined)
    return { kind: 'date', month: month === undefined ? null : Number(month), date: Number(date) };
  const [, within, month2] = END_ZH.exec(words) ?? [];
  if (within === undefined && month2 === undefined) return null;
  return { kind: 'end', of: month2 !== undefined || within === '月' ? 'month' : 'week' };
}

/** Gives the number, 1 to 99, that is written in digits or in Chinese; NaN where it is none. */
function numberOf(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const [tens = '', ones, more] = written.replaceAll('两', '二').split('十');
  if (more !== undefined) return Number.NaN;
  if (ones === undefined) return digitOf(tens);
  return (tens === '' ? 1 : digitOf(tens)) * 10 + (ones === '' ? 0 : digitOf(ones));
}

function digitOf(written: string): number {
  const digit = written.length === 1 ? NUMERALS.indexOf(written) : -1;
  return digit === -1 ? Number.NaN : digit;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}';
const DAY_EN =
  /\b(today|tonight|tomorrow|this (?:morning|afternoon|evening)|(?:end of (?:the )?|eo)(?:day|business|b)\b)/i;
const WEEKDAY_EN = /\b(next )?(mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\b/i;
const DATE_EN = new RegExp(
  `\\b${MONTH}\\.? (\\d{1,2})\\b|\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}\\b`,
  'i',
);
const END_EN = /\bend of (?:the |this )?(week|month)\b/i;
const PART_EN = /\b(morning|noon|midday|afternoon|evening|tonight|night|midnight|close of business)\b/i;
const PARTS_EN: Readonly<Record<string, number>> = {
  morning: 12,
  noon: 12,
  midday: 12,
  afternoon: 18,
  'close of business': 18,
};
const TIME_EN =
  /\b(?:(?:by|before|at|around|until|than) (\d{1,2})(?:[:.](\d{2}))?|(\d{1,2})(?:[:.](\d{2}))?(?= ?[ap]\.?m\b)|(\d{1,2}):(\d{2}))(?: ?([ap])\.?m\b)?(?! ?(?:%|\d|hours?|minutes?|days?|dollars?|euros?))/i;

/** Gives the time that a short run of English words names, or null where it names none that we read. */
export function namedInEnglish(words: string): NamedTime | null {
  const day = dayInEnglish(words);
  const part = PART_EN.exec(words)?.[1]?.toLowerCase();
  const time = TIME_EN.exec(words);
  if (time === null) {
    if (part === undefined) return day === null ? null : { day };
    return { ...(day && { day }), hour: PARTS_EN[part] ?? 24 };
  }
  const [, h1, m1, h2, m2, h3, m3, letter] = time;
  const half =
    letter !== undefined
      ? letter.toLowerCase() === 'a'
        ? 'am'
        : 'pm'
      : part === undefined
        ? null
        : part === 'morning'
          ? 'am'
          : part === 'afternoon' || part === 'evening'
            ? 'pm'
            : 'night';
  const named = onTheClock(Number(h1 ?? h2 ?? h3), Number(m1 ?? m2 ?? m3 ?? 0) / 60, half);
  return named && { ...(day && { day }), ...named };
}

function dayInEnglish(words: string): NamedDay | null {
  const end = END_EN.exec(words)?.[1]?.toLowerCase();
  if (end !== undefined) return { kind: 'end', of: end === 'week' ? 'week' : 'month' };
  const near = DAY_EN.exec(words)?.[1]?.toLowerCase();
  if (near !== undefined) return { kind: 'after', days: near === 'tomorrow' ? 1 : 0 };
  const [, next, weekday] = WEEKDAY_EN.exec(words) ?? [];
  if (weekday !== undefined) {
    const place = WEEKDAYS.indexOf(weekday.slice(0, 3).toLowerCase());
    return { kind: 'weekday', weekday: place, weeks: next === undefined ? null : 1 };
  }
  const [, month1, date1, date2, month2] = DATE_EN.exec(words) ?? [];
  const month = month1 ?? month2;
  if (month === undefined) return null;
  const place = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  return { kind: 'date', month: place + 1, date: Number(date1 ?? date2) };
}

/** `part`: hours past the full one. Without a `half` of the day, 1 to 12 may be of either. */
function onTheClock(
  hours: number,
  part: number,
  half: 'am' | 'pm' | 'noon' | 'night' | null,
): Pick<NamedTime, 'hour' | 'isEitherHalf'> | null {
  const hour = hours + part;
  if (!(hour >= 0 && hour <= 24 && part < 1)) return null;
  if (half === null) return hours >= 1 && hours <= 12 ? { hour, isEitherHalf: true } : { hour };
  const isTwelve = hours === 12;
  if (half === 'am') return { hour: isTwelve ? part : hour };
  if (half === 'noon') return { hour: hours < 10 ? hour + 12 : hour };
  // Twelve in the afternoon is noon, twelve at night the end of the day.
  if (isTwelve) return { hour: half === 'pm' ? hour : hour + 12 };
  return { hour: hours < 12 ? hour + 12 : hour };
}
