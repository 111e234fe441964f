/**
 * One jest configuration for every Node project: TypeScript through swc (types are checked by
 * `npm run typecheck`), our own libraries resolved from their sources.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const base = JSON.parse(readFileSync(join(__dirname, 'tsconfig.base.json'), 'utf8'));
const moduleNameMapper = Object.fromEntries(
  Object.entries(base.compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, join(__dirname, file)]),
);

const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** Gives the jest configuration of the Node project in `rootDir`. */
module.exports.nodeProject = (rootDir, overrides = {}) => ({
  displayName: rootDir.replace(`${__dirname}/`, ''),
  rootDir,
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  transform: { '^.+\\.(t|m?j)s$': ['@swc/jest', swc] },
  transformIgnorePatterns: ['/node_modules/'],
  moduleNameMapper,
  ...overrides,
});

/** Gives the jest configuration of the Angular project in `rootDir` (zoneless, jsdom). */
module.exports.webProject = (rootDir, overrides = {}) => ({
  displayName: rootDir.replace(`${__dirname}/`, ''),
  rootDir,
  preset: 'jest-preset-angular',
  testEnvironment: 'jsdom',
  testRegex: '\\.spec\\.ts$',
  setupFilesAfterEnv: [join(__dirname, 'libs/web/ui/src/testing/jest.setup.ts')],
  transform: {
    '^.+\\.(ts|mjs|js|html)$': [
      'jest-preset-angular',
      { tsconfig: join(__dirname, 'tsconfig.web.spec.json'), stringifyContentPathRegex: '\\.(html|svg)$' },
    ],
  },
  transformIgnorePatterns: [
    'node_modules/(?!(.*\\.mjs$|d3-.*|@jsverse|internmap|delaunator|robust-predicates))',
  ],
  moduleNameMapper,
  ...overrides,
});
