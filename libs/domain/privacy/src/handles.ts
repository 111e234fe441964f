import { foldSlice } from './characters';
import { type MaskSpan } from './types';

/** Longest stretch that is looked at after a cue. */
const REACH = 44;
/**
 * "微信", "加v", "wechat id" and what may stand between it and the id. WeChat ids are 6 to 20 letters, digits,
 * hyphens and underscores and begin with a letter; a telephone or QQ number may also serve as one.
 */
const WECHAT =
  /^(?:微信|薇信|威信|v信|vx|wx|we ?chat)\s?(号码?|账号|id|account|number|handle|username)?[\s:：是为=,，“"'(（【[]{0,4}(?:就?是|为|is)?\s?([:：])?\s?([a-z][a-z0-9_-]{5,19})(?![a-z0-9_-])/;

/** Gives the WeChat id that the cue at `at` announces, or nothing. Letters alone need "号", "id" or a colon too. */
export function wechatAfter(text: string, at: number): MaskSpan | undefined {
  const match = WECHAT.exec(foldSlice(text, at, at + REACH));
  if (!match) return undefined;
  const [whole, word, , id = ''] = match;
  const announced = word !== undefined || /[:：]/.test(whole);
  if (!announced && !/\d/.test(id)) return undefined;
  if (/^(?:account|number|support|service|public|official|customer|message)s?$/.test(id)) return undefined;
  return { start: at + whole.length - id.length, end: at + whole.length, type: 'wechat' };
}
