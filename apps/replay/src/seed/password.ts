import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives the password of the demo people: the `given` one, else the one kept in `dataDir/demo-password`, else a new
 * one that is kept there, readable by its owner only.
 */
export function demoPassword(dataDir: string, given: string | undefined): string {
  if (given !== undefined && given !== '') return given;
  const file = join(dataDir, 'demo-password');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${randomBytes(9).toString('base64url')}\n`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
