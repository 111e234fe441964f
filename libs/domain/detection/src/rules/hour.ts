const clocks = new Map<string, Intl.DateTimeFormat>();

/** Gives the hour of the day, 0 to 23, that a clock in `timeZone` (IANA) shows at `atMs`. Errors: RangeError for no zone. */
export function hourIn(timeZone: string, atMs: number): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return Number(clock.format(atMs));
}
