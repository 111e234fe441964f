import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export const usage = `npm start [-- OPTIONS]

  --demo              demo people, a past of three weeks, and generated traffic
  --demo=seed         demo people, vendors and plans only
  --demo=replay:PATH  demo people, and recorded conversations (JSON Lines)
  --no-build          start what was built before
  --help              this text

Variables: see .env.example; every one may stay unset.
`;

/**
 * The command with which this program was called, to be called again: with its arguments, as a shell takes them.
 *
 * @param {readonly string[]} words
 * @param {string | undefined} script  The npm script; undefined where npm did not start it.
 */
export function commandAgain(words, script = process.env.npm_lifecycle_event) {
  const quoted = words.map((word) =>
    /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
  );
  if (script === undefined) return ['node tools/start/start.mjs', ...quoted].join(' ');
  const command = script === 'start' ? 'npm start' : `npm run ${script}`;
  return [command, ...(quoted.length > 0 ? ['--', ...quoted] : [])].join(' ');
}

/**
 * @typedef {{ demo: null | 'full' | 'seed' | { replay: string }, build: boolean, help: boolean }} Options
 * @param {readonly string[]} words  Arguments of the command line.
 * @param {string} from  Folder that relative paths start from: the caller's, not npm's.
 * @returns {{ ok: true, options: Options } | { ok: false, problem: string }}
 */
export function parseArguments(words, from) {
  /** @type {Options} */
  const options = { demo: null, build: true, help: false };
  for (const word of words) {
    if (word === '--help' || word === '-h') options.help = true;
    else if (word === '--no-build') options.build = false;
    else if (word === '--demo') options.demo = 'full';
    else if (word === '--demo=seed') options.demo = 'seed';
    else if (word.startsWith('--demo=replay:')) {
      const given = word.slice('--demo=replay:'.length);
      const path = [resolve(from, given), resolve(given)].find(existsSync);
      if (given === '' || path === undefined) return { ok: false, problem: `There is no file "${given}".` };
      options.demo = { replay: path };
    } else return { ok: false, problem: `Unknown option "${word}".` };
  }
  return { ok: true, options };
}
