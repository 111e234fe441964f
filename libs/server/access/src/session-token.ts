import { createHash, randomBytes } from 'node:crypto';
import { parse, serialize } from 'cookie';

/** How a session is kept: 12 h after it was last used, 7 days at most. */
export const sessionLimits = {
  idleMs: 12 * 3_600_000,
  longestMs: 7 * 24 * 3_600_000,
  /** The expiry is moved at most this often. */
  touchMs: 60_000,
} as const;

/** A token nobody can guess: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. It is random, so a plain hash will do. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** When a session that began at `createdAt` and is used at `now` is over (both and the answer in ms). */
export function expiryOf(createdAt: number, now: number): number {
  return Math.min(now + sessionLimits.idleMs, createdAt + sessionLimits.longestMs);
}

/**
 * The session's cookie. Under https it is `__Host-`: no other host of the domain can set it. Over plain http (a
 * laptop, a proxy without EARSHOT_PUBLIC_URL) browsers refuse that prefix.
 */
export class SessionCookie {
  private readonly name: string;

  constructor(private readonly isSecure: boolean) {
    this.name = isSecure ? '__Host-earshot' : 'earshot';
  }

  /** The token in a `Cookie` header, or null. */
  read(header: string | undefined): string | null {
    return header === undefined ? null : (parse(header)[this.name] ?? null);
  }

  /** The `Set-Cookie` that gives a token. */
  give(token: string): string {
    return serialize(this.name, token, { ...this.shape(), maxAge: sessionLimits.longestMs / 1000 });
  }

  /** The `Set-Cookie` that takes it away. */
  take(): string {
    return serialize(this.name, '', { ...this.shape(), maxAge: 0 });
  }

  private shape() {
    return { httpOnly: true, sameSite: 'lax', path: '/', secure: this.isSecure } as const;
  }
}
