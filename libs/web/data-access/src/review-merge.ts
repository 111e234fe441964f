import { type Answer, type Review } from '@earshot/contracts';
import { parsePlaceholders } from '@earshot/domain/privacy';
import { type Draft, type Evidence, answerTo } from './review-draft';

/** A review as this page last knew it. */
export interface Known {
  /** As the server last showed it. */
  review: Review;
  /** What was sent since without an answer coming back: the server may have any of it. */
  unanswered: readonly Draft[];
}

/** What a review on the server means for what is written here. */
export interface Merged {
  /** A draft of this page as it stands now: evidence where its characters are, and what was answered elsewhere. */
  carry: (draft: Draft) => Draft;
  /** Criteria answered elsewhere and not here since; null is the note on the whole. */
  taken: readonly (string | null)[];
  /** Criteria answered differently here and elsewhere; null is the note on the whole. They stay as written here. */
  clashes: readonly (string | null)[];
}

type Texts = ReadonlyMap<string, { before: string; after: string }>;

/**
 * Compares what is written here with what the server has. What it has of our own (shown before, or sent and never
 * answered) changes nothing here; numbers that it has masked since have moved evidence, and have the evidence moved here.
 */
export function mergeReview({ review, unanswered }: Known, mine: Draft, theirs: Review): Merged {
  const texts = changedTexts(review, theirs);
  const moved = new Map<string, Evidence>();
  const taken = new Map<string, Answer>();
  const clashes: (string | null)[] = [];
  const ids = new Set([review, mine, theirs].flatMap(({ answers }) => Object.keys(answers)));
  for (const id of ids) {
    const [shown, own, now] = [answerTo(review, id), answerTo(mine, id), answerTo(theirs, id)];
    const ours = [shown, ...unanswered.map((sent) => answerTo(sent, id)), own];
    const origin = ours.find((one) => isSameAnswer(one, now, texts));
    if (origin) {
      for (const [at, span] of origin.evidence.entries()) moved.set(nameOf(span), now.evidence[at] ?? span);
    } else if (isSameAnswer(own, shown, new Map())) taken.set(id, now);
    else clashes.push(id);
  }
  const notes = [review.note, ...unanswered.map(({ note }) => note), mine.note];
  const isNoteOurs = notes.some((note) => isShownAs(note, theirs.note));
  const isNoteTaken = !isNoteOurs && isShownAs(mine.note, review.note);
  if (!isNoteOurs && !isNoteTaken) clashes.push(null);

  const move = (span: Evidence): Evidence => moved.get(nameOf(span)) ?? relocated(span, texts);
  const carry = (draft: Draft): Draft => ({
    note: isNoteTaken ? theirs.note : draft.note,
    answers: Object.fromEntries([
      ...Object.entries(draft.answers).map(([id, answer]): [string, Answer] => [
        id,
        { ...answer, evidence: answer.evidence.map(move) },
      ]),
      ...taken,
    ]),
  });
  return { carry, taken: [...taken.keys(), ...(isNoteTaken ? [null] : [])], clashes };
}

/** The draft with the answers of another in these places; null is the note on the whole. */
export function withAnswersOf(draft: Draft, other: Draft, places: readonly (string | null)[]): Draft {
  const ids = places.filter((place) => place !== null);
  return {
    note: places.includes(null) ? other.note : draft.note,
    answers: { ...draft.answers, ...Object.fromEntries(ids.map((id) => [id, answerTo(other, id)])) },
  };
}

function changedTexts(before: Review, after: Review): Texts {
  const texts = new Map(before.messages.map(({ messageId, text }) => [messageId, text]));
  return new Map(
    after.messages.flatMap(({ messageId, text }) => {
      const was = texts.get(messageId);
      return was === undefined || was === text ? [] : [[messageId, { before: was, after: text }] as const];
    }),
  );
}

/** Whether an answer as written is the one that is shown: its note masked, its evidence perhaps moved. */
function isSameAnswer(written: Answer, shown: Answer, texts: Texts): boolean {
  return (
    written.points === shown.points &&
    isShownAs(written.note, shown.note) &&
    written.evidence.length === shown.evidence.length &&
    written.evidence.every((span, at) => {
      const other = shown.evidence[at];
      if (other?.messageId !== span.messageId) return false;
      return texts.has(span.messageId) || (other.start === span.start && other.end === span.end);
    })
  );
}

/** Whether a text is shown like this: letter by letter, but for what the server masks in notes. */
function isShownAs(written: string, shown: string): boolean {
  if (written === shown) return true;
  const masked = parsePlaceholders(shown);
  if (masked.length === 0) return false;
  const starts = [0, ...masked.map(({ end }) => end)];
  const ends = [...masked.map(({ start }) => start), shown.length];
  const kept = starts.map((start, at) => literal(shown.slice(start, ends[at])));
  return new RegExp(`^${kept.join('[^]+')}$`).test(written);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function nameOf({ messageId, start, end }: Evidence): string {
  return JSON.stringify([messageId, start, end]);
}

/** Evidence that the server has not seen yet, in the new text: around the change, else the same words, else all of it. */
function relocated(span: Evidence, texts: Texts): Evidence {
  const text = texts.get(span.messageId);
  if (!text) return span;
  const { before, after } = text;
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const longer = after.length - before.length;
  const isOutside = (offset: number): boolean => offset <= head || offset >= before.length - tail;
  const at = (offset: number): number => (offset <= head ? offset : offset + longer);
  if (isOutside(span.start) && isOutside(span.end)) {
    return { ...span, start: at(span.start), end: at(span.end) };
  }
  const words = before.slice(span.start, span.end);
  const found = words === '' ? -1 : after.indexOf(words);
  if (found >= 0 && after.indexOf(words, found + 1) < 0) {
    return { ...span, start: found, end: found + words.length };
  }
  return { ...span, start: Math.min(span.start, head), end: Math.max(at(span.end), after.length - tail) };
}
