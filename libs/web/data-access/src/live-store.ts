import { Injectable, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { type Change, type LiveData, type Measure, type MetricId } from '@earshot/contracts';
import { Api } from './http/api';
import { type Contracts } from './http/contracts';
import { LiveSocket, type Subscription } from './live/live-socket';
import { type FeedShape } from './live/live-feed';
import { type LiveFilter, gridOf, subscriptionFilter, windowMinutes } from './live-filter';
import { ServerClock } from './server-clock';

const SERIES_EVERY_MS = 60_000;

/** How the live view is read; its one kind of change, `measures`, replaces it whole. */
export const liveShape: FeedShape<LiveData> = {
  view: 'live',
  read: readLiveData,
  apply: (data, change: Change, contracts) =>
    change.kind === 'measures' ? readLiveData(change.data, contracts) : data,
};

function readLiveData(data: unknown, contracts: Contracts): LiveData | null {
  const parsed = contracts.liveDataSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** Key of a measure among the measures of one vendor. */
export type Measures = ReadonlyMap<MetricId, Measure>;

/** The figures of Live: tiles and vendor table by socket, the chart by page of history. */
@Injectable({ providedIn: 'root' })
export class LiveStore {
  private readonly api = inject(Api);
  private readonly socket = inject(LiveSocket);
  private readonly clock = inject(ServerClock);
  private readonly wanted = signal<LiveFilter | null>(null);
  private readonly subscription = signal<Subscription<LiveData> | null>(null);
  private followed: LiveFilter | null = null;
  private readonly minute = computed(() => Math.floor(this.clock.now() / SERIES_EVERY_MS));

  readonly filter = this.wanted.asReadonly();
  /** Why what is shown is not live; null while it is. */
  readonly stale = computed(() => this.subscription()?.feed.stale() ?? null);
  /** Null until the first snapshot after the filter changed. */
  readonly data = computed(() => this.subscription()?.feed.data() ?? null);
  readonly overall = computed<Measures>(() => byMetric(this.data()?.measures ?? []));
  readonly byVendor = computed<ReadonlyMap<string, Measures>>(() => {
    const groups = new Map<string, Measure[]>();
    for (const measure of this.data()?.byVendor ?? []) {
      const vendorId = measure.dimensions['vendorId'] ?? '';
      groups.set(vendorId, [...(groups.get(vendorId) ?? []), measure]);
    }
    return new Map([...groups].map(([vendorId, measures]) => [vendorId, byMetric(measures)]));
  });

  /** First response time by vendor over the window, read anew every minute. */
  readonly series = resource({
    params: () => {
      const filter = this.wanted();
      return filter ? { filter, minute: this.minute() } : undefined;
    },
    loader: async ({ params, abortSignal }) => {
      const { from, to } = this.windowOf(params.filter);
      const grid = gridOf((Date.parse(to) - Date.parse(from)) / 60_000);
      const page = await this.api.get('/measures', {
        query: {
          metric: 'first-response-time',
          groupBy: `vendorId,${grid}`,
          from,
          to,
          vendorId: params.filter.vendorId,
          channel: params.filter.channel,
          scenario: params.filter.scenario,
        },
        answer: (c) => c.measuresPage,
        signal: abortSignal,
      });
      return page.items;
    },
  });

  constructor() {
    effect(() => {
      // A window that begins at midnight grows; the server keeps a window's length, so it is asked anew each minute.
      if (this.wanted()?.window === 'today') this.minute();
      const filter = this.wanted();
      if (filter) untracked(() => this.follow(filter));
    });
  }

  /** Narrows the view; the same filter again changes nothing. */
  show(filter: LiveFilter): void {
    this.wanted.update((before) => (isSame(before, filter) ? before : filter));
  }

  /** Ends the live view. */
  leave(): void {
    this.subscription()?.close();
    this.subscription.set(null);
    this.followed = null;
    this.wanted.set(null);
  }

  /** The window as instants, ending now. */
  windowOf(filter: LiveFilter): { from: string; to: string } {
    const now = this.clock.instant();
    const length = windowMinutes(filter.window, new Date(now)) * 60_000;
    return { from: new Date(now - length).toISOString(), to: new Date(now).toISOString() };
  }

  private follow(filter: LiveFilter): void {
    const asked = subscriptionFilter(filter, new Date(this.clock.instant()));
    const held = this.subscription();
    if (!held) this.subscription.set(this.socket.subscribe(liveShape, asked));
    else if (filter === this.followed) held.renew(asked);
    else held.refilter(asked);
    this.followed = filter;
  }
}

function byMetric(measures: readonly Measure[]): Measures {
  return new Map(measures.map((measure) => [measure.metric, measure]));
}

function isSame(a: LiveFilter | null, b: LiveFilter): boolean {
  return (
    a !== null &&
    a.vendorId === b.vendorId &&
    a.channel === b.channel &&
    a.scenario === b.scenario &&
    a.window === b.window
  );
}
