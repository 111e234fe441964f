import { aFlag } from '@earshot/web/data-access';
import { endedCounts, laneCut, openCounts } from './lane-counts';

const none = { critical: 0, high: 0, medium: 0, low: 0, total: 0 };
const all = { severity: null, category: null, vendorId: null };
const flags = [
  aFlag({ id: 'a' }),
  aFlag({ id: 'b', state: 'acknowledged', conversationId: 'c-2' }),
  aFlag({ id: 'c', severity: 'medium', category: 'fraud' }),
  aFlag({ id: 'd', severity: 'low', category: 'empty-promise', conversationId: 'c-3' }),
];

describe('openCounts', () => {
  it('counts the low ones apart, also where they are the ones that are shown', () => {
    const expected = { critical: 2, untaken: 1, high: 0, grave: 3, low: 1, conversations: 2 };
    expect(openCounts({ flags, beyond: none }, all)).toEqual(expected);
    expect(openCounts({ flags, beyond: none }, { ...all, severity: 'low' })).toEqual(expected);
  });

  it('adds what the lane has no room for', () => {
    const beyond = { ...none, medium: 5, low: 40, total: 45 };
    expect(openCounts({ flags, beyond }, all)).toMatchObject({ grave: 8, low: 41, conversations: null });
  });

  it('counts the lane alone where a category or vendor is asked for', () => {
    const beyond = { ...none, low: 40, total: 40 };
    const counts = openCounts({ flags, beyond }, { ...all, category: 'fraud' });
    expect(counts).toMatchObject({ critical: 0, grave: 1, low: 0, conversations: 1 });
  });
});

it('counts what has ended by what the server says', () => {
  const counts = { critical: 3, high: 4, medium: 5, low: 90, total: 102 };
  expect(endedCounts(counts)).toMatchObject({ critical: 3, high: 4, grave: 12, low: 90, untaken: 0 });
});

describe('laneCut', () => {
  const beyond = { ...none, low: 40, total: 40 };

  it.each([
    ['says nothing of a lane that holds all', none, all, null],
    ['says nothing where only low ones lie beyond, and none is asked for', beyond, all, null],
    [
      'says how many of the low ones are listed',
      beyond,
      { ...all, severity: 'low' as const },
      { listed: { n: 1, total: 41 }, held: 4, total: 44 },
    ],
    [
      'says how many of the grave ones are listed',
      { ...none, medium: 2, low: 40, total: 42 },
      all,
      { listed: { n: 3, total: 5 }, held: 4, total: 46 },
    ],
    [
      'does not say how many of a vendor lie beyond: nobody knows',
      { ...none, medium: 2, total: 2 },
      { ...all, vendorId: 'vendor-a' },
      { listed: null, held: 4, total: 6 },
    ],
  ])('%s', (_name, more, filter, expected) =>
    expect(laneCut({ flags, beyond: more }, filter)).toEqual(expected),
  );
});
