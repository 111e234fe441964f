import { type Normaliser } from '../normalise/normalise';

/** How much of the original is read on each side of a match. */
const REACH = 60;

const OPENS = /[《〈][^》〉]{0,40}$/;
const CLOSES = /^[^《〈]{0,40}[》〉]/;
/** `电影叫……`, `乐队"……`: the name comes next, at once, and not what was called (看完电影叫的车, 唱完歌叫代驾). */
const NAMED_ZH =
  /(电影|影片|片子|电视剧|连续剧|话剧|音乐剧|小说|绘本|漫画|动漫|番剧|歌曲?|专辑|乐队|乐团|游戏|手游|剧本杀|密室|综艺|书)((名字|名)?叫做?(?![的了过个来车人我他她你它滴代快专出网外师司陪])[^，。！？,.!?\s]{0,2}|名为[^，。！？,.!?]{0,10}|[“"『「][^，。！？,.!?”"』」]{0,10})$/;
const WORK_AFTER_ZH =
  /^[^，。！？,.!?]{0,6}?(电影票|首映|影评|黑胶|原著|插曲|主题曲|片尾曲|演唱会|专辑|乐队|手办|豆瓣|[这那](部|本|首|款|出)(电影|片子?|书|小说|歌|剧|游戏))/;
/** `电影……的票`. */
const SHOW_BEFORE_ZH = /(电影|影片|话剧|音乐剧|演唱会|首映)[^，。！？,.!?\s]{0,4}$/;
const SEAT_AFTER_ZH = /^[^，。！？,.!?]{0,6}的?(票|座位?|场次)/;

const WORK =
  /\b(movies?|films?|songs?|tracks?|albums?|books?|novels?|games?|shows?|showing|showtimes?|musicals?|operas?|bands?|concerts?|tickets?|trailers?|soundtrack|cinemas?|theat(er|re)s?|genre|starring|directed|rated|netflix|spotify|(?:to|lets) watch|watching|playing|listen(ing)?|stream(ing)?)\b/i;
