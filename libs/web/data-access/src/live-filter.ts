import { type Channel, type Subscribe } from '@earshot/contracts';

/** Windows that Live offers; all end now. `today` begins at the local midnight. */
export const liveWindows = ['15m', '1h', '4h', 'today', '24h', '7d'] as const;
export type LiveWindow = (typeof liveWindows)[number];

/** What Live is narrowed to; kept in the address. */
export interface LiveFilter {
  vendorId: string | null;
  channel: Channel | null;
  scenario: string | null;
  window: LiveWindow;
}

const minutes: Record<Exclude<LiveWindow, 'today'>, number> = {
  '15m': 15,
  '1h': 60,
  '4h': 240,
  '24h': 1_440,
  '7d': 10_080,
};

/** Length of the window in whole minutes, at least 1; for `today` the minutes since the local midnight before `now`. */
export function windowMinutes(window: LiveWindow, now: Date): number {
  if (window !== 'today') return minutes[window];
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.max(1, Math.ceil((now.getTime() - midnight.getTime()) / 60_000));
}

/** Longest window, in minutes, that is drawn minute by minute; longer ones are drawn by the hour. */
const DRAWN_BY_MINUTE = 120;

/** Grid on which a window of so many minutes is drawn. */
export function gridOf(length: number): 'minute' | 'hour' {
  return length <= DRAWN_BY_MINUTE ? 'minute' : 'hour';
}

/** The filter as the socket wants it. */
export function subscriptionFilter(filter: LiveFilter, now: Date): NonNullable<Subscribe['filter']> {
  return {
    ...(filter.vendorId === null ? {} : { vendorId: filter.vendorId }),
    ...(filter.channel === null ? {} : { channel: filter.channel }),
    ...(filter.scenario === null ? {} : { scenario: filter.scenario }),
    windowMinutes: windowMinutes(filter.window, now),
  };
}
