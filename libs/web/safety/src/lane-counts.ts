import { type Flag, type FlagCounts, type Severity, severities } from '@earshot/contracts';
import { groupFlags } from '@earshot/web/data-access';
import { type FlagFilter, fits, fitsSeverity } from './flag-filter';

/** The numbers in the head of the desk: flags of the list whatever severity it shows. */
export interface DeskCounts {
  critical: number;
  /** Critical ones that nobody has taken. */
  untaken: number;
  high: number;
  /** What is shown unless another severity is asked for. */
  grave: number;
  low: number;
  /** In how many conversations `grave` lie; null where nobody knows. */
  conversations: number | null;
}

/** A lane that has no room for every flag: what is in it, and what lies beyond. */
export interface Lane {
  flags: readonly Flag[];
  beyond: FlagCounts;
}

/** What to say of a list that may not be whole: how many it shows of how many; null where only the lane is known. */
export interface LaneCut {
  listed: { n: number; total: number } | null;
  held: number;
  total: number;
}

/** The numbers of the open lane. What lies beyond it counts where no filter asks for more than its severity. */
export function openCounts({ flags, beyond }: Lane, filter: FlagFilter): DeskCounts {
  const within = flags.filter((flag) => fits(flag, { ...filter, severity: flag.severity }));
  const counted = countsOf(within, isNarrowed(filter) ? null : beyond);
  const grave = within.filter(({ severity }) => fitsSeverity(severity, null));
  return {
    ...endedCounts(counted),
    untaken: within.filter(({ severity, state }) => severity === 'critical' && state === 'open').length,
    conversations: askedOf(beyond, null) > 0 ? null : groupFlags(grave).length,
  };
}

/** The numbers of a list of what has ended. */
export function endedCounts(counts: FlagCounts): DeskCounts {
  const { critical, high, low } = counts;
  return { critical, untaken: 0, high, grave: askedOf(counts, null), low, conversations: null };
}

/** Null where everything that fits the filter is in the lane. */
export function laneCut({ flags, beyond }: Lane, filter: FlagFilter): LaneCut | null {
  const missing = askedOf(beyond, filter.severity);
  if (missing === 0) return null;
  const n = flags.filter(({ severity }) => fitsSeverity(severity, filter.severity)).length;
  return {
    listed: isNarrowed(filter) ? null : { n, total: n + missing },
    held: flags.length,
    total: flags.length + beyond.total,
  };
}

/** Beyond the lane nobody knows categories and vendors. */
function isNarrowed({ category, vendorId }: FlagFilter): boolean {
  return category !== null || vendorId !== null;
}

function countsOf(flags: readonly Flag[], beyond: FlagCounts | null): FlagCounts {
  const of = (severity: Severity): number =>
    flags.filter((flag) => flag.severity === severity).length + (beyond?.[severity] ?? 0);
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    total: flags.length + (beyond?.total ?? 0),
  };
}

/** How many of them are shown where this severity is asked for. */
function askedOf(counts: FlagCounts, asked: Severity | null): number {
  return severities.reduce((sum, one) => sum + (fitsSeverity(one, asked) ? counts[one] : 0), 0);
}
