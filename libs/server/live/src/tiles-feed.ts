import { Injectable } from '@nestjs/common';
import { livePeriodMs, type LiveData, type Measure } from '@earshot/contracts';
import { VendorIntakeRepository, type MeasureSlice } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { Feed, type FeedChange } from './feed';

/** Where measures come from; implemented by the measures feature, and bound by the app. */
export abstract class MeasureSource {
  /** All measures of a slice, and the same by vendor. */
  abstract overview(
    slice: Omit<MeasureSlice, 'groupBy'>,
  ): Promise<{ overall: Measure[]; byVendor: Measure[] }>;
}

/** Where a critical flag that nobody takes in time is told of, from the configuration. */
export abstract class NoticeTarget {
  abstract readonly kind: 'webhook' | 'mail' | 'none';
}

/** What a client may ask of the tiles. */
export interface TilesFilter {
  readonly vendorId?: string | undefined;
  readonly channel?: string | undefined;
  readonly scenario?: string | undefined;
  readonly windowMinutes?: number | undefined;
}

/** What live views are read with. */
@Injectable()
export class LiveReads {
  constructor(
    readonly database: Database,
    readonly clock: Clock,
    readonly measures: MeasureSource,
    readonly notices: NoticeTarget,
  ) {}
}

/** What feeds read with, and whom they tell of a read that failed. */
export interface FeedSources extends LiveReads {
  readonly onError: (error: unknown) => void;
}

const defaultMinutes = 60;
/** At most twice a second when something changed; every 5 s anyway, since the window moves with the clock. */
const pace = { leastMs: 500, mostMs: livePeriodMs };

/** The tiles and the vendor table of the live workspace. */
export class TilesFeed extends Feed<LiveData> {
  constructor(
    private readonly sources: FeedSources,
    private readonly scope: Scope,
    private readonly filter: TilesFilter,
  ) {
    super(pace, sources);
  }

  protected override async read(): Promise<LiveData> {
    const { database, measures, clock } = this.sources;
    const now = new Date(clock.now());
    const { windowMinutes = defaultMinutes, ...narrow } = this.filter;
    const slice = {
      scope: this.scope,
      ...narrow,
      to: now,
      from: new Date(now.getTime() - windowMinutes * 60_000),
    };
    const [{ overall, byVendor }, vendors] = await Promise.all([
      measures.overview(slice),
      new VendorIntakeRepository(database).list(this.scope, now),
    ]);
    const seen = vendors
      .filter(({ vendorId }) => narrow.vendorId === undefined || (vendorId ?? '') === narrow.vendorId)
      .flatMap(({ lastEventAt }) => lastEventAt ?? []);
    return {
      asOf: now.toISOString(),
      lastEventAt: seen.sort().at(-1) ?? null,
      windowMinutes,
      measures: overall,
      byVendor,
    };
  }

  protected override changes(_previous: LiveData, next: LiveData): FeedChange[] {
    return [{ kind: 'measures', data: next }];
  }
}
