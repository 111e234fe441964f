import { Injectable, computed, inject, signal } from '@angular/core';
import {
  type Fault,
  type IntakeStatus,
  type RejectedEvent,
  type RejectedEventDetail,
} from '@earshot/contracts';
import { Api } from './http/api';
import { type FailureCode, type RequestFailed, asRequestFailed, isAborted } from './http/request-failed';
import { type Stale } from './live/live-feed';
import { ServerClock } from './server-clock';

const STATUS_EVERY_MS = 3_000;

/** One field's new value by JSON pointer; null removes the field. */
export interface FieldChange {
  pointer: string;
  value: unknown;
}

export type RejectedState = RejectedEvent['state'];
/** What the list of rejected events is narrowed to. */
export interface RejectedQuery {
  state: RejectedState | null;
  code: string | null;
}

interface RejectedPage {
  items: RejectedEvent[];
  nextCursor: string | null;
}

/** How many events are kept open, by code, most first: what the list holds, without what was refused whole. */
export function keptCounts(status: IntakeStatus | null): [code: string, count: number][] {
  return Object.entries(status?.rejected ?? {})
    .map(([code, count]): [string, number] => [code, count - (status?.refused[code] ?? 0)])
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

export interface ResubmitOutcome {
  outcome: 'accepted' | 'duplicate' | 'rejected';
  code: string | null;
  detail: string | null;
  fault: Fault | null;
  pointer: string | null;
  /** Where it was rejected again: under which id it is kept now, the same where nothing was changed. */
  rejectedId: string | null;
}

/** How events come in: partitions and alarms, read every three seconds, and what could not be taken. */
@Injectable({ providedIn: 'root' })
export class IntakeStore {
  private readonly api = inject(Api);
  private readonly clock = inject(ServerClock);
  private readonly current = signal<IntakeStatus | null>(null);
  private readonly statusFailed = signal<RequestFailed | null>(null);
  /** Since when it could not be read, ms since 1970 by the server's clock. */
  private readonly unreadSince = signal(0);
  private readonly list = signal<readonly RejectedEvent[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly loading = signal(false);
  private readonly listFailed = signal<RequestFailed | null>(null);
  /** The first page as it stands now, where it is newer than the list. */
  private readonly arrived = signal<RejectedPage | null>(null);
  private query: RejectedQuery = { state: null, code: null };
  /** Of what the list was read: how many open ones there were of each code. */
  private seen = '';
  private under: AbortController | null = null;

  readonly status = this.current.asReadonly();
  readonly statusFailure = this.statusFailed.asReadonly();
  /** Why the status is no longer the present one: at once, not only when it has grown old. */
  readonly stale = computed<Stale | null>(() => {
    const failure = this.statusFailed();
    return failure === null ? null : { why: whyStale[failure.code] ?? 'waiting', since: this.unreadSince() };
  });
  readonly rejected = this.list.asReadonly();
  readonly isLoading = this.loading.asReadonly();
  readonly listFailure = this.listFailed.asReadonly();
  readonly nextCursor = this.cursor.asReadonly();
  /** How many events were rejected since the list was read: they wait until they are asked for. */
  readonly fresh = computed(() => {
    const known = new Set(this.list().map(({ id }) => id));
    return this.arrived()?.items.filter(({ id }) => !known.has(id)).length ?? 0;
  });

  /** Reads the status now and every three seconds, until the returned function is called. */
  watch(): () => void {
    void this.readStatus();
    const timer = setInterval(() => void this.readStatus(), STATUS_EVERY_MS);
    return () => clearInterval(timer);
  }

  /**
   * Reads the rejected events of one state and, where given, one code. Only the newest question is answered, and never
   * are events shown under another query than their own.
   */
  async showRejected(query: RejectedQuery, more = false): Promise<void> {
    this.under?.abort();
    const under = new AbortController();
    this.under = under;
    if (query.state !== this.query.state || query.code !== this.query.code)
      this.show({ items: [], nextCursor: null });
    this.query = query;
    this.loading.set(true);
    this.listFailed.set(null);
    try {
      const page = await this.readPage(query, more ? this.cursor() : null, under.signal);
      if (this.under !== under) return;
      if (more) {
        this.list.update((rows) => [...rows, ...page.items]);
        this.cursor.set(page.nextCursor);
      } else this.show(page);
    } catch (thrown) {
      if (this.under === under && !isAborted(thrown)) this.listFailed.set(asRequestFailed(thrown));
    } finally {
      if (this.under === under) this.loading.set(false);
    }
  }

  /** Lets in what was rejected since the list was read. */
  takeInFresh(): void {
    const page = this.arrived();
    if (page) this.show(page);
  }

  detail(id: string): Promise<RejectedEventDetail> {
    return this.api.get(path(id), { answer: (c) => c.rejectedEventDetailSchema });
  }

  /**
   * Sends the mended event in again. It is dealt with by that, whatever came of it: rejected anew, it stands as another
   * with its new reason, and the list is read again to show it. Only what was sent unchanged stays as it is.
   */
  async resubmit(id: string, mended: { changes: FieldChange[]; event?: unknown }): Promise<ResubmitOutcome> {
    const answer = await this.api.send('POST', `${path(id)}/resubmit`, {
      body: mended,
      answer: (c) => c.resubmitAnswerSchema,
    });
    if (answer.rejectedId === id) return answer;
    this.mark(id, 'resubmitted');
    if (answer.outcome === 'rejected') await this.showRejected(this.query);
    return answer;
  }

  /** Puts the event aside; it stays kept. */
  async dismiss(id: string): Promise<void> {
    await this.api.send('POST', `${path(id)}/dismiss`, { body: {} });
    this.mark(id, 'dismissed');
  }

  /** Takes up again what was put aside. The list is read again, as the row may stand in it again. */
  async reopen(id: string): Promise<void> {
    await this.api.send('POST', `${path(id)}/reopen`, { body: {} });
    this.mark(id, 'open');
    await this.showRejected(this.query);
  }

  /** A row goes at once from a list of another state to the one that it has now. */
  private mark(id: string, state: RejectedState): void {
    const isListed = this.query.state === null || this.query.state === state;
    this.list.update((rows) =>
      isListed
        ? rows.map((row) => (row.id === id ? { ...row, state } : row))
        : rows.filter((row) => row.id !== id),
    );
    void this.readStatus();
  }

  private show(page: RejectedPage): void {
    this.list.set(page.items);
    this.cursor.set(page.nextCursor);
    this.arrived.set(null);
  }

  private readPage(query: RejectedQuery, cursor: string | null, signal?: AbortSignal): Promise<RejectedPage> {
    return this.api.get('/intake/rejected', {
      query: { ...query, cursor },
      answer: (c) => c.rejectedPage,
      signal,
    });
  }

  /** Reads the first page again when the counts have moved. An empty list takes it in; rows never move by themselves. */
  private async lookForFresh(status: IntakeStatus): Promise<void> {
    const counts = JSON.stringify(keptCounts(status));
    const { query, seen } = this;
    this.seen = counts;
    if (counts === seen || seen === '' || query.state !== 'open') return;
    const page = await this.readPage(query, null);
    if (query !== this.query) return;
    if (this.list().length === 0) this.show(page);
    else this.arrived.set(page);
  }

  private async readStatus(): Promise<void> {
    try {
      const status = await this.api.get('/intake/status', { answer: (c) => c.intakeStatusSchema });
      this.current.set(status);
      this.statusFailed.set(null);
      await this.lookForFresh(status);
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      if (this.statusFailed() === null) this.unreadSince.set(this.clock.instant());
      this.statusFailed.set(failure);
    }
  }
}

const whyStale: Partial<Record<FailureCode, Stale['why']>> = {
  'connection-lost': 'lost',
  'answer-not-understood': 'unreadable',
};

function path(id: string): string {
  return `/intake/rejected/${encodeURIComponent(id)}`;
}
