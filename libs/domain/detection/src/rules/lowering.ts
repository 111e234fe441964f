import { KIND, Kind } from '../normalise/char-table';
import { type Normaliser } from '../normalise/normalise';

/** One circumstance that makes a match less likely to be meant. */
export interface Lowering {
  because: 'negation' | 'quotation' | 'hypothesis' | 'joke';
  /** What the score is multiplied by. */
  factor: number;
}

/** How many units to the left and right of a match are read. */
const LEFT = 14;
const RIGHT = 10;

const NEGATED_BEFORE =
  /(没有?人?|并未|未曾|从未|从来没有?|不是|并非|不会|不曾|不想|无意|别|不要|谁也没有?|\b(not?|never|didnt|doesnt|dont|wasnt|isnt|werent|arent|wont|havent|hasnt|hadnt|without|nobody|no one) ((him|her|me|us|them|anyone|really|even|been|being|be|have|ever|a|any|going to|trying to|there was) ?){0,3})(在|被|对?我们?|再|去|说|敢|真的?|有)?$/;
/** Words that hold a negation and say no: `没人管`, `不是…吗`. */
const NOT_A_NEGATION =
  /(能不能|是不是|会不会|有没有|敢不敢|要不要|不得不|忍不住|是否|难道|cant help|not only|why not)[^,]{0,4}$/;
/** `这不是诈骗吗`, `不是欺诈是什么`: who asks so says yes. */
const NOT_IN_EARNEST = /不是[^,]{0,4}$/;
const ASKS_FOR_YES = /^[^,。!?;]{0,6}(吗|么|嘛|是什么|是啥)/;
const SUPPOSED_BEFORE =
  /(如果|假如|要是|万一|倘若|若是|比如|例如|\bif (i|he|she|they|someone|anyone|a|the|it|you|my)\b|\bwhat if\b|\bsuppose\b|\bin case\b|\bfor example\b|\bhypothetically\b)[^,。!?;]{0,12}$/;
const SUPPOSED_AFTER = /^[^,。!?;]{0,6}(的话|怎么处理|该怎么办流程)/;
const JOKE =
  /(开(个|句)?玩笑|闹着玩|说着玩|哈哈哈|23333|\bjust kidding\b|\bjk\b|\blol\b|\blmao\b|\bkidding\b|\bjoking\b|[:;]\)|😂|🤣|\[doge\])/;
const QUOTES = '"';

/**
 * Gives the circumstances that lower the match `[start, end)` of normalised units. Reads a bounded stretch around it,
 * within its clause.
 */
export function loweringsOf(text: Normaliser, start: number, end: number): Lowering[] {
  const left = stretch(text, clauseStart(text, start), start);
  const right = stretch(text, end, Math.min(text.length, end + RIGHT));
  const found: Lowering[] = [];
  const isDenied = NEGATED_BEFORE.test(left) && !NOT_A_NEGATION.test(left);
  if (isDenied && !(NOT_IN_EARNEST.test(left) && ASKS_FOR_YES.test(right)))
    found.push({ because: 'negation', factor: 0.4 });
  if (SUPPOSED_BEFORE.test(left) || SUPPOSED_AFTER.test(right)) {
    found.push({ because: 'hypothesis', factor: 0.6 });
  }
  if (isQuoted(text, start, end)) found.push({ because: 'quotation', factor: 0.75 });
  if (JOKE.test(stretch(text, Math.max(0, start - 40), Math.min(text.length, end + 40)))) {
    found.push({ because: 'joke', factor: 0.7 });
  }
  return found;
}

function stretch(text: Normaliser, from: number, to: number): string {
  return text.slice(from, to);
}

function clauseStart(text: Normaliser, start: number): number {
  const far = Math.max(0, start - LEFT * 2);
  let from = start;
  while (from > far && KIND[text.units[from - 1] as number] !== Kind.stop) from--;
  return from;
}

/** Whether the match stands between a pair of quotation marks, near by. */
function isQuoted(text: Normaliser, start: number, end: number): boolean {
  const marks = stretch(text, Math.max(0, start - 200), start).split(QUOTES).length - 1;
  return marks % 2 === 1 && stretch(text, end, Math.min(text.length, end + 20)).includes(QUOTES);
}
