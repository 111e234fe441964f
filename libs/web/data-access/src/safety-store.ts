import { Injectable, computed, inject, signal } from '@angular/core';
import {
  type Change,
  type Flag,
  type FlagOutcome,
  type FlagState,
  type SafetyData,
} from '@earshot/contracts';
import { Api } from './http/api';
import { type Contracts } from './http/contracts';
import { type RequestFailed, asRequestFailed } from './http/request-failed';
import { compareFlags, isOpenFlag, mergeFlag } from './flags';
import { LiveSocket, type Subscription } from './live/live-socket';
import { type FeedShape } from './live/live-feed';
import { ServerClock } from './server-clock';

/** A closed or withdrawn flag leaves the lane; older ones are read by page. */
export type EndedState = Extract<FlagState, 'closed' | 'withdrawn'>;

/** How the safety view is read, and changed by what the server sends. */
export const safetyShape: FeedShape<SafetyData> = {
  view: 'safety',
  read: (data, contracts) => {
    const parsed = contracts.safetyDataSchema.safeParse(data);
    return parsed.success ? parsed.data : null;
  },
  apply: applySafetyChange,
};

function applySafetyChange(data: SafetyData, change: Change, contracts: Contracts): SafetyData | null {
  switch (change.kind) {
    case 'flag': {
      const flag = contracts.flagSchema.safeParse((change.data as { flag?: unknown } | null)?.flag);
      return flag.success ? { ...data, flags: mergeFlag(data.flags, flag.data) } : null;
    }
    case 'presence':
    case 'total':
    case 'vendors': {
      const part = contracts.safetyDataSchema
        .pick({ asOf: true, total: true, officersLooking: true, vendors: true })
        .partial()
        .safeParse(change.data);
      return part.success ? { ...data, ...defined(part.data) } : null;
    }
    default:
      // A kind of a newer server: nothing of ours changes.
      return data;
  }
}

function defined<T extends object>(part: T): Partial<T> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The safety lane: its flags live, and what a person does about them. */
@Injectable({ providedIn: 'root' })
export class SafetyStore {
  private readonly api = inject(Api);
  private readonly socket = inject(LiveSocket);
  private readonly clock = inject(ServerClock);
  private readonly subscription = signal<Subscription<SafetyData> | null>(null);
  private readonly acting = signal<ReadonlySet<string>>(new Set());
  private readonly endedFlags = signal<readonly Flag[]>([]);
  private readonly endedCursor = signal<string | null>(null);
  private readonly isEndedLoading = signal(false);
  private readonly failed = signal<RequestFailed | null>(null);
  private watchers = 0;

  /** Null until the first snapshot. */
  readonly data = computed(() => this.subscription()?.feed.data() ?? null);
  /** Open and acknowledged flags, gravest first, then longest waiting. */
  readonly lane = computed(() => [...(this.data()?.flags ?? [])].filter(isOpenFlag).sort(compareFlags));
  readonly staleSince = this.socket.staleSince;
  /** Ids of flags with an act under way. */
  readonly busy = this.acting.asReadonly();
  readonly ended = this.endedFlags.asReadonly();
  readonly hasMoreEnded = computed(() => this.endedCursor() !== null);
  readonly endedLoading = this.isEndedLoading.asReadonly();
  /** Why the list of closed flags could not be read. */
  readonly endedFailure = this.failed.asReadonly();

  /** Holds the live view until the returned function is called; several callers share one subscription. */
  watch(): () => void {
    this.watchers += 1;
    if (this.watchers === 1) this.subscription.set(this.socket.subscribe(safetyShape, undefined));
    return () => {
      this.watchers -= 1;
      if (this.watchers > 0) return;
      this.subscription()?.close();
      this.subscription.set(null);
    };
  }

  /** Says "mine". Shown at once; taken back, and thrown, if the server refuses. */
  acknowledge(flag: Flag, by: string): Promise<void> {
    const acknowledgedAt = new Date(this.clock.instant()).toISOString();
    return this.act(flag, { state: 'acknowledged', acknowledgedAt, acknowledgedBy: by }, 'acknowledge');
  }

  /** Takes back an acknowledgement. */
  release(flag: Flag): Promise<void> {
    return this.act(flag, { state: 'open', acknowledgedAt: null, acknowledgedBy: null }, 'release');
  }

  close(flag: Flag, end: { outcome: FlagOutcome; reason: string }, by: string): Promise<void> {
    const closedAt = new Date(this.clock.instant()).toISOString();
    return this.act(flag, { state: 'closed', closedAt, closedBy: by, ...end }, 'close', end);
  }

  /** Takes back a close. */
  reopen(flag: Flag): Promise<void> {
    const state = flag.acknowledgedAt === null ? 'open' : 'acknowledged';
    return this.act(flag, { state, closedAt: null, closedBy: null, outcome: null, reason: null }, 'reopen');
  }

  /** Reads the newest closed (or withdrawn) flags; `more` adds the next page. */
  async loadEnded(state: EndedState, more: 'first' | 'next' = 'first'): Promise<void> {
    this.isEndedLoading.set(true);
    this.failed.set(null);
    try {
      const cursor = more === 'next' ? this.endedCursor() : null;
      const page = await this.api.get('/flags', { query: { state, cursor }, answer: (c) => c.flagsPage });
      this.endedFlags.update((flags) => (more === 'next' ? [...flags, ...page.items] : page.items));
      this.endedCursor.set(page.nextCursor);
    } catch (thrown) {
      this.failed.set(asRequestFailed(thrown));
    } finally {
      this.isEndedLoading.set(false);
    }
  }

  /** One flag by id, for an address that names one which is no longer in the lane. */
  async find(id: string): Promise<Flag | null> {
    const inHand = [...this.lane(), ...this.ended()].find((flag) => flag.id === id);
    if (inHand) return inHand;
    try {
      return await this.api.get(`/flags/${encodeURIComponent(id)}`, { answer: (c) => c.flagSchema });
    } catch (thrown) {
      // A flag that does not exist, or not for this person, is shown as such by the page.
      if (asRequestFailed(thrown).status === 404) return null;
      throw thrown;
    }
  }

  private async act(flag: Flag, shown: Partial<Flag>, command: string, body?: unknown): Promise<void> {
    this.replace({ ...flag, ...shown });
    this.acting.update((ids) => new Set(ids).add(flag.id));
    try {
      const path = `/flags/${encodeURIComponent(flag.id)}/${command}`;
      this.replace(await this.api.send('POST', path, { body: body ?? {}, answer: (c) => c.flagSchema }));
    } catch (thrown) {
      this.restore(flag);
      throw thrown;
    } finally {
      this.acting.update((ids) => new Set([...ids].filter((id) => id !== flag.id)));
    }
  }

  private replace(flag: Flag): void {
    this.subscription()?.feed.edit((data) => ({ ...data, flags: mergeFlag(data.flags, flag) }));
    this.endedFlags.update((flags) => flags.map((known) => (known.id === flag.id ? flag : known)));
  }

  /** Puts the flag back as it was, unless a newer one came meanwhile: our guess is no fact. */
  private restore(flag: Flag): void {
    const putBack = (known: Flag): Flag =>
      known.id === flag.id && known.revision <= flag.revision ? flag : known;
    this.subscription()?.feed.edit((data) => ({ ...data, flags: data.flags.map(putBack) }));
    this.endedFlags.update((flags) => flags.map(putBack));
  }
}
