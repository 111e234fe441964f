import { foldSlice, isLetterAt, isPlainDigitAt } from './characters';
import { type MaskSpan } from './types';

const MAILBOXES = new Set(
  'qq 163 126 139 189 gmail sina sohu hotmail outlook yahoo foxmail icloud aliyun'.split(' '),
);
/** What an e-mail address may hold before its sign beside letters and digits. */
const LOCAL_MARKS = '._%+-．＿－＋';
/** Longest local part (RFC 5321, 4.5.3.1.1). */
const LONGEST_LOCAL = 64;
/** Longest domain that is read. */
const LONGEST_DOMAIN = 100;
/** What an at sign, or a word for it, may begin with. */
const SIGN_STARTS = '@＠﹫[(（【<艾';
const SIGN = /(?:\s?[@＠﹫]\s?|\s?[[(（【<]\s?(?:at|艾特|@)\s?[\])）】>]\s?|\s?艾特\s?|\sat\s)/y;
/** Units of the longest sign: " [ 艾特 ] " with all its spaces. */
const LONGEST_SIGN = 8;
const DOMAIN =
  /[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?(?:(?:[.·]|\s[.·。]\s|。(?=com|cn|net|org)|点(?=com|cn|net)|\s(?:dot|点)\s)[a-z0-9-]{1,30}){0,4}/y;

function isLocalAt(text: string, at: number): boolean {
  return isLetterAt(text, at) || isPlainDigitAt(text, at) || LOCAL_MARKS.includes(text.charAt(at) || ' ');
}

/** Where the local part that begins at `start` ends. */
export function endOfLocal(text: string, start: number): number {
  let end = start;
  while (end - start < LONGEST_LOCAL && isLocalAt(text, end)) end++;
  return end;
}

/** Whether an at sign or a word for it may begin at `at`, told from two units. */
function mayBeSign(text: string, at: number): boolean {
  const first = text.charAt(at);
  if (first === '') return false;
  return first === ' '
    ? '@＠﹫aA[(（【<艾'.includes(text.charAt(at + 1) || '.')
    : SIGN_STARTS.includes(first);
}

/** Gives the e-mail address whose local part runs from `start` to `local`, or nothing. */
export function emailAt(text: string, start: number, local: number): MaskSpan | undefined {
  if (!mayBeSign(text, local)) return undefined;
  SIGN.lastIndex = 0;
  const sign = SIGN.exec(foldSlice(text, local, local + LONGEST_SIGN));
  if (!sign) return undefined;
  const folded = foldSlice(text, local, local + LONGEST_DOMAIN);
  DOMAIN.lastIndex = sign[0].length;
  const domain = DOMAIN.exec(folded);
  if (!domain) return undefined;
  // A number that follows without a space, and the full stop that ends a sentence, are not part of the address.
  const kept = domain[0]
    .replace(/[.·\s。]+$/, '')
    .replace(/([.·\s。点](?:com|cn|net|org|[a-z]{2,24}))\d[a-z0-9-]*$/, '$1');
  const labels = kept.split(/\s?(?:\.|·|。|点|\sdot\s)\s?/).map((label) => label.trim());
  const top = labels.at(-1) ?? '';
  const known = MAILBOXES.has(labels[0] ?? '');
  const plain = /[@＠﹫]/.test(sign[0]);
  if (labels.length < 2 ? !known || !plain : !/^[a-z]{2,24}$/.test(top)) return undefined;
  if (!plain && !known && !/^(?:com|cn|net|org|io|edu|co|hk|tw)$/.test(top)) return undefined;
  return { start, end: local + sign[0].length + kept.length, type: 'email' };
}

const VERSION_BEFORE =
  /(?:版本号?|version|firmware|固件|ver|系统|客户端|app|ios|android|win\w*|v)[\s:：是为.]*$/;

/** Whether a dot or colon stands within the first five units, as it does in every address of a host. */
function partsAt(text: string, start: number): boolean {
  for (let at = start; at < start + 5; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2e || unit === 0x3a || unit === 0xff0e || unit === 0xff1a) return true;
    if (!isLetterAt(text, at) && !isPlainDigitAt(text, at)) return false;
  }
  return false;
}

/** Gives the IPv4 or IPv6 address that begins at `start`, or nothing; a version is not one. */
export function addressOfHostAt(text: string, start: number, barrier: number): MaskSpan | undefined {
  if (!partsAt(text, start)) return undefined;
  const ahead = foldSlice(text, start, start + 46);
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d{1,4}(?!\d))/.exec(ahead);
  if (four) {
    const before = foldSlice(text, Math.max(barrier, start - 14), start);
    if (four.slice(1).some((part) => Number(part) > 255) || /[\d.]$/.test(before)) return undefined;
    if (VERSION_BEFORE.test(before) || /^\s?版/.test(ahead.slice(four[0].length))) return undefined;
    return { start, end: start + four[0].length, type: 'ip' };
  }
  const six = /^[0-9a-f:]{2,39}/.exec(ahead)?.[0] ?? '';
  return isIpv6(six) && !isLetterAt(text, start + six.length)
    ? { start, end: start + six.length, type: 'ip' }
    : undefined;
}

/** Whether this is an IPv6 address in RFC 4291 form: eight groups, or fewer with one `::`. A time of day is not. */
function isIpv6(written: string): boolean {
  const halves = written.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : groups.length >= 2 && groups.length <= 7;
}
