import { type Flag, type Severity } from '@earshot/contracts';

const gravity: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Whether somebody still has to do something about it. */
export function isOpenFlag(flag: Flag): boolean {
  return flag.state === 'open' || flag.state === 'acknowledged';
}

/**
 * Order of the lane: gravest first; of equal ones those that nobody has taken, then the longest waiting, by our own
 * clock at receipt. The id settles the rest, so that the order never flickers.
 */
export function compareFlags(a: Flag, b: Flag): number {
  return (
    gravity[a.severity] - gravity[b.severity] ||
    Number(a.state === 'acknowledged') - Number(b.state === 'acknowledged') ||
    Date.parse(a.receivedAt) - Date.parse(b.receivedAt) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The flags with `flag` put in; an older revision than the one known changes nothing. */
export function mergeFlag(flags: readonly Flag[], flag: Flag): Flag[] {
  const known = flags.findIndex((other) => other.id === flag.id);
  if (known < 0) return [...flags, flag];
  const before = flags[known];
  if (before && before.revision > flag.revision) return [...flags];
  return flags.map((other, index) => (index === known ? flag : other));
}

/**
 * Milliseconds until somebody must have taken the flag; negative when the promise is broken, null when it has been
 * taken or has no deadline.
 */
export function msToDeadline(flag: Flag, now: number): number | null {
  if (flag.state !== 'open' || flag.deadlineAt === null) return null;
  return Date.parse(flag.deadlineAt) - now;
}
