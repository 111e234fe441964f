import { type SafetyData } from '@earshot/contracts';
import { isOpenFlag } from './flags';

/**
 * The lane as it was read apart from the live view, put over what is known: a flag that is newer here, or with which an
 * act is under way (`busy`), stays as it is, and so does one that has ended and is still looked at. What the lane lacks
 * has gone from it: only to be used where nothing came after the question (`LiveFeed.filling`).
 */
export function mergeLane(known: SafetyData, read: SafetyData, busy: ReadonlySet<string>): SafetyData {
  const before = new Map(known.flags.map((flag) => [flag.id, flag]));
  const flags = read.flags.map((flag) => {
    const own = before.get(flag.id);
    return own && (own.revision > flag.revision || busy.has(flag.id)) ? own : flag;
  });
  const listed = new Set(read.flags.map(({ id }) => id));
  const kept = known.flags.filter((flag) => !listed.has(flag.id) && (busy.has(flag.id) || !isOpenFlag(flag)));
  return { ...read, flags: [...flags, ...kept] };
}
