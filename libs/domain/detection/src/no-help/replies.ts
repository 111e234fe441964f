import { type SpeakerRole } from '@earshot/contracts';
import { ReplyMemory } from '../similarity/near-duplicates';
import { type Feature, featuresOf } from './features';
import { weighed } from './no-help';

/** A message as it is judged; masked text will do. */
export interface SaidMessage {
  readonly messageId: string;
  readonly role: SpeakerRole;
  readonly text: string;
}

/** How likely one reply helps nobody. */
export interface JudgedReply {
  readonly messageId: string;
  /** 0 to 1. */
  readonly noHelp: number;
  /**
   * Phrases that begin with a stable code: `same-reply: 3` (the third of its kind in the conversation), `off-question`,
   * `promise-without-time`, and what the model weighs most (`no-help: thanks`, `helps: gives steps`).
   */
  readonly reasons: readonly string[];
}

/** The replies of one conversation. */
export interface JudgedReplies {
  /** Share of the replies that more likely help nobody than not, 0 to 1; null without a reply. */
  readonly score: number | null;
  readonly replies: readonly JudgedReply[];
}

/** From this on a reply more likely helps nobody than not. */
export const NO_HELP_FROM = 0.5;
/** Replies of this many characters or fewer are greetings and the like: to say them twice is no fault. */
export const SHORT = 8;
/** Replies of a conversation that are compared with others: the latest. */
export const REMEMBERED = 200;
/** What is known for sure of a reply said for the second time, and for the third and later. */
const SAID_TWICE = 0.6;
const SAID_AGAIN = 0.8;
/** Characters of a reply and of a question that are read: who writes more has said there what it is about. */
const READ = 2_000;
/** A question shorter than this names nothing that a reply could touch. */
const LEAST_QUESTION = 6;
const COURTESIES = ['greets', 'welcomes', 'wishes'];

/**
 * Judges the replies of agents in one conversation, in order: by the no-help model (`noHelpOf`), with the customer's
 * messages since the last reply as the question, and by near-duplicates among the conversation's own replies
 * (MinHash; standard error of the similarity at most 0.0625, at most 200 replies remembered). A reply that nearly
 * repeats an earlier one scores at least 0.6, from the third on at least 0.8. `emptyPromises` are the messages that
 * promise without a time, as the rules found them. A function of the messages alone.
 */
export function judgeReplies(
  messages: readonly SaidMessage[],
  emptyPromises: ReadonlySet<string> = new Set(),
): JudgedReplies {
  const memory = new ReplyMemory(REMEMBERED);
  const times = new Map<string, number>();
  const replies: JudgedReply[] = [];
  let question = '';
  let isAnswered = false;
  for (const [place, { messageId, role, text: whole }] of messages.entries()) {
    const text = whole.slice(0, READ);
    if (role === 'customer') {
      const asked = isAnswered || question === '' ? text : `${question}\n${text}`;
      question = asked.slice(0, READ);
      isAnswered = false;
    }
    if (role !== 'agent') continue;
    const nth = text.length <= SHORT ? 1 : nthOf(memory, times, { id: `${place}`, text });
    const features = featuresOf({ text, customerText: question });
    const { score, reasons } = weighed(features);
    const isOff = question.length >= LEAST_QUESTION && text.length > SHORT && touchesNothing(features);
    replies.push({
      messageId,
      noHelp: Math.max(score, nth > 2 ? SAID_AGAIN : nth === 2 ? SAID_TWICE : 0),
      reasons: [
        ...(nth > 1 ? [`same-reply: ${nth}`] : []),
        ...(isOff ? ['off-question'] : []),
        ...(emptyPromises.has(messageId) ? ['promise-without-time'] : []),
        ...reasons,
      ],
    });
    isAnswered = true;
  }
  const idle = replies.filter(({ noHelp }) => noHelp >= NO_HELP_FROM).length;
  const score = replies.length === 0 ? null : Math.round((1000 * idle) / replies.length) / 1000;
  return { score, replies };
}

/** The how manieth of its kind a reply is: one more than the most often said of those that it nearly repeats. */
function nthOf(
  memory: ReplyMemory,
  times: Map<string, number>,
  { id, text }: { id: string; text: string },
): number {
  const nth = 1 + Math.max(0, ...memory.seen(id, text).map((other) => times.get(other.id) ?? 0));
  times.set(id, nth);
  return nth;
}

/** Whether a reply shares not a word or pair of characters with the question, and is not only polite. */
function touchesNothing(features: readonly Feature[]): boolean {
  const values = new Map(features.map(({ name, value }) => [name, value]));
  return values.get('words of the question') === 0 && COURTESIES.every((name) => values.get(name) === 0);
}
