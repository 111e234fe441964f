/**
 * What a runner's report says, in one form: `{passed, failed, skipped}`, `skipped` as texts that name the test and,
 * where it is told, why. A runner that failed without saying which test (or gave no report) counts as one failure.
 */

/** @param {object | null} report  What `jest --json` wrote. */
export function countsOfJest(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1, skipped: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
  );
  return { passed: report.numPassedTests, failed: atLeastOne(failed, exitCode), skipped };
}

/** @param {string | null} report  What the TAP reporter of Node's test runner wrote. */
export function countsOfTap(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1, skipped: [] };
  const total = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const skipped = [...report.matchAll(/^\s*ok \d+ - (.*?) # SKIP ?(.*)$/gm)].map(([, name, why]) =>
    why === '' ? name : `${name}: ${why}`,
  );
  return { passed: total('pass'), failed: atLeastOne(total('fail') + total('cancelled'), exitCode), skipped };
}

const atLeastOne = (failed, exitCode) => (exitCode !== 0 && failed === 0 ? 1 : failed);

/** The last lines of a run; the very last is `N passed, N failed`, with `, N skipped` where some were. */
export function summary(results) {
  const sum = (of) => results.reduce((total, result) => total + of(result), 0);
  const skipped = results.flatMap((result) => result.skipped.map((text) => `skipped: ${text}`));
  const lines = results.map(
    ({ name, passed, failed, seconds }) =>
      `${failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(10)} ${passed} passed, ${failed} failed, ${seconds.toFixed(0)} s`,
  );
  const last = `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
  return [...lines, ...skipped, skipped.length > 0 ? `${last}, ${skipped.length} skipped` : last].join('\n');
}
