import { type Answer, type Review } from '@earshot/contracts';
import { type Draft, withAnswer } from './review-draft';
import { mergeReview, withAnswersOf } from './review-merge';
import { aReview } from './testing/builders';

const empty: Draft = { answers: {}, note: '' };
const answer = (over: Partial<Answer> = {}): Answer => ({ points: null, note: '', evidence: [], ...over });
const span = (start: number, end: number) => ({ messageId: 'm1', start, end });

/** A review whose first message says this. */
function saying(text: string, over: Partial<Review> = {}): Review {
  const review = aReview(over);
  return { ...review, messages: review.messages.map((one, at) => (at === 0 ? { ...one, text } : one)) };
}

describe('what the server has, and what is written here', () => {
  const safe1 = withAnswer(empty, 'safe', { points: 1 });
  const kind2 = withAnswer(empty, 'kind', { points: 2 });

  it.each<[string, { shown: Draft; unanswered?: Draft[]; mine: Draft; theirs: Draft }, Draft, object]>([
    [
      'keeps what is written here where the server has what it showed before',
      { shown: empty, mine: safe1, theirs: empty },
      safe1,
      { taken: [], clashes: [] },
    ],
    [
      'knows its own words again where their answer was lost, and what was written since stands',
      { shown: empty, unanswered: [kind2], mine: withAnswer(kind2, 'kind', { points: 3 }), theirs: kind2 },
      withAnswer(kind2, 'kind', { points: 3 }),
      { taken: [], clashes: [] },
    ],
    [
      'knows a note again that the server has masked',
      {
        shown: empty,
        unanswered: [{ answers: {}, note: 'call 13800138000 (now)' }],
        mine: { answers: {}, note: 'call 13800138000 (now), twice' },
        theirs: { answers: {}, note: 'call ‹mobile› (now)' },
      },
      { answers: {}, note: 'call 13800138000 (now), twice' },
      { taken: [], clashes: [] },
    ],
    [
      'takes in what was answered elsewhere and not here',
      { shown: empty, mine: safe1, theirs: { ...kind2, note: 'seen' } },
      { ...withAnswer(safe1, 'kind', { points: 2 }), note: 'seen' },
      { taken: ['kind', null], clashes: [] },
    ],
    [
      'names what was answered differently in both places',
      {
        shown: empty,
        mine: { ...safe1, note: 'a' },
        theirs: { ...withAnswer(empty, 'safe', { points: 0 }), note: 'b' },
      },
      { ...safe1, note: 'a' },
      { taken: [], clashes: ['safe', null] },
    ],
    [
      'does not ask where both say the same',
      { shown: empty, mine: safe1, theirs: safe1 },
      safe1,
      { taken: [], clashes: [] },
    ],
  ])('%s', (_name, { shown, unanswered = [], mine, theirs }, draft, told) => {
    const merged = mergeReview({ review: aReview(shown), unanswered }, mine, aReview(theirs));
    expect(merged.carry(mine)).toEqual(draft);
    expect(merged).toMatchObject(told);
  });

  it('moves evidence as the server moved it, and says nothing of that', () => {
    const before = saying('call 138 0013 8000 today', {
      answers: { safe: answer({ evidence: [span(19, 24)] }) },
    });
    const after = saying('call ‹mobile› today', { answers: { safe: answer({ evidence: [span(14, 19)] }) } });
    const mine = withAnswer(before, 'safe', { points: 1, evidence: [span(19, 24)] });
    const merged = mergeReview({ review: before, unanswered: [] }, mine, after);
    expect(merged).toMatchObject({ taken: [], clashes: [] });
    expect(merged.carry(mine).answers['safe']).toEqual(answer({ points: 1, evidence: [span(14, 19)] }));
  });

  it.each([
    ['before the change', 'call 138 0013 8000 today', 'call ‹mobile› today', [0, 4], 'call'],
    ['after the change', 'call 138 0013 8000 today', 'call ‹mobile› today', [19, 24], 'today'],
    ['over the change', 'call 138 0013 8000 today', 'call ‹mobile› today', [0, 24], 'call ‹mobile› today'],
    ['inside what is masked now', 'call 138 0013 8000 today', 'call ‹mobile› today', [9, 13], '‹mobile›'],
    ['between two changes', '138 0013 8000 or 139 0013 9000', '‹mobile› or ‹mobile›', [14, 16], 'or'],
  ])('moves evidence that the server has not seen: %s', (_name, was, is, [start = 0, end = 0], words) => {
    const mine = withAnswer(empty, 'safe', { evidence: [span(start, end)] });
    const merged = mergeReview({ review: saying(was), unanswered: [] }, mine, saying(is));
    const [moved] = merged.carry(mine).answers['safe']?.evidence ?? [];
    expect(is.slice(moved?.start, moved?.end)).toBe(words);
  });
});

describe('withAnswersOf', () => {
  it('takes only the places that are named', () => {
    const mine = {
      ...withAnswer(withAnswer(empty, 'safe', { points: 1 }), 'kind', { points: 1 }),
      note: 'a',
    };
    const theirs = {
      ...withAnswer(withAnswer(empty, 'safe', { points: 0 }), 'kind', { points: 0 }),
      note: 'b',
    };
    expect(withAnswersOf(mine, theirs, ['safe'])).toEqual(withAnswer(mine, 'safe', { points: 0 }));
    expect(withAnswersOf(mine, theirs, [null])).toEqual({ ...mine, note: 'b' });
  });
});
