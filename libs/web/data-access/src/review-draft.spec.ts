import { isComplete, pointsOfDigit, withAnswer } from './review-draft';
import { aScorecard } from './testing/builders';

const [yesNo, scale] = aScorecard().criteria;
if (!yesNo || !scale) throw new Error('the scorecard has two criteria');

describe('pointsOfDigit', () => {
  it.each([
    ['yes on a yes/no', yesNo, 1, 1],
    ['no on a yes/no, beside yes', yesNo, 2, 0],
    ['no on a yes/no, as points', yesNo, 0, 0],
    ['nothing on a yes/no', yesNo, 3, null],
    ['no "n/a" where it is not allowed', yesNo, 9, null],
    ['points of a scale', scale, 3, 3],
    ['zero points', scale, 0, 0],
    ['beyond the scale', scale, 4, null],
    ['n/a where allowed', scale, 9, 'n/a'],
    ['nine points where the scale has them', { ...scale, scale: 10 }, 9, 9],
  ] as const)('%s', (_name, criterion, digit, expected) =>
    expect(pointsOfDigit(criterion, digit)).toBe(expected),
  );
});

describe('isComplete', () => {
  const criteria = aScorecard().criteria;
  const half = withAnswer({ answers: {}, note: '' }, 'safe', { points: 0 });
  it('counts zero and n/a as answers, silence not', () => {
    expect(isComplete(half, criteria)).toBe(false);
    expect(isComplete(withAnswer(half, 'kind', { points: 'n/a' }), criteria)).toBe(true);
    expect(isComplete(withAnswer(half, 'kind', { note: 'later' }), criteria)).toBe(false);
  });
});
