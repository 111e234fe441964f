const { join } = require('node:path');

const root = join(__dirname, '..', '..');
const { paths } = JSON.parse(
  require('node:fs').readFileSync(join(root, 'tsconfig.base.json'), 'utf8'),
).compilerOptions;
const alias = Object.fromEntries(
  Object.entries(paths).map(([name, [file]]) => [`${name}$`, join(root, file)]),
);

/** The server and the program of its intake threads, each one file; packages come from node_modules at run time. */
module.exports = {
  mode: 'production',
  target: 'node20',
  entry: {
    main: join(__dirname, 'src', 'main.ts'),
    'intake-thread': join(__dirname, 'src', 'intake-thread.ts'),
  },
  output: { path: join(root, 'dist', 'apps', 'server'), filename: '[name].js', clean: true },
  externalsPresets: { node: true },
  externals: [
    ({ request }, done) =>
      /^[a-z@][^:]*$/i.test(request) && !(`${request}$` in alias)
        ? done(null, `commonjs ${request}`)
        : done(),
  ],
  resolve: { extensions: ['.ts', '.js'], alias },
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: 'swc-loader',
        options: {
          jsc: {
            target: 'es2022',
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            keepClassNames: true,
          },
        },
      },
    ],
  },
  optimization: { minimize: false },
  devtool: 'source-map',
  stats: 'errors-warnings',
};
