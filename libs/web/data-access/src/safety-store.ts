import { Injectable, computed, inject, signal } from '@angular/core';
import {
  type Change,
  type ClosingOutcome,
  type Flag,
  type FlagActs,
  type FlagCounts,
  type FlagState,
  type FlagsDone,
  type SafetyData,
  type Severity,
} from '@earshot/contracts';
import { Api } from './http/api';
import { type Contracts } from './http/contracts';
import { type RequestFailed, asRequestFailed, isAborted } from './http/request-failed';
import { compareFlags, groupKey, isOpenFlag, isSameToClose, leastShown, mergeFlag } from './flags';
import { mergeLane } from './merge-lane';
import { LiveSocket, type Subscription } from './live/live-socket';
import { type FeedShape } from './live/live-feed';
import { ServerClock } from './server-clock';

/** A closed or withdrawn flag leaves the lane; older ones are read by page. */
export type EndedState = Extract<FlagState, 'closed' | 'withdrawn'>;

/** Which flags that have ended are listed; null means all, of severities `leastShown` and graver ones. */
export interface EndedFilter {
  state: EndedState;
  severity: Severity | null;
  category: string | null;
  vendorId: string | null;
}

/** How flags end: what came of them and why. */
export interface Ending {
  outcome: ClosingOutcome;
  reason: string;
}

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
    case 'as-of':
    case 'presence':
    case 'beyond':
    case 'vendors': {
      const part = contracts.safetyDataSchema
        .pick({ asOf: true, beyond: true, officersLooking: true, noticeTarget: true, vendors: true })
        .partial()
        .safeParse(change.data);
      return part.success ? { ...data, ...defined(part.data) } : null;
    }
    default:
      // A kind of a newer server: nothing of ours changes.
      return data;
  }
}

function openedAgain({ acknowledgedAt }: Flag): Partial<Flag> {
  const state = acknowledgedAt === null ? 'open' : 'acknowledged';
  return { state, closedAt: null, closedBy: null, outcome: null, reason: null };
}

