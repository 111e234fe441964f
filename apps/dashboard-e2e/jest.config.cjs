const { nodeProject } = require('../../jest.preset.cjs');

module.exports = nodeProject(__dirname, {
  testRegex: '\\.e2e\\.ts$',
  globalSetup: `${__dirname}/src/support/global-setup.ts`,
  globalTeardown: `${__dirname}/src/support/global-teardown.ts`,
  setupFilesAfterEnv: [`${__dirname}/src/support/jest.setup.ts`],
  verbose: true,
});
