import { namedInChinese, namedInEnglish, type NamedDay, type NamedTime } from './clock-words';
import { type Zone } from './local-time';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A date further off than this is none that somebody promises in a chat. */
const FARTHEST_MS = 62 * DAY_MS;
/** Hours at which people call each other: of `at 5` the next one among these is meant. */
const WAKING = { from: 7, to: 22 };

/** A run of words of time, then who does what for the customer; what lies between is bounded. */
const CHINESE =
  /([今明后次大早晚上下午中凌晨傍周星期礼拜本这个月底内日号天点點半刻分\d零一二两三四五六七八九十:：的 ]{2,24})(?:之前|以前|前|左右|之间)?((?:[^。！？!?可已不没今明点周\d您]|[给为帮与和跟替向]您){0,12}?)(?:回复|答复|联系您|联系你|回电|致电|来电|处理|解决|反馈|通知您|通知你|给您|给你|为您|跟进|退款|到账|上门)/g;
/** Before it: the customer is asked to do it, or it is over. */
const NOT_OURS_ZH =
  /(请您|麻烦您|您可以|您方便|建议您|您再|您先|昨|前天|上周|上个月|上次|如果|您)[^，,。；;！!？?]{0,8}$/;

const ACT_EN =
  '(?:call|ring|phone|contact(?! number| details| us| me)|reply|respond|answer|e-?mail|write to|update|resolve|fix|process|refund|sort|get back|let you know|be in touch|in touch|reach out|follow up|get this|have this|have an? (?:answer|update)|hear from|be (?:resolved|fixed|processed|refunded|sorted|with you))';
const WILL_EN = "(?:\\bwill\\b|\\bshall\\b|['’]ll\\b|\\bgoing to\\b)";
/** Of a sentence: a full stop may stand in `p.m.` and in `10.30`. */
const WITHIN_EN = '(?:[^.!?]|\\.(?=\\w)|(?<=\\.m)\\.)';
const ENGLISH = new RegExp(
  `${WILL_EN}(?! not\\b)(?: \\w+){0,4}? ${ACT_EN}\\b(${WITHIN_EN}{0,60}?\\b(?:by|before|at|around|on|than|until|today|tonight|tomorrow|this|next|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\\b${WITHIN_EN}{0,24})`,
  'i',
);
/** The time first: `by 5 pm tomorrow we will call you`. */
const ENGLISH_FIRST = new RegExp(
  `(?:^|[.!?,;] ?)((?:by|before|at|on|today|tonight|tomorrow|this)\\b[^,.!?]{0,40}),? (?:\\w+ ){0,3}?\\w*${WILL_EN}(?! not\\b)(?: \\w+){0,4}? ${ACT_EN}\\b`,
  'i',
);

const SIGN_ZH = /[点點天日早晚午周星拜月号][^。！？!?]{0,20}[复系电理决馈知您你进款账门]|\d[:：]\d/;
const SIGN_EN = /ll\b|\bgoing to\b/;

/**
 * Gives within how many ms of `atMs` a named time comes on the customers' clock; null where it is over. A day without a
 * time is over at midnight, a morning at noon, an afternoon at six.
 */
export function promisedByClock(named: NamedTime, atMs: number, zone: Zone): number | null {
  const nowMs = zone.localOf(atMs);
  const dueMs = dueOf(named, nowMs);
  if (dueMs === null || dueMs <= nowMs || dueMs - nowMs > FARTHEST_MS) return null;
  return zone.instantOf(dueMs) - atMs;
}

/**
 * Gives the time of the clock, part of a day or date by which a text promises to do something: 今天下午三点前给您回电,
 * `we will call you by 5 pm tomorrow`; null where it names none.
 */
export function timeNamedIn(text: string): { named: NamedTime; language: 'zh' | 'en' } | null {
  const chinese = inChinese(text);
  if (chinese !== null) return { named: chinese, language: 'zh' };
  const english = inEnglish(text);
  return english && { named: english, language: 'en' };
}

function inChinese(text: string): NamedTime | null {
  if (!SIGN_ZH.test(text)) return null;
  for (const match of text.matchAll(CHINESE)) {
    if (NOT_OURS_ZH.test(text.slice(Math.max(0, match.index - 12), match.index))) continue;
    const named = namedInChinese(match[1] ?? '');
    if (named !== null) return named;
  }
  return null;
}

function inEnglish(text: string): NamedTime | null {
  if (!SIGN_EN.test(text)) return null;
  const words = ENGLISH.exec(text)?.[1] ?? ENGLISH_FIRST.exec(text)?.[1];
  return words === undefined ? null : namedInEnglish(words);
}

/** The local ms by which a named time is over, seen from the local `nowMs`. */
function dueOf({ day, hour = 24, isEitherHalf }: NamedTime, nowMs: number): number | null {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const on = day === undefined ? null : dayOf(day, today);
  if (day !== undefined && on === null) return null;
  const at = (start: number, h: number): number => start + Math.round(h * 60) * MINUTE_MS;
  if (isEitherHalf !== true) {
    if (on !== null) return at(on, hour);
    return at(today, hour) > nowMs ? at(today, hour) : at(today + DAY_MS, hour);
  }
  const isWaking = (h: number): boolean => h >= WAKING.from && h <= WAKING.to;
  const halves = [hour % 12, (hour % 12) + 12].filter(isWaking);
  const days = on === null ? [today, today + DAY_MS] : [on];
  const candidates = days.flatMap((start) => halves.map((h) => at(start, h)));
  return candidates.find((due) => due > nowMs) ?? null;
}

/** The local midnight at which a named day begins; null for a day that there is not. */
function dayOf(day: NamedDay, today: number): number | null {
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(today / DAY_MS) + 3) % 7;
  switch (day.kind) {
    case 'after':
      return today + day.days * DAY_MS;
    case 'weekday': {
      const ahead = day.weekday - weekday + 7 * (day.weeks ?? 0);
      return today + (day.weeks === null ? (ahead + 7) % 7 : ahead) * DAY_MS;
    }
    case 'date':
      return dateOf(day, today);
    case 'end':
      return day.of === 'week' ? today + (6 - weekday) * DAY_MS : lastOfMonth(today);
  }
}

function dateOf({ month, date }: { month: number | null; date: number }, today: number): number | null {
  const months = monthsFrom(today);
  const start = months.find((at) => {
    const begins = at + (date - 1) * DAY_MS;
    return (month === null || monthOf(at) === month) && begins >= today && monthOf(begins) === monthOf(at);
  });
  return start === undefined || date < 1 || date > 31 ? null : start + (date - 1) * DAY_MS;
}

function lastOfMonth(today: number): number {
  const [, next = today + DAY_MS] = monthsFrom(today);
  return next - DAY_MS;
}

/** Beginnings of this month and the next ones. */
function monthsFrom(today: number): number[] {
  const { year, month } = yearAndMonth(today);
  return [0, 1, 2, 3].map((ahead) => Date.UTC(year, month - 1 + ahead, 1));
}

function monthOf(localMs: number): number {
  return yearAndMonth(localMs).month;
}

const CALENDAR = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric', month: '2-digit' });

function yearAndMonth(localMs: number): { year: number; month: number } {
  const [month = 1, year = 1970] = CALENDAR.format(localMs).split('/').map(Number);
  return { year, month };
}
