const { writeSync } = require('node:fs');

/** Jest reporter: ends every run with one plain line, `N passed, N failed, N skipped`, and names what was skipped. */
module.exports = class ClosingLine {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults },
  ) {
    const skipped = testResults.flatMap((file) => file.testResults).filter((test) => test.status === 'pending');
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const lines = skipped.map((test) => `skipped: ${test.fullName}`);
    lines.push(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
    // Behind Jest's own summary, which comes after every reporter.
    process.once('exit', () => writeSync(1, `${lines.join('\n')}\n`));
  }
};
