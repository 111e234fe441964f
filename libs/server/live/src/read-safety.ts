import { noFlags, severities, type Flag, type FlagCounts, type SafetyData } from '@earshot/contracts';
import { FlagRepository, laneLimit, VendorIntakeRepository } from '@earshot/data-access';
import { isOfBrand, type Scope } from '@earshot/domain/access';
import { type LiveReads } from './tiles-feed';

/** What the safety lane is narrowed to, and who tells how many officers look at it. */
export interface SafetyView {
  readonly vendorId?: string | undefined;
  readonly officersLooking: (brandIds: readonly string[]) => Promise<number>;
}

/** The safety lane as a person sees it now: open and acknowledged flags, who looks, what arrives. */
export async function readSafety(
  { database, clock, notices }: LiveReads,
  scope: Scope,
  { vendorId, officersLooking }: SafetyView,
): Promise<SafetyData> {
  const now = new Date(clock.now());
  // When the brand looks, and how it is woken, is not for a vendor to know.
  const isBrand = isOfBrand(scope);
  const [flags, looking, vendors] = await Promise.all([
    new FlagRepository(database).lane(scope, vendorId),
    isBrand ? officersLooking(scope.brandIds) : 0,
    new VendorIntakeRepository(database).list(scope, now),
  ]);
  const beyond =
    flags.length < laneLimit
      ? noFlags
      : without(await new FlagRepository(database).laneCounts(scope, vendorId), flags);
  const noticeTarget = isBrand ? notices.kind : null;
  return { asOf: now.toISOString(), flags, beyond, officersLooking: looking, noticeTarget, vendors };
}

/** How many there are beside those of the lane. Counted after these were read: one may have been closed between. */
function without(all: FlagCounts, lane: readonly Flag[]): FlagCounts {
  const beyond = { ...noFlags };
  for (const severity of severities) {
    beyond[severity] = Math.max(0, all[severity] - lane.filter((flag) => flag.severity === severity).length);
    beyond.total += beyond[severity];
  }
  return beyond;
}
