import { foldSlice, isLetterAt } from './characters';
import { type MaskSpan } from './types';

/** How far back from a house number the rest of its address is looked for. */
const REACH_BACK = 40;
/** How far ahead the rest (building, unit, room) is looked for. */
const REACH_AHEAD = 40;

/** What follows the number of a house, building or room; longer words first. */
const NUMBERED = /^\s?(?:号楼|号院|号|號|栋|幢|座|单元|室|弄|巷|楼|组|门牌)/;
/** Words that name a road, an estate or a village, with a name before them. */
const NAMED =
  /[\u4e00-\u9fff]{1,12}?(?:大道|大街|街道|胡同|小区|花园|公寓|大厦|大楼|新村|家园|广场|路|街|巷|弄|里|村|镇|苑|屯|庄|府|城|湾|园|soho)/i;
/** Where an address ends to the left: punctuation, and words that lead to one. */
const LEAD =
  /[,，。.!！?？;；:：、“”"'()（）【】[\]\n\r]|[是在到住址寄送往给来从于至]|地址|收货|家住|我家|门牌/g;
/** A number or letter and what it numbers, and a further part: a name perhaps before them. */
const NUMBERED_PART =
  '\\s?(?:[a-z]?\\d{1,5}[a-z]?|[a-z]|[一二三四五六七八九十百零〇]{1,6})(?:-\\d{1,5}){0,3}\\s?' +
  '(?:号楼|号院|号|號|栋|幢|座|塔|单元|室|弄|楼|层|户|门|房)';
const PART = new RegExp(`^\\s?(?:(?![是在到住寄送往给来从于至])[\\u4e00-\\u9fff]){0,8}?${NUMBERED_PART}`);
const UNNAMED_PART = new RegExp(`^${NUMBERED_PART}`);
/** The parts after which a room may stand without a word; after a house number only directly. */
const BEFORE_ROOM = /(?:号楼|栋|幢|座|塔|单元|楼|层|门)$/;
const BEFORE_GLUED_ROOM = /(?:号|號)$/;
/** What makes three or four digits no room: a year, an amount, a size, a room that nobody lives in. */
const NO_ROOM =
  '(?!\\d|\\s?(?:[元块万分个人米平多教病k%]|小时|公里|会议|天(?!天)|次(?!日)|点(?!名))|[.:：]\\d)(?<!(?:19|20)\\d\\d(?=年))';
/** A room directly behind a part, and one behind a space, where a telephone number may begin as well. */
const GLUED_ROOM = new RegExp(`^(?:[a-z]?\\d{3,4}|[一二三四五六七八九零〇幺]{3,4})(?!-\\d)${NO_ROOM}`);
const SPACED_ROOM = new RegExp(`^\\s[a-z]?\\d{3,4}(?![\\s-]{1,2}\\d)${NO_ROOM}`);
/** House and room, or house, unit and room, by hyphens: "5-301", "3-2-501"; before them the name of a place perhaps. */
const HYPHENATED = '\\d{1,3}(?:-\\d{1,2})?-\\d{3,4}(?:室|房)?(?![-\\d]|\\s\\d)';
const PLACE_AND_ROOM = new RegExp(
  `^[\\u4e00-\\u9fff]{2,8}(?:园|苑|区|城|厦|寓)\\s?(?:${HYPHENATED}|(?<=厦|寓)[a-z]?\\d{3,4}${NO_ROOM})`,
);
const HYPHENATED_ROOM = new RegExp(`^${HYPHENATED}`);
/** Where a room by hyphens, or three or four digits alone, may stand directly behind a name. */
const ESTATE = /(?:花园|小区|公寓|家园|新村|大厦|大楼|苑|庄园|城|府|湾|soho)\s?$/i;
const BUILDING = /(?:公寓|大厦|大楼|soho|[a-z]\s?[座栋幢塔])\s?$/i;
const BARE_ROOM = new RegExp(
  `^[a-z]?(?!(?:19|20)\\d\\d(?!室|房))\\d{3,4}(?:室|房|$|(?=[\\s,，。.;；!！]))${NO_ROOM}`,
);

/** How an address goes on from `at`: where it ends, and whether it names a room. */
interface Rest {
  readonly end: number;
  readonly hasRoom: boolean;
}

/** Follows the parts behind the one that ends in `word` at `at`; without a name before them none has one either. */
function restFrom(text: string, at: number, word: string, isNamed: boolean): Rest {
  const limit = at + REACH_AHEAD;
  let end = at;
  let last = word;
  while (end < limit) {
    const ahead = foldSlice(text, end, end + 24);
    const part = isNamed ? (PART.exec(ahead) ?? PLACE_AND_ROOM.exec(ahead)) : UNNAMED_PART.exec(ahead);
    if (!part) {
      const room = BEFORE_ROOM.test(last) || BEFORE_GLUED_ROOM.test(last) ? GLUED_ROOM.exec(ahead) : null;
      const spaced = BEFORE_ROOM.test(last) ? SPACED_ROOM.exec(ahead) : null;
      const length = (room ?? spaced)?.[0].length ?? 0;
      return { end: end + length, hasRoom: length > 0 || /[室房\d]$/.test(last) };
    }
    last = part[0];
    end += last.length;
  }
  return { end, hasRoom: /[室房\d]$/.test(last) };
}

/** Gives the Chinese address that holds the house number from `start` to `end`, or nothing. */
export function addressAround(
  text: string,
  start: number,
  end: number,
  barrier: number,
): MaskSpan | undefined {
  const numbered = NUMBERED.exec(text.slice(end, end + 4));
  if (!numbered && !endsName(text, start)) return undefined;
  const stretch = stretchBefore(text, start, barrier);
  const from = start - stretch.length;
  if (numbered) {
    const isNamed = NAMED.test(stretch);
    const rest = restFrom(text, end + numbered[0].length, numbered[0], isNamed);
    if (isNamed) return { start: from, end: rest.end, type: 'address' };
    // "18号楼3单元502室": without a name only down to the room.
    const isHouse = /号楼|栋|幢|座|单元/.test(numbered[0]) && rest.hasRoom;
    return isHouse ? { start: start - tensBefore(stretch), end: rest.end, type: 'address' } : undefined;
  }
  if (!NAMED.test(stretch)) return undefined;
  const ahead = foldSlice(text, start, start + 24);
  const room =
    (ESTATE.test(stretch) ? HYPHENATED_ROOM.exec(ahead) : null) ??
    (BUILDING.test(stretch) ? BARE_ROOM.exec(ahead) : null);
  return room ? { start: from, end: start + room[0].length, type: 'address' } : undefined;
}

/** Whether the name of an estate or a building may end before `start`, told from one unit: most numbers stand elsewhere. */
function endsName(text: string, start: number): boolean {
  const before = text.charAt(start - 1);
  const last = before === ' ' ? text.charAt(start - 2) : before;
  return last !== '' && '园区寓厦楼村苑庄城府湾座栋幢塔oO'.includes(last);
}

/** What stands before a house number and may be of its address. */
function stretchBefore(text: string, start: number, barrier: number): string {
  let from = Math.max(barrier, start - REACH_BACK);
  // Never from the middle of a surrogate pair.
  if (/[\udc00-\udfff]/.test(text.charAt(from))) from++;
  const before = text.slice(from, start);
  LEAD.lastIndex = 0;
  let lead = 0;
  for (let match = LEAD.exec(before); match; match = LEAD.exec(before)) lead = LEAD.lastIndex;
  return before.slice(lead).replace(/^\s+/, '');
}

/** How many numerals of ten and more, which are no digits, end the stretch: the first of "十二号楼". */
function tensBefore(stretch: string): number {
  return /[十百]{0,2}$/.exec(stretch)?.[0].length ?? 0;
}

/** Words of a sentence that do not stand in the name of a street. */
const NOT_A_NAME =
  /\b(?:a|an|the|of|on|in|at|to|for|from|is|are|was|and|or|but|my|your|days?|hours?|minutes?|years?|times?|people|more|this|that|things?|including)\b/;
/** A flat, and a town with a state and a postal code, or a British postcode. */
const FLAT_BEHIND = '(?:,?\\s+(?:apt|apartment|unit|suite|ste|flat|floor|#)\\.?\\s?#?[a-z0-9-]{1,6})?';
const TOWN =
  '(?:,?\\s+[a-z]+(?:\\s[a-z]+)?,?\\s+(?:[a-z]{2}\\s+\\d{5}(?:-\\d{4})?|(?:nsw|vic|qld|tas|act|[wsn][at])\\s+\\d{4}\\b)|(?:,?\\s+[a-z]+(?:\\s[a-z]+)?)?,?\\s+[a-z]{1,2}\\d[a-z\\d]?\\s?\\d[a-z]{2}\\b)?';
/** A number, one to four words, and a kind of street; then a flat and a town perhaps. */
const STREET = new RegExp(
  "^\\d{1,5}[a-z]?,?\\s+((?:(?:[a-z][a-z'.]*|\\d{1,3}(?:st|nd|rd|th))\\s+){1,4}?)(street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|" +
    `square|terrace|highway|hwy|parkway|pkwy|crescent|mews)\\b\\.?${FLAT_BEHIND}${TOWN}`,
);
/** Kinds of street that are everyday words: a street's name in capitals only. */
const NAMED_STREET =
  /^\d{1,5}[A-Za-z]?,?\s+((?:[A-Z][A-Za-z'.]*\s+){1,3}?)(?:Way|Place|Close|Row|Walk|Hill|Grove|Gardens|Circle|Plaza|Trail)\b\.?/;
/** A flat, a floor or the first of two houses before the house number. */
const FLAT_BEFORE =
  /(?:\b(?:flat|apt|apartment|unit|suite|room)\.?\s?#?[a-z0-9]{1,5}|\b\d{1,2}(?:st|nd|rd|th) floor),?\s+$|\b\d{1,4}[a-z]?\s?[-–/]\s?$/;
const FLAT_REACH = 20;
/** "P.O. Box" before its number. */
const BOX = /\bp\.?\s?o\.?\s?box\s*(?:no\.?|#)?\s*$/;

/** Whether a letter perhaps, a comma perhaps, a space and a word follow at `end`. */
function mayBeStreet(text: string, end: number): boolean {
  let at = isLetterAt(text, end) ? end + 1 : end;
  if (text.charAt(at) === ',') at++;
  return /\s/.test(text.charAt(at)) && /[\sA-Za-z0-9]/.test(text.charAt(at + 1));
}

/** Gives the street address in English that begins with the house number from `start` to `end`, or nothing. */
export function streetAddressAt(
  text: string,
  start: number,
  end: number,
  barrier: number,
): MaskSpan | undefined {
  if (end - start > 5) return undefined;
  const before = (reach: number): string => foldSlice(text, Math.max(barrier, start - reach), start);
  const box = /[xX#.]/.test(text.slice(Math.max(0, start - 2), start)) ? BOX.exec(before(16)) : null;
  if (box) return { start: start - box[0].length, end, type: 'address' };
  if (!mayBeStreet(text, end)) return undefined;
  const match =
    STREET.exec(foldSlice(text, start, start + 90)) ?? NAMED_STREET.exec(text.slice(start, start + 60));
  if (!match || NOT_A_NAME.test((match[1] ?? '').toLowerCase())) return undefined;
  const flat = FLAT_BEFORE.exec(before(FLAT_REACH))?.[0].length ?? 0;
  return { start: start - flat, end: start + match[0].length, type: 'address' };
}
