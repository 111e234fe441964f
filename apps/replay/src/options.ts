import { InvalidArgumentError } from 'commander';

/**
 * How time passes: `flat` as fast as events are taken, `speed` times as fast as the clock, `live` each event at its
 * own time, `now` at a rate, each stamped with the moment of sending.
 */
export type Pace =
  | { readonly kind: 'flat' }
  | { readonly kind: 'times'; readonly speed: number }
  | { readonly kind: 'live' }
  | { readonly kind: 'now' };

/** Gives the pace of `flat`, `real`, `live`, `now`, `60x` or `60×`. `real` is `1x`. */
export function parsePace(text: string): Pace {
  if (text === 'flat' || text === 'live' || text === 'now') return { kind: text };
  if (text === 'real') return { kind: 'times', speed: 1 };
  const speed = /^(\d+(?:\.\d+)?)[x×]$/.exec(text)?.[1];
  if (speed === undefined || Number(speed) <= 0) {
    throw new InvalidArgumentError('Expected flat, real, live, now, or a speed such as 60x.');
  }
  return { kind: 'times', speed: Number(speed) };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3600_000, d: 86_400_000 };

/** Gives the ms of a duration such as `250ms`, `90s`, `15m`, `24h`, `21d`. */
export function parseDuration(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  const ms = units[unit];
  if (amount === undefined || ms === undefined) {
    throw new InvalidArgumentError('Expected a duration such as 250ms, 90s, 15m, 24h or 21d.');
  }
  return Number(amount) * ms;
}

/** Gives the ms since the epoch of an ISO 8601 instant. */
export function parseInstant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('Expected an instant such as 2026-11-01T08:00:00Z.');
  return at;
}

/** Gives a whole number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return count;
}

/** Gives a number above 0. */
export function parseRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return rate;
}
