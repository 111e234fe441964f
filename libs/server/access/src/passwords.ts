import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB, 2 passes, 1 lane: the OWASP recommendation, about 40 ms a check. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a password, in the PHC string format, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  // The library's own default algorithm is argon2id; its enum is ambient and cannot be named under isolatedModules.
  return hash(password.normalize('NFKC'), cost);
}

/** Whether this is the password. A hash that cannot be read is no match. */
export async function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize('NFKC')).catch(() => false);
}

let nobody: Promise<string> | undefined;

/** A hash that nothing matches, at the cost of a real one: an unknown address takes as long as a wrong password. */
export function hashOfNobody(): Promise<string> {
  return (nobody ??= hashPassword(randomUUID()));
}
