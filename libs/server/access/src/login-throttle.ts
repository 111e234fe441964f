/** Failures that are forgiven in one window, by account and by caller's address. */
export const throttleLimits = {
  windowMs: 15 * 60_000,
  perAccount: 10,
  perAddress: 100,
  remembered: 20_000,
} as const;

/**
 * Slows down guessing. Counts failures in a sliding window, by account (known or not: the answer must not tell) and
 * by address. In memory: each process of several counts for itself, and a restart forgets.
 */
export class LoginThrottle {
  private readonly failures = new Map<string, number[]>();

  /** Seconds to wait before the next attempt at `now`, 0 for none. */
  waitSeconds(email: string, address: string, now: number): number {
    return Math.max(
      this.wait(accountOf(email), throttleLimits.perAccount, now),
      this.wait(addressOf(address), throttleLimits.perAddress, now),
    );
  }

  /** Counts an attempt that failed. */
  failed(email: string, address: string, now: number): void {
    this.count(accountOf(email), throttleLimits.perAccount, now);
    this.count(addressOf(address), throttleLimits.perAddress, now);
    // Beyond that the longest untouched are forgotten. A guesser of so many accounts is held by its address.
    for (const key of this.failures.keys()) {
      if (this.failures.size <= throttleLimits.remembered) return;
      this.failures.delete(key);
    }
  }

  /** Takes back the attempt that was counted at `now`: the password was right. The account starts anew. */
  succeeded(email: string, address: string, now: number): void {
    this.failures.delete(accountOf(email));
    const others = this.failures.get(addressOf(address)) ?? [];
    const counted = others.lastIndexOf(now);
    if (counted >= 0) this.failures.set(addressOf(address), others.toSpliced(counted, 1));
  }

  /** Keeps the newest `limit` failures, and moves the key to the end: the map's order is that of use. */
  private count(key: string, limit: number, now: number): void {
    const recent = [...this.recent(key, now), now].slice(-limit);
    this.failures.delete(key);
    this.failures.set(key, recent);
  }

  private wait(key: string, limit: number, now: number): number {
    const recent = this.recent(key, now);
    const first = recent.at(-limit);
    return first === undefined ? 0 : Math.ceil((first + throttleLimits.windowMs - now) / 1000);
  }

  private recent(key: string, now: number): number[] {
    return (this.failures.get(key) ?? []).filter((at) => at > now - throttleLimits.windowMs);
  }
}

const accountOf = (email: string) => `account ${email.trim().toLowerCase()}`;
const addressOf = (address: string) => `address ${address}`;
