import { mergeLane } from './merge-lane';
import { aFlag, aLane } from './testing/builders';

const none: ReadonlySet<string> = new Set();
const read = aLane([aFlag({ revision: 2, category: 'threat' }), aFlag({ id: 'new' })]);
const shown = ({ flags }: ReturnType<typeof aLane>): string[] =>
  flags.map(({ id, category, revision }) => `${id} ${category} ${revision}`);

describe('mergeLane', () => {
  it.each([
    ['what is newer than known', aFlag({ revision: 1 }), none, 'flag-1 threat 2'],
    ['what is known and newer', aFlag({ revision: 3 }), none, 'flag-1 harassment 3'],
    ['what an act is under way with', aFlag({ revision: 2 }), new Set(['flag-1']), 'flag-1 harassment 2'],
  ])('takes %s', (_name, known, busy, expected) => {
    expect(shown(mergeLane(aLane([known]), read, busy))).toEqual([expected, 'new harassment 1']);
  });

  it('lets go what has gone from the lane, but not what is closed and looked at, nor what is being done', () => {
    const known = [aFlag({ id: 'gone' }), aFlag({ id: 'closed', state: 'closed' }), aFlag({ id: 'busy' })];
    const { flags } = mergeLane(aLane(known), aLane([]), new Set(['busy']));
    expect(flags.map(({ id }) => id)).toEqual(['closed', 'busy']);
  });
});
