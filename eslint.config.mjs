import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

/**
 * The rule of imports (docs/adr/0002). `contracts <- domain <- data-access <- server features <- apps/server`,
 * `contracts <- domain <- web <- apps/dashboard`, platform beside data-access; a feature never imports a feature.
 */
const depConstraints = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:contracts', 'type:platform'] },
  {
    sourceTag: 'type:data-access',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:domain', 'type:platform'],
  },
  { sourceTag: 'type:web-data-access', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain'] },
  { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain', 'type:ui'] },
  {
    sourceTag: 'type:feature',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:domain',
      'type:platform',
      'type:data-access',
      'type:web-data-access',
      'type:ui',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:domain',
      'type:platform',
      'type:data-access',
      'type:web-data-access',
      'type:ui',
      'type:feature',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:domain', 'type:platform', 'type:data-access'],
  },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:domain', 'type:testing', 'type:platform'],
  },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:shared', 'scope:server'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['scope:shared', 'scope:web'] },
];

/** Specs of these use @earshot/testing, which stands on them: cycles of projects, never of files (madge checks). */
const ignoredCircularDependencies = [
  'domain-conversation',
  'data-access',
  'platform-database',
  'platform-jobs',
  'platform-live-bus',
].map((project) => [project, 'testing']);
const boundaries = {
  enforceBuildableLibDependency: false,
  allow: [],
  depConstraints,
  ignoredCircularDependencies,
};

const onlyIn = (names, home) => ({ group: names, message: `Only ${home} may import this (docs/adr/0002).` });
const kafka = onlyIn(['kafkajs'], 'libs/platform/kafka');
const jobs = onlyIn(['bull', '@nestjs/bull'], 'libs/platform/jobs');
const redis = onlyIn(['ioredis', '@socket.io/redis-adapter'], 'libs/platform/{redis,jobs,live-bus}');
const typeorm = onlyIn(['typeorm', 'pg', 'pg-copy-streams'], 'libs/data-access and libs/platform/database');
const nest = onlyIn(['@nestjs/*'], 'libs/server and apps/server');
const charts = onlyIn(['@swimlane/ngx-charts'], 'libs/web/charts');
const node = onlyIn(['node:fs', 'node:net', 'node:http', 'node:child_process'], 'code that is not pure');

const bans = (...groups) => ['error', { patterns: groups }];
const impure = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take `now` as a value, or use platform/clock.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take `now` as a value, or use platform/clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take random values as input.',
  },
];
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Read the environment in libs/platform/config only.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.angular', '.earshot', '.services', 'tmp', 'coverage'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-empty': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
    },
  },
  {
    files: ['libs/contracts/**/*.ts', 'libs/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': bans(kafka, jobs, redis, typeorm, nest, charts, node),
      'no-restricted-syntax': ['error', ...impure, environment],
    },
  },
  {
    files: ['libs/platform/**/*.ts', 'libs/data-access/**/*.ts', 'libs/server/**/*.ts'],
    rules: {
      'no-restricted-imports': bans(kafka, jobs, redis, typeorm, charts),
      'no-restricted-syntax': ['error', ...impure, environment],
      // A class is given at most six things; a function takes four.
      'max-params': ['error', 6],
      // Nest's constructor injection needs the class at run time.
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  {
    files: ['libs/platform/kafka/**/*.ts'],
    rules: { 'no-restricted-imports': bans(jobs, redis, typeorm, charts) },
  },
  {
    files: ['libs/platform/jobs/**/*.ts', 'libs/platform/live-bus/**/*.ts', 'libs/platform/redis/**/*.ts'],
    rules: { 'no-restricted-imports': bans(kafka, typeorm, charts) },
  },
  {
    files: ['libs/platform/database/**/*.ts', 'libs/data-access/**/*.ts'],
    rules: { 'no-restricted-imports': bans(kafka, jobs, redis, charts) },
  },
  { files: ['libs/platform/clock/**/*.ts'], rules: { 'no-restricted-syntax': ['error', environment] } },
  { files: ['libs/platform/config/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...impure] } },
  {
    files: ['libs/web/**/*.ts', 'apps/dashboard/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      'no-restricted-imports': bans(kafka, jobs, redis, typeorm, nest, charts, node),
      '@angular-eslint/prefer-on-push-component-change-detection': 'error',
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'es', style: 'kebab-case' }],
    },
  },
  {
    files: ['libs/web/charts/**/*.ts'],
    rules: { 'no-restricted-imports': bans(kafka, jobs, redis, typeorm, nest) },
  },
  {
    files: ['libs/web/**/*.html', 'apps/dashboard/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
  {
    files: [
      '**/*.spec.ts',
      'libs/testing/**/*.ts',
      'apps/*-e2e/**/*.ts',
      'tools/**/*.ts',
      'apps/replay/**/*.ts',
    ],
    rules: {
      // Rows of a table test have as many columns as they need.
      'max-params': ['error', 6],
      'no-restricted-syntax': 'off',
      'no-restricted-imports': 'off',
      'no-console': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      '@nx/enforce-module-boundaries': ['error', boundaries],
    },
  },
  // A migration is read from top to bottom once, and never changes.
  { files: ['libs/data-access/src/migrations/*.ts'], rules: { 'max-lines': 'off' } },
  // What starts programs as a person does also takes its free ports as they do; an alias is not known to a global setup.
  {
    files: ['apps/*-e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', { ...boundaries, allow: ['tools/services/process\\.mjs$'] }],
    },
  },
  // A spec may use @earshot/testing; everything else is forbidden to by its tag.
  { files: ['**/*.spec.ts', 'libs/testing/**/*.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
);
