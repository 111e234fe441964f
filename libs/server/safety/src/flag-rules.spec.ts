import { type FlagState } from '@earshot/contracts';
import { decideFlag, type FlagDeed, type FlagQuestion } from './flag-rules';

const now = 1_800_000_000_000;
const me = { acknowledgedBy: 'me', acknowledgedAtMs: now - 8_000 };
const other = { acknowledgedBy: 'other', acknowledgedAtMs: now - 1_000 };
const nobody = { acknowledgedBy: null, acknowledgedAtMs: null, closedBy: null, closedAtMs: null };
const closedByMe = (agoMs: number) => ({ ...me, closedBy: 'me', closedAtMs: now - agoMs });

describe('decideFlag', () => {
  it.each<[FlagState, FlagDeed, Partial<FlagQuestion>, string]>([
    ['open', 'acknowledge', nobody, 'acknowledged'],
    ['open', 'release', nobody, 'not-acknowledged'],
    ['open', 'close', nobody, 'closed'],
    ['open', 'reopen', nobody, 'not-closed'],
    ['acknowledged', 'acknowledge', me, 'acknowledged (unchanged)'],
    ['acknowledged', 'acknowledge', other, 'already-acknowledged'],
    ['acknowledged', 'release', me, 'open'],
    ['acknowledged', 'release', { ...me, acknowledgedAtMs: now - 10_001 }, 'too-late'],
    ['acknowledged', 'release', other, 'not-yours'],
    ['acknowledged', 'close', other, 'closed'],
    ['acknowledged', 'reopen', me, 'not-closed'],
    ['closed', 'acknowledge', other, 'closed!'],
    ['closed', 'release', me, 'closed!'],
    ['closed', 'close', me, 'closed!'],
    ['closed', 'reopen', { ...other, hasReason: true }, 'acknowledged'],
    ['closed', 'reopen', closedByMe(10_000), 'acknowledged'],
    ['closed', 'reopen', closedByMe(10_001), 'reason-needed'],
    ['closed', 'reopen', { ...closedByMe(0), closedBy: 'other' }, 'reason-needed'],
    ['withdrawn', 'acknowledge', nobody, 'withdrawn!'],
    ['withdrawn', 'reopen', nobody, 'withdrawn!'],
  ])('%s, %s, by %j: %s', (state, deed, by, expected) => {
    const decision = decideFlag({
      state,
      deed,
      personId: 'me',
      nowMs: now,
      hasReason: false,
      ...nobody,
      ...by,
    });
    const refused = (error: string) => (error === 'closed' || error === 'withdrawn' ? `${error}!` : error);
    expect(
      decision.ok ? decision.state + (decision.unchanged ? ' (unchanged)' : '') : refused(decision.error),
    ).toBe(expected);
  });
});
