const { readdirSync, existsSync } = require('node:fs');
const { join } = require('node:path');

const projects = ['libs', 'libs/domain', 'libs/platform', 'libs/server', 'libs/web', 'apps', 'tools'].flatMap(
  (folder) =>
    existsSync(join(__dirname, folder))
      ? readdirSync(join(__dirname, folder))
          .map((name) => `${folder}/${name}/jest.config.cjs`)
          .filter((file) => existsSync(join(__dirname, file)))
      : [],
);

/** Every project in one run; black-box suites have runners of their own. */
module.exports = {
  // A loaded machine is no fault of the test: what hangs is told apart from what is slow.
  testTimeout: 30_000,
  projects: projects.filter((file) => !file.includes('-e2e/')).map((file) => join(__dirname, file)),
};