const NAMED_EN =
  /\b(movie|film|song|track|album|book|novel|band|single|game|show|musical|opera|tickets? (?:to|for)|show(?:times?|ings?) (?:of|for)|(?:to |lets |and )(?:watch|stream|listen to)|watching|listening to|streaming)[,:]?\s+(?:(?:called|titled|named|the|is|was|about|of)\s+)*["“']?(?:(?!(?:and|when|while|but|because|he|she|they|i|my|we|him|her|who|that|someone|in|on|at|then|so)\b)[\w']+\s+){0,3}$/i;
const WORK_AFTER_EN =
  /^\w*["”']?\s+(?:(?!(?:and|when|while|but|because|he|she|they|i|my|we|me|him|her|who|that|someone|in|on|at|then|so|the|a|to|for)\b)[\w']+\s+){0,2}(movie|film|song|album|soundtrack|showtimes?|showing|trailer|musical)\b/i;
/** `the movie Kidnapped`, `tickets for …`: the name comes at once. */
const NAMED_AT_ONCE_EN =
  /\b(movie|film|song|track|album|book|novel|band|musical|opera|tickets? (?:to|for)|show(?:times?|ings?) (?:of|for)|(?:to |lets |and )(?:watch|stream|listen to))[,:]?\s+(?:(?:called|titled|named)\s+)?["“']?$/i;
/** `after the movie`, `in your book`: where or when something happened. */
const PLACE_EN =
  /\b(after|before|during|at|from|in|left|leaving)\s+(the|a|an|this|that|our|my|your)\s+\w+\s*$/i;
/** Whoever says I tells of themselves, even in capitals. */
const TELLS = /\b(i|im|my|mine)\b/i;
/** What is told of oneself is no title, unless it is written as one. */
const OF_ONESELF = /\b(me|my|i|im|us|we|our|myself)\b/i;
/** Words that titles leave small. */
const SMALL = /^(a|an|the|and|or|of|to|in|on|at|for|by|with|from)$/;
const SHOUTED = /^\p{Lu}{2,}$/u;
const WORDS = /[\p{L}\p{N}'’]+/gu;

/** A stretch `[start, end)` of normalised units that a term of a rule was found in. */
export interface Part {
  start: number;
  end: number;
}

/**
 * Whether a match stands in the title of a film, a song, a book or a game. `sure`: one of its parts between title marks,
 * or all of them named as one at once, or written with capitals in a message about such things. `likely`: such a work is
 * only spoken of near them, which a person in danger may do too.
 */
export function titleIn(text: Normaliser, parts: readonly Part[]): 'sure' | 'likely' | null {
  if (parts.some((part) => isMarked(text, part))) return 'sure';
  const named = parts.map((part) => namedAs(text, part));
  if (named.includes(null)) return null;
  return named.includes('likely') ? 'likely' : 'sure';
}

function isMarked(text: Normaliser, part: Part): boolean {
  const { before, after } = around(text, part);
  return OPENS.test(before) && CLOSES.test(after);
}

function namedAs(text: Normaliser, part: Part): 'sure' | 'likely' | null {
  const { before, words, after, from, to } = around(text, part);
  if (NAMED_ZH.test(before) || (SHOW_BEFORE_ZH.test(before) && SEAT_AFTER_ZH.test(after))) return 'sure';
  if (WORK_AFTER_ZH.test(after)) return 'likely';
  if (!/[a-z]/i.test(words)) return null;
  const isOfOneself = OF_ONESELF.test(words);
  if (!isOfOneself && NAMED_AT_ONCE_EN.test(before) && !PLACE_EN.test(before)) return 'sure';
  const capitals = WORK.test(text.source) ? capitalised(text.source, from, to) : null;
  if (capitals !== null) return TELLS.test(capitals) ? 'likely' : 'sure';
  return !isOfOneself && (NAMED_EN.test(before) || WORK_AFTER_EN.test(after)) ? 'likely' : null;
}

/** Gives the original of a part, and what stands before and after it. */
function around({ source, starts, ends }: Normaliser, { start, end }: Part) {
  const from = starts[start] ?? 0;
  const to = ends[end - 1] ?? from;
  const before = source.slice(Math.max(0, from - REACH), from);
  return { before, words: source.slice(from, to), after: source.slice(to, to + REACH), from, to };
}

/**
 * The run of at least two capitalised words that holds `[from, to)`, of a text that is not written so as a whole. Words in
 * capitals throughout are no title: somebody shouts.
 */
function capitalised(source: string, from: number, to: number): string | null {
  const words = [...source.slice(Math.max(0, from - REACH), to + REACH).matchAll(WORDS)].map((found) => ({
    word: found[0],
    at: found.index + Math.max(0, from - REACH),
  }));
  const mine = words.filter(({ word, at }) => at < to && at + word.length > from);
  const isCapital = ({ word }: { word: string }): boolean => /^[\p{Lu}\p{N}]/u.test(word);
  const isSmall = ({ word }: { word: string }): boolean => SMALL.test(word);
  if (mine.length === 0 || !mine.every((word) => isCapital(word) || isSmall(word))) return null;
  let first = words.indexOf(mine[0] as (typeof words)[number]);
  let last = first + mine.length - 1;
  const continues = (word: (typeof words)[number] | undefined): boolean =>
    word !== undefined && (isCapital(word) || isSmall(word));
  while (continues(words[first - 1])) first--;
  while (continues(words[last + 1])) last++;
  const run = words.slice(first, last + 1);
  const others = words.filter((word) => !run.includes(word) && !isCapital(word));
  const isShouted = mine.some(({ word }) => SHOUTED.test(word));
  const isRun = !isShouted && run.filter(isCapital).length >= 2 && others.length >= 2;
  return isRun ? run.map(({ word }) => word).join(' ') : null;
}
