import { foldSlice } from './characters';
import { type MaskSpan } from './types';

/** Longest stretch that is looked at after a cue. */
const REACH = 44;
/** Longest stretch that is looked at before a cue, and behind an id. */
const REACH_ASIDE = 12;
/** Units looked at for one cue, for counting the work. */
export const WECHAT_READS = REACH + REACH_ASIDE;

/** The names of WeChat, and the single signs that stand for it where something before or behind them says so. */
const NAMED = '(?:微 ?[信心]|[薇威徽]信|[vw]信|[微薇威v]❤\ufe0f?|绿泡泡|vx|wx|we ?chat|wei ?xin)';
const SIGN = '[v微薇威]';
/**
 * What may stand between the name and the id. WeChat ids are 6 to 20 letters, digits, hyphens and underscores and
 * begin with a letter; a telephone or QQ number may also serve as one. An e-mail address or a host is none.
 */
const LINK =
  '\\s?(号码?|账号|帐号|id|account|number|handle|username)?([\\s:是为=,，“"\'(（【[]{0,4}(?:就?是|为|\\bis\\b)?\\s?:?\\s?)';
const ID = '([a-z][a-z0-9_-]{5,19})(?![a-z0-9_-]|\\s?@|\\.[a-z])';
const AFTER_NAME = new RegExp(`^${NAMED}${LINK}${ID}`);
const AFTER_SIGN = new RegExp(`^${SIGN}${LINK}${ID}`);

/** "加", "加我的", "add my", "add me on" before a cue. */
const ADDING =
  /(?:[加➕+]\s?(?:一下|下|个|我|你|他|她|您|俺|本人|客服|老师|的|\s){0,3}|\badd (?:my|me on|his|her|our) )$/;
/** Whose id it is, before a cue. */
const OWNING = /(?:[我他她你您俺]|本人|客服|老师|经理|师傅|\b(?:my|his|her|our))\s?的?\s?$/;

/** Words that stand beside the name of WeChat and are nobody's id. */
const ORDINARY =
  /^(?:account|number|support|service|public|official|customer|message|group|moment|payment|wallet|business|program|mini-?program|android|iphone|windows|harmony|version|update|password|screenshot|picture|contact|friend|please|thanks?|thank|already|instead|because|before|though|through|without|always|currently|blocked|banned|broken|frozen|hacked|locked|closed|stolen|deleted|disabled|suspended|expired|hidden|linked|connected|installed|logged|registered|verified|updated|working|loading|freezing|crashing|missing|failing|login|logout|useless|offline|online|unsafe|secure|normal|correct|private|cancel|cancelled|refund|unable|really|having|asking|saying|showing)s?$/;

/** Names of devices and systems with their number, which stand beside a cue too: "微信 iphone12". */
const DEVICE =
  /^(?:i(?:phone|pad|os)|android|win(?:dows)?|huawei|mate|redmi|oppo|vivo|honor|galaxy|version)\d/i;

/** Whether a word with digits is a device or a system rather than anybody's id. */
export function isDevice(word: string): boolean {
  return DEVICE.test(word);
}

/** Gives the WeChat id that the cue at `at` announces, or nothing. Letters alone need more than a name before them. */
export function wechatAfter(text: string, at: number, barrier: number): MaskSpan | undefined {
  const ahead = foldSlice(text, at, at + REACH);
  const named = AFTER_NAME.exec(ahead);
  const match = named ?? AFTER_SIGN.exec(ahead);
  if (!match) return undefined;
  const [whole, word, link = '', id = ''] = match;
  const end = at + whole.length;
  const before = foldSlice(text, Math.max(barrier, at - REACH_ASIDE), at);
  const isAdded = ADDING.test(before);
  const isOwned = OWNING.test(before);
  const isPlain = /^[a-z]+(?:-[a-z]+)*$/.test(id);
  const isAnnounced = word !== undefined || /[:是为=]/.test(link);
  if (isDevice(id)) return undefined;
  // A sign alone is a letter of any word: "vip", "v2", "稍微".
  if (!named && !isAdded && !(isAnnounced && (isOwned || (!isPlain && link.includes(':'))))) return undefined;
  if (!named && link === '' && word === undefined && /^[a-z]/.test(ahead) && !/\d/.test(id)) return undefined;
  const isNaming = isAnnounced || isAdded || (isOwned && endsClause(text, end));
  if (isPlain && (!isNaming || ORDINARY.test(id))) return undefined;
  // "微信是tencent的" goes on as well.
  if (isPlain && /^\s?[的上里版公]/.test(text.slice(end, end + 2))) return undefined;
  // "My wechat is unusable since Monday": English goes on, an id does not.
  if (isPlain && /\bis\b/.test(link) && !endsClause(text, end)) return undefined;
  return { start: end - id.length, end, type: 'wechat' };
}

/** Whether no word in Latin letters follows at `end`. */
function endsClause(text: string, end: number): boolean {
  return !/^\s?[a-z]/.test(foldSlice(text, end, end + 2));
}
