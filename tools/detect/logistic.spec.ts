import { auc, fitLogistic, probability } from './logistic';

describe('fitLogistic', () => {
  it('gives the share of votes where nothing tells rows apart', () => {
    const rows = [1, 0, 0, 0].map((y) => ({ x: [], y }));
    const [intercept = NaN] = fitLogistic(rows, 1);
    expect(intercept).toBeCloseTo(Math.log(1 / 3), 6);
  });

  it('fits where the gradient is nothing', () => {
    const rows = [
      { x: [0, 1], y: 0.2 },
      { x: [1, 0], y: 0.9 },
      { x: [2, 5], y: 0.4 },
      { x: [3, 1], y: 1 },
    ];
    const ridge = 0.5;
    const w = fitLogistic(rows, ridge);
    for (const [i, value] of w.entries()) {
      const pull = rows.reduce((sum, { x, y }) => sum + (y - probability(w, x)) * (x[i] ?? 1), 0);
      expect(pull - (i < 2 ? ridge * value : 0)).toBeCloseTo(0, 7);
    }
  });

  it.each([
    ['shorter', [1]],
    ['longer', [1, 2, 3]],
  ])('refuses a row that is %s than the first, which would be read past its end', (_, x) => {
    const rows = [
      { x: [1, 2], y: 1 },
      { x, y: 0 },
    ];
    expect(() => fitLogistic(rows, 1)).toThrow('Row 1 holds');
  });
});

describe('auc', () => {
  const scored = (...scores: [score: number, isPositive: boolean][]) =>
    scores.map(([score, isPositive]) => ({ score, isPositive }));

  it.each([
    ['all positives above', scored([0.1, false], [0.2, false], [0.3, true]), 1],
    ['all below', scored([0.1, true], [0.2, false]), 0],
    ['a tie, which counts half', scored([0.5, true], [0.5, false]), 0.5],
    ['one pair of four the wrong way', scored([0.1, false], [0.3, false], [0.2, true], [0.4, true]), 0.75],
  ])('of %s', (_, rows, expected) => {
    expect(auc(rows)).toBe(expected);
  });

  it('refuses a score that is no number, which stands nowhere in an order', () => {
    expect(() => auc(scored([0.1, true], [NaN, false]))).toThrow('no number');
  });
});
