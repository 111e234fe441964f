import { staleness } from './as-of';

describe('staleness', () => {
  const asOf = '2026-03-02T12:00:00.000Z';
  const now = Date.parse(asOf);
  it.each([
    ['fresh within twice the period', now + 10_000, null, null],
    ['behind after that', now + 10_001, null, { why: 'behind', behindMs: 10_000 }],
    ['lost goes before behind', now + 60_000, now + 1_000, { why: 'lost', since: now + 1_000 }],
  ])('%s', (_name, at, lost, expected) => expect(staleness(asOf, at, lost)).toEqual(expected));

  it('says nothing before the first figure', () => expect(staleness(null, now, null)).toBeNull());
});