function withoutOne(counts: FlagCounts, { severity }: Flag): FlagCounts {
  return { ...counts, [severity]: counts[severity] - 1, total: counts.total - 1 };
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
  private readonly counts = signal<FlagCounts | null>(null);
  private readonly isEndedLoading = signal(false);
  private readonly failed = signal<RequestFailed | null>(null);
  private endedFilter = '';
  private under: AbortController | null = null;
  private watchers = 0;

  /** Null until the first snapshot. */
  readonly data = computed(() => this.subscription()?.feed.data() ?? null);
  /** Open and acknowledged flags, gravest first, then longest waiting. */
  readonly lane = computed(() => [...(this.data()?.flags ?? [])].filter(isOpenFlag).sort(compareFlags));
  /** Why the lane is not live; null while it is. */
  readonly stale = computed(() => this.subscription()?.feed.stale() ?? null);
  /** Ids of flags with an act under way. */
  readonly busy = this.acting.asReadonly();
  /** As they were read, without those that were opened again since. */
  readonly ended = computed(() => this.endedFlags().filter((flag) => !isOpenFlag(flag)));
  /** How many flags the list of ended ones would hold without a limit, by severity and whatever severity it shows. */
  readonly endedCounts = computed(() => {
    const counts = this.counts();
    return counts && this.endedFlags().filter(isOpenFlag).reduce(withoutOne, counts);
  });
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

  /**
   * To be called before the lane is asked for without the live connection; what it returns takes the answer in. The
   * connection is still told as lost, or as behind. False where the answer may be older than what came since, and is
   * left.
   */
  filling(): (read: SafetyData) => boolean {
    const fill = this.subscription()?.feed.filling();
    return (read) => {
      const isLost = this.stale() !== null;
      const take = (known: SafetyData): SafetyData => {
        const merged = mergeLane(known, read, this.busy());
        // A connection that stands, and whose server has fallen behind, is not told as up to date by that.
        return isLost ? merged : { ...merged, asOf: known.asOf };
      };
      return fill?.(read, take) ?? false;
    };
  }

  /** The flags of the lane that stand with this one: its conversation's, itself among them. */
  siblings(flag: Flag): Flag[] {
    const key = groupKey(flag);
    const own = this.lane().filter((other) => groupKey(other) === key);
    return own.some(({ id }) => id === flag.id) ? own : [flag];
  }

  /**
   * The flags of this one's conversation, ended ones too, itself among them: those in hand here, and what is newer of
   * `others`; to be dealt with first, then as in the lane.
   */
  related(flag: Flag, others: readonly Flag[]): Flag[] {
    const key = groupKey(flag);
    const known = [...others, ...this.ended(), ...(this.data()?.flags ?? []), flag];
    return known
      .filter((other) => groupKey(other) === key)
      .reduce<Flag[]>(mergeFlag, [])
      .sort((a, b) => Number(isOpenFlag(b)) - Number(isOpenFlag(a)) || compareFlags(a, b));
  }

  /**
   * Says "mine" to all of them, as they were seen: one that has turned graver stays open. As every act here: shown at
   * once, taken back where the server leaves a flag as it was, and taken back and thrown where it refuses or does not
   * answer.
   */
  acknowledge(flags: readonly Flag[], by: string): Promise<FlagsDone> {
    const acknowledgedAt = new Date(this.clock.instant()).toISOString();
    const asked = flags.map(({ id, severity }) => ({ id, severity }));
    return this.act(
      flags,
      'acknowledge',
      () => ({ state: 'acknowledged', acknowledgedAt, acknowledgedBy: by }),
      {
        flags: asked,
      },
    );
  }

  /** Takes back acknowledgements. */
  release(flags: readonly Flag[]): Promise<FlagsDone> {
    return this.act(flags, 'release', () => ({ state: 'open', acknowledgedAt: null, acknowledgedBy: null }));
  }

  /** Closes them, as they were seen: one that is not as it was by now stays open. */
  close(flags: readonly Flag[], end: Ending, by: string): Promise<FlagsDone> {
    const closedAt = new Date(this.clock.instant()).toISOString();
    const asked = flags.map((flag) => ({ id: flag.id, revision: this.revisionOf(flag) }));
    return this.act(flags, 'close', () => ({ state: 'closed', closedAt, closedBy: by, ...end }), {
      flags: asked,
      ...end,
    });
  }

  /** Opens closed flags again; without a reason only the undo of an own close, at once. */
  reopen(flags: readonly Flag[], reason?: string): Promise<FlagsDone> {
    const asked = { ids: flags.map(({ id }) => id), ...(reason !== undefined && { reason }) };
    return this.act(flags, 'reopen', openedAgain, asked);
  }

  /**
   * Reads the newest flags that have ended, and how many there are; `next` adds the next page. Only the newest question
   * is answered, and never are flags shown under another filter than their own.
   */
  async loadEnded({ severity, ...filter }: EndedFilter, more: 'first' | 'next' = 'first'): Promise<void> {
    this.under?.abort();
    const under = new AbortController();
    this.under = under;
    this.beginEnded(JSON.stringify({ severity, ...filter }));
    this.isEndedLoading.set(true);
    this.failed.set(null);
    try {
      const cursor = more === 'next' ? this.endedCursor() : null;
      const grave = severity === null ? { leastSeverity: leastShown } : { severity };
      const [page, counts] = await Promise.all([
        this.api.get('/flags', {
          query: { ...filter, ...grave, sort: 'newest', cursor },
          answer: (c) => c.flagsPage,
          signal: under.signal,
        }),
        this.api.get('/flags/counts', {
          query: filter,
          answer: (c) => c.flagCountsSchema,
          signal: under.signal,
        }),
      ]);
      if (this.under !== under) return;
      this.endedFlags.update((flags) => (more === 'next' ? [...flags, ...page.items] : page.items));
      this.endedCursor.set(page.nextCursor);
      this.counts.set(counts);
    } catch (thrown) {
      if (this.under === under && !isAborted(thrown)) this.failed.set(asRequestFailed(thrown));
    } finally {
      if (this.under === under) this.isEndedLoading.set(false);
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

  /** What was done with a flag. */
  acts(id: string): Promise<FlagActs> {
    return this.api.get(`/flags/${encodeURIComponent(id)}/acts`, { answer: (c) => c.flagActsSchema });
  }

  private beginEnded(filter: string): void {
    if (filter === this.endedFilter) return;
    this.endedFilter = filter;
    this.endedFlags.set([]);
    this.endedCursor.set(null);
    this.counts.set(null);
  }

  private async act(
    flags: readonly Flag[],
    command: 'acknowledge' | 'release' | 'close' | 'reopen',
    shown: (flag: Flag) => Partial<Flag>,
    body: unknown = { ids: flags.map(({ id }) => id) },
  ): Promise<FlagsDone> {
    const ids = new Set(flags.map(({ id }) => id));
    for (const flag of flags) this.replace({ ...flag, ...shown(flag) });
    this.acting.update((acting) => new Set([...acting, ...ids]));
    try {
      const path = `/flags/${command}`;
      const done = await this.api.send('POST', path, { body, answer: (c) => c.flagsDoneSchema });
      for (const flag of done.flags) this.replace(flag);
      for (const { id, flag } of done.left) {
        const before = flags.find((one) => one.id === id);
        if (before) this.restore(before);
        if (flag) this.replace(flag);
      }
      return done;
    } catch (thrown) {
      for (const flag of flags) this.restore(flag);
      throw thrown;
    } finally {
      this.acting.update((acting) => new Set([...acting].filter((id) => !ids.has(id))));
    }
  }

  /** The revision that a close is asked for: the newest known one, where nothing that matters has happened since. */
  private revisionOf(seen: Flag): number {
    const now = this.data()?.flags.find(({ id }) => id === seen.id);
    return now && isSameToClose(seen, now) ? now.revision : seen.revision;
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
