import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of the data folder that hold what was made because no variable gave it. */
export const keptFiles = {
  dataKeys: 'data-keys',
  planKey: 'plan-key',
  intakeKey: 'intake-key',
  /** Written by whoever starts the embedded PostgreSQL, while it runs. */
  databaseUrl: 'postgres-url',
} as const;

/** What a file of the data folder holds, without white space around; null where there is none. */
export function readKept(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * What the file holds, made by `make` if it is not there: mode 0600, complete or absent whatever happens, and the
 * same for processes that start together (the first one's stands).
 */
export function keepValue(folder: string, name: string, make: () => string): string {
  const there = readKept(folder, name);
  if (there !== null) return there;
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, `${name}.${randomBytes(6).toString('hex')}`);
  writeFileSync(partial, `${make()}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(partial, join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(partial);
  }
  return readKept(folder, name) ?? '';
}

/** A new data key, `k1:base64`. */
export const makeDataKeys = () => `k1:${randomBytes(32).toString('base64')}`;

/** A new plan key, base64. */
export const makePlanKey = () => randomBytes(32).toString('base64');

/** A new intake key: 192 random bits behind a recognisable prefix. */
export const makeIntakeKey = () => `eik_${randomBytes(24).toString('base64url')}`;
