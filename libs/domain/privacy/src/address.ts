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
const LEAD = /[,，。.!！?？;；:：、“”"'()（）【】[\]\n\r]|[是在到住址寄送往给来从于]|地址|收货|家住/g;
const REST =
  /^(?:\s?[\u4e00-\u9fff]{0,8}?\s?(?:[a-z]?\d{1,5}[a-z]?|[a-z]|[一二三四五六七八九十百零〇]{1,6})(?:-\d{1,5}){0,3}\s?(?:号楼|号院|号|號|栋|幢|座|单元|室|弄|楼|层|户|门|房))/;

/** Gives the Chinese address that holds the house number from `start` to `end`, or nothing. */
export function addressAround(
  text: string,
  start: number,
  end: number,
  barrier: number,
): MaskSpan | undefined {
  if (!NUMBERED.test(text.slice(end, end + 4))) return undefined;
  const from = Math.max(barrier, start - REACH_BACK);
  const before = text.slice(from, start);
  LEAD.lastIndex = 0;
  let lead = 0;
  for (let match = LEAD.exec(before); match; match = LEAD.exec(before)) lead = LEAD.lastIndex;
  const stretch = before.slice(lead).replace(/^\s+/, '');
  if (!NAMED.test(stretch)) return undefined;
  let at = end + (NUMBERED.exec(text.slice(end, end + 4))?.[0].length ?? 0);
  const limit = at + REACH_AHEAD;
  while (at < limit) {
    const more = REST.exec(foldSlice(text, at, at + 24));
    if (!more) break;
    at += more[0].length;
  }
  return { start: start - stretch.length, end: at, type: 'address' };
}
