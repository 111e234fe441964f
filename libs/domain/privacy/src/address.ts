import { foldSlice } from './characters';
import { type MaskSpan } from './types';

/** How far back from a house number the rest of its address is looked for. */
const REACH_BACK = 40;
/** How far ahead the rest (building, unit, room) is looked for. */
const REACH_AHEAD = 40;

/** What follows the number of a house, building or room. */
const NUMBERED = /^\s?(?:号|號|栋|幢|座|单元|室|弄|巷|楼|组|门牌)/;
/** Words that name a road, an estate or a village, with a name before them. */
const NAMED =
  /[\u4e00-\u9fff]{1,12}?(?:大道|大街|街道|胡同|小区|花园|公寓|大厦|新村|家园|广场|路|街|巷|弄|里|村|镇|苑|屯|庄|府|城|湾|园)/;
/** Where an address ends to the left: punctuation, and words that lead to one. */
const LEAD = /[,，。.!！?？;；:：、“”"'()（）【】[\]\n\r]|[是在到住址寄送往给来从于至]|地址|收货|家住/g;
/** A further part: a name perhaps, a number or letter, and what it numbers. */
const REST =
  /^(?:\s?(?:(?![是在到住寄送往给来从于至])[\u4e00-\u9fff]){0,8}?\s?(?:[a-z]?\d{1,5}[a-z]?|[a-z]|[一二三四五六七八九十百零〇]{1,6})(?:-\d{1,5}){0,3}\s?(?:号楼|号院|号|號|栋|幢|座|单元|室|弄|楼|层|户|门|房))/;

/** Gives the Chinese address that holds the house number from `start` to `end`, or nothing. */
export function addressAround(
  text: string,
  start: number,
  end: number,
  barrier: number,
): MaskSpan | undefined {
  const numbered = NUMBERED.exec(text.slice(end, end + 4));
  if (!numbered) return undefined;
  const before = text.slice(Math.max(barrier, start - REACH_BACK), start);
  LEAD.lastIndex = 0;
  let lead = 0;
  for (let match = LEAD.exec(before); match; match = LEAD.exec(before)) lead = LEAD.lastIndex;
  const stretch = before.slice(lead).replace(/^\s+/, '');
  if (!NAMED.test(stretch)) return undefined;
  let at = end + numbered[0].length;
  const limit = at + REACH_AHEAD;
  while (at < limit) {
    const more = REST.exec(foldSlice(text, at, at + 24));
    if (!more) break;
    at += more[0].length;
  }
  return { start: start - stretch.length, end: at, type: 'address' };
}

/** Words of a sentence that do not stand in the name of a street. */
const NOT_A_NAME =
  /\b(?:a|an|the|of|on|in|at|to|for|from|is|are|was|and|or|but|my|your|days?|hours?|minutes?|years?|times?|people|more|this|that)\b/;
/** A number, one to four words, and a kind of street; then a flat, a town, a state and a postal code perhaps. */
const STREET =
  /^\d{1,5}[a-z]?,?\s+((?:[a-z][a-z'.]*\s+){1,4}?)(street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|square|terrace|highway|hwy)\b\.?(?:,?\s+(?:apt|apartment|unit|suite|ste|flat|floor|#)\.?\s?#?[a-z0-9-]{1,6})?(?:,?\s+[a-z]+(?:\s[a-z]+)?,?\s+[a-z]{2}\s+\d{5}(?:-\d{4})?)?/;

/** Gives the street address in English that begins with the house number from `start` to `end`, or nothing. */
export function streetAddressAt(text: string, start: number, end: number): MaskSpan | undefined {
  if (end - start > 5 || !/[\s,a-z]/i.test(text.charAt(end))) return undefined;
  const match = STREET.exec(foldSlice(text, start, start + 90));
  if (!match || NOT_A_NAME.test(match[1] ?? '')) return undefined;
  return { start, end: start + match[0].length, type: 'address' };
}
