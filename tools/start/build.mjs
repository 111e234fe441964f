import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['apps/server', 'apps/dashboard', 'apps/replay', 'libs', 'package-lock.json', 'nx.json'];
const built = ['dist/apps/server/main.js', 'dist/apps/dashboard/index.html', 'dist/apps/replay/main.js'];
const projects = 'server,dashboard,replay';

/**
 * Builds server, dashboard and replay where their sources changed since the last build; gives whether it did. What
 * changed is told by the names, sizes and times of files, so that a start without a change is not held up.
 *
 * @param {string} root  The repository.
 * @param {(line: string) => void} say
 */
export async function buildIfChanged(root, say) {
  // An image holds what was built and no sources.
  if (!existsSync(join(root, 'libs'))) return false;
  const stamp = join(root, 'dist', '.built');
  const now = fingerprint(root);
  const isThere = built.every((file) => existsSync(join(root, file)));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return false;
  say(
    isThere
      ? 'Sources changed: building …'
      : 'First start: building server, dashboard and replay (about a minute) …',
  );
  const began = performance.now();
  await run(root);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, now);
  say(`Built in ${Math.round((performance.now() - began) / 1000)} s.`);
  return true;
}

function fingerprint(root) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const stat = lstatSync(full);
    if (stat.isDirectory()) {
      for (const name of readdirSync(full).sort()) {
        if (name !== 'node_modules' && !name.startsWith('.')) visit(join(path, name));
      }
    } else if (!/\.(spec|e2e)\.ts$|\.md$/.test(path)) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const path of [...sources, 'tsconfig.base.json', 'tsconfig.web.json']) visit(path);
  return hash.digest('hex');
}

function run(root) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules/nx/package.json'), 'utf8'));
  const nx = join(root, 'node_modules/nx', bin.nx);
  const child = spawn(
    process.execPath,
    [nx, 'run-many', '-t', 'build', '-p', projects, '--output-style=stream'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // The terminal of nx would take the console over, and its daemon would outlive us.
      env: { ...process.env, NX_TUI: 'false', NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
    },
  );
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      if (code === 0) done();
      else
        fail(
          new Error(
            signal === null ? 'The build failed; its messages stand above.' : 'The build was stopped.',
          ),
        );
    });
  });
}
