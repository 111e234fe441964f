const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const NUMBERS: Readonly<Record<string, number>> = {
  半: 0.5,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十五: 15,
  二十: 20,
  二十四: 24,
  三十: 30,
  四十八: 48,
  七十二: 72,
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  five: 5,
  ten: 10,
};

// Gaps are bounded: a run of blanks would else be tried from each of its places.
const CHINESE =
  /(\d{1,3}|[半一二两三四五六七八九十]{1,3})\s{0,2}个?\s{0,2}(分钟|小时|钟头|工作日|天)\s{0,2}(?:之内|以内|内|后|左右)[^。！？!?可]{0,12}(?:回复|答复|联系您|联系你|与您联系|和您联系|跟您联系|回电|致电|处理|解决|反馈|通知您|给您|为您|跟进|退款|到账|上门)/;
const ENGLISH =
  /(?:\bwill\b|\bshall\b|'ll\b|\bgoing to\b)[^.!?]{0,60}\b(?:within|in)\s{1,2}(?:the next\s{1,2})?(\d{1,3}|an?|one|two|three|five|ten)\s{1,2}(minute|hour|(?:business |working )?day)s?\b/i;

const UNITS: Readonly<Record<string, number>> = {
  分钟: MINUTE_MS,
  minute: MINUTE_MS,
  小时: HOUR_MS,
  钟头: HOUR_MS,
  hour: HOUR_MS,
  天: DAY_MS,
  day: DAY_MS,
};

const SIGNS = ['内', '后', '左右', 'in '];

/**
 * Gives within how many ms a reply promises to do something, or null where it promises no time: 两小时内给您回复 is
 * 7,200,000, `we will call you within 24 hours` 86,400,000. A working day counts as a day, and a weekend is added to
 * any number of them. Times of the clock and dates (今天18点前): see `timeNamedIn`.
 */
export function promisedWithinMs(text: string): number | null {
  // Most replies name no stretch of time: looking for a word costs a fraction of what matching does.
  if (!SIGNS.some((sign) => text.includes(sign))) return null;
  const match = CHINESE.exec(text) ?? ENGLISH.exec(text);
  if (match === null) return null;
  const [, written = '', unit = ''] = match;
  const n = NUMBERS[written.toLowerCase()] ?? Number(written);
  // A numeral that is not listed (十二) is no time that we can hold anybody to.
  if (!Number.isFinite(n) || n <= 0) return null;
  const isWorkingDay = unit === '工作日' || /^(business|working) day$/i.test(unit);
  if (isWorkingDay) return (n + 2) * DAY_MS;
  return n * (UNITS[unit.toLowerCase()] ?? DAY_MS);
}
