import { type Flag, type Severity } from '@earshot/contracts';
import { isAsGrave, leastShown } from '@earshot/web/data-access';

/**
 * What the lane is narrowed to; null means all, of severities `leastShown` and graver ones; an empty vendor those of no
 * known one. Kept in the address.
 */
export interface FlagFilter {
  severity: Severity | null;
  category: string | null;
  vendorId: string | null;
}

/** Whether a flag is within the filter. */
export function fits(flag: Flag, filter: FlagFilter): boolean {
  return (
    fitsSeverity(flag.severity, filter.severity) &&
    (filter.category === null || flag.category === filter.category) &&
    (filter.vendorId === null || (flag.vendorId ?? '') === filter.vendorId)
  );
}

/** Whether flags of this severity are shown where `asked` is asked for. */
export function fitsSeverity(severity: Severity, asked: Severity | null): boolean {
  return asked === null ? isAsGrave(severity, leastShown) : severity === asked;
}

/**
 * Ids of the flags that may stand in the lane now. While the pointer is over it (`isHeld`) only critical ones come in
 * among those already shown, so that nothing moves under a hand; the rest wait to be asked for.
 */
export function settledIds(
  flags: readonly Flag[],
  isHeld: boolean,
  before: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  if (!isHeld || before === undefined) return new Set(flags.map((flag) => flag.id));
  return new Set([...before, ...flags.filter((flag) => flag.severity === 'critical').map((flag) => flag.id)]);
}
