import { begin } from '@earshot/domain/conversation';
import { KnownFolds } from './known-folds';

const state = (version: number) => ({
  version,
  fold: begin({ at: version, sequence: 0, id: '', source: '' }, null),
  decided: null,
  boundVendorId: null,
});

describe('KnownFolds', () => {
  it('gives a state in its own version only', () => {
    const folds = new KnownFolds(10);
    folds.keep('a', state(3));
    expect(folds.at('a', 3)).toEqual(state(3));
    expect(folds.at('a', 4)).toBeNull();
    expect(folds.at('b', 3)).toBeNull();
  });

  it('gives the newer state where an older generation has one too', () => {
    const folds = new KnownFolds(2);
    folds.keep('a', state(1));
    folds.keep('b', state(1));
    folds.keep('a', state(2));
    expect(folds.at('a', 1)).toBeNull();
    expect(folds.at('a', 2)).toEqual(state(2));
    expect(folds.at('b', 1)).toEqual(state(1));
  });

  it('holds two generations at most', () => {
    const folds = new KnownFolds(2);
    for (const key of ['a', 'b', 'c', 'd', 'e']) folds.keep(key, state(1));
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => folds.at(key, 1) !== null)).toEqual(['c', 'd', 'e']);
  });
});
