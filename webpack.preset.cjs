const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = __dirname;
const { paths } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions;
const alias = Object.fromEntries(
  Object.entries(paths).map(([name, [file]]) => [`${name}$`, join(root, file)]),
);

/**
 * How a program for Node is put together: each entry one file with all of our own code; packages come from node_modules
 * at run time.
 *
 * @param {string} app folder of the program under `apps`
 * @param {Record<string, string>} entry files under its `src`, by the name of what is made of them
 */
module.exports = (app, entry) => ({
  mode: 'production',
  target: 'node20',
  entry: Object.fromEntries(
    Object.entries(entry).map(([name, file]) => [name, join(root, 'apps', app, 'src', file)]),
  ),
  output: { path: join(root, 'dist', 'apps', app), filename: '[name].js', clean: true },
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
});
