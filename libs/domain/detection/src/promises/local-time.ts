/** What a clock in one time zone shows, as the UTC milliseconds that would show the same; and the way back. */
export interface Zone {
  /** What its clock shows at an instant. */
  localOf(atMs: number): number;
  /** The instant at which its clock shows this; where it shows it twice or never, one an hour off at most. */
  instantOf(localMs: number): number;
}

const zones = new Map<string, Zone>();

/** Gives the clock of `timeZone` (IANA). Errors: RangeError where there is no such zone. */
export function zoneNamed(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) zones.set(timeZone, (zone = zoneOf(timeZone)));
  return zone;
}

function zoneOf(timeZone: string): Zone {
  const digits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', ...digits, hourCycle: 'h23' });
  const localOf = (atMs: number): number => {
    const parts = Object.fromEntries(
      clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute) + (atMs % 60_000);
  };
  const instantOf = (localMs: number): number => {
    const near = localMs - (localOf(localMs) - localMs);
    return localMs - (localOf(near) - near);
  };
  return { localOf, instantOf };
}
