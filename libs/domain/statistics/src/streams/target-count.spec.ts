import fc from 'fast-check';
import { TargetCount } from './target-count';

const values = fc.array(fc.nat(120));

function countOf(list: readonly number[]): TargetCount {
  const count = new TargetCount(60);
  for (const value of list) count.add(value);
  return count;
}

describe('TargetCount', () => {
  it('gives the worked example', () => {
    const count = countOf([12, 60, 61]);
    expect([count.within, count.total]).toEqual([2, 3]);
    expect(count.share()).toBeCloseTo(2 / 3, 15);
  });

  it('adds parts up to the whole, and takes corrections back', () => {
    fc.assert(
      fc.property(values, values, (some, others) => {
        const count = countOf(some);
        count.merge(countOf(others));
        for (const value of others) count.add(value, -1);
        expect(count).toEqual(countOf(some));
      }),
    );
  });

  it('has no share of nothing', () => expect(new TargetCount(1).share()).toBeNull());

  it.each([
    ['a negative target', () => new TargetCount(-1), 'out-of-range'],
    ['a negative value', () => new TargetCount(1).add(-1), 'out-of-range'],
    ['half a time', () => new TargetCount(1).add(1, 0.5), 'not-an-integer'],
    ['another target', () => new TargetCount(1).merge(new TargetCount(2)), 'bad-choice'],
    ['a share of negative counts', () => negative().share(), 'not-estimable'],
  ])('refuses %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ name: 'StatisticsError', code }));
  });
});

function negative(): TargetCount {
  const count = new TargetCount(5);
  count.add(3, -1);
  return count;
}
