import {
  livePeriodMs,
  severities,
  type Flag,
  type FlagChange,
  type SafetyData,
  type VendorIntake,
} from '@earshot/contracts';
import { FlagRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Feed, type FeedChange } from './feed';
import { readSafety, type SafetyView } from './read-safety';
import { type FeedSources } from './tiles-feed';

/** Flags are pushed by themselves; the rest, and what a lost message would have told, within 5 s. */
const pace = { leastMs: 1_000, mostMs: livePeriodMs };

/** The safety lane: open and acknowledged flags, who looks, what arrives. */
export class SafetyFeed extends Feed<SafetyData> {
  constructor(
    private readonly sources: FeedSources,
    private readonly scope: Scope,
    private readonly view: SafetyView,
  ) {
    super(pace, sources);
  }

  /** Reads these flags now and sends what became of them. */
  async push(flagIds: readonly string[]): Promise<void> {
    await this.amend(async (latest) => {
      const read = await new FlagRepository(this.sources.database).byIds(this.scope, flagIds);
      const { vendorId } = this.view;
      const flags = vendorId === undefined ? read : read.filter((flag) => (flag.vendorId ?? '') === vendorId);
      const data = { ...latest, flags: laneWith(latest.flags, flags, new Set(flagIds)) };
      const seen = new Set(flags.map(({ id }) => id));
      // Gone from these eyes (an acknowledgement taken back, to a vendor): no change could say so.
      const vanished = latest.flags.some(({ id }) => flagIds.includes(id) && !seen.has(id));
      return { data, changes: vanished ? null : flags.filter(isNews(latest.flags)).map(flagChange) };
    });
  }

  protected override read(): Promise<SafetyData> {
    return readSafety(this.sources, this.scope, this.view);
  }

  protected override changes(previous: SafetyData, next: SafetyData): FeedChange[] | null {
    const left = new Set(next.flags.map(({ id }) => id));
    // Somebody closed a flag and the message was lost: rare, so everything again.
    if (previous.flags.some(({ id }) => !left.has(id))) return null;
    const changes: FeedChange[] = next.flags.filter(isNews(previous.flags)).map(flagChange);
    if (previous.officersLooking !== next.officersLooking) {
      changes.push({ kind: 'presence', data: { officersLooking: next.officersLooking } });
    }
    if (severities.some((severity) => previous.beyond[severity] !== next.beyond[severity])) {
      changes.push({ kind: 'beyond', data: { beyond: next.beyond } });
    }
    if (!sameVendors(previous.vendors, next.vendors)) {
      changes.push({ kind: 'vendors', data: { vendors: next.vendors } });
    }
    // Last and always: a lane that is not read any more must not look like one in which nothing happens.
    return [...changes, { kind: 'as-of', data: { asOf: next.asOf } }];
  }
}

/** Whether a flag is new to a lane, or newer than in it; a closed one is news only to a lane that held it. */
function isNews(lane: readonly Flag[]): (flag: Flag) => boolean {
  const known = new Map(lane.map(({ id, revision }) => [id, revision]));
  return (flag) => {
    const revision = known.get(flag.id);
    if (revision === undefined) return isInLane(flag);
    return flag.revision > revision;
  };
}

function isInLane({ state }: Flag): boolean {
  return state === 'open' || state === 'acknowledged';
}

function flagChange(flag: Flag): FeedChange {
  const { id, conversationId, category, severity } = flag;
  const data: FlagChange = { flagId: id, conversationId, category, severity, flag };
  return { kind: 'flag', data };
}

/** The lane with these flags read anew, gravest first, then longest known. */
function laneWith(lane: readonly Flag[], flags: readonly Flag[], asked: ReadonlySet<string>): Flag[] {
  const rest = lane.filter(({ id }) => !asked.has(id));
  return [...rest, ...flags.filter(isInLane)].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compare(a.receivedAt, b.receivedAt) ||
      compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sameVendors(a: readonly VendorIntake[], b: readonly VendorIntake[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
