import { countsOfJest, countsOfTap, summary } from './counts.mjs';

const jestReport = {
  numPassedTests: 5,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [
    {
      assertionResults: [
        { status: 'pending', fullName: 'with Redis' },
        { status: 'passed', fullName: 'a' },
      ],
    },
  ],
};
const tap = `TAP version 13
ok 1 - boots
ok 2 - a foreign producer # SKIP kcat is not installed
# tests 3
# pass 1
# fail 1
# cancelled 0
# skipped 1
`;

describe('what a runner reports', () => {
  it('is counted', () => {
    expect(countsOfJest(jestReport, 0)).toEqual({ passed: 5, failed: 0, skipped: ['with Redis'] });
    expect(countsOfTap(tap, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['a foreign producer: kcat is not installed'],
    });
  });

  it('is a failure where the runner failed and no test did, or wrote nothing', () => {
    expect(countsOfJest(jestReport, 1).failed).toBe(1);
    expect(countsOfJest({ ...jestReport, numRuntimeErrorTestSuites: 2 }, 1).failed).toBe(2);
    expect(countsOfJest(null, 0).failed).toBe(1);
    expect(countsOfTap(null, 0).failed).toBe(1);
  });

  it('ends in one line', () => {
    const lint = { name: 'lint', seconds: 3, passed: 1, failed: 0, skipped: [] };
    expect(summary([lint]).split('\n').at(-1)).toBe('1 passed, 0 failed');
    const e2e = { name: 'e2e', seconds: 9, ...countsOfTap(tap, 1) };
    expect(summary([lint, e2e]).split('\n').slice(-2)).toEqual([
      'skipped: a foreign producer: kcat is not installed',
      '2 passed, 1 failed, 1 skipped',
    ]);
  });
});
