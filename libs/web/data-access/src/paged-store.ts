import { computed, inject, signal } from '@angular/core';
import { Api, type Query } from './http/api';
import { type RequestFailed, asRequestFailed, isAborted } from './http/request-failed';
import { ServerClock } from './server-clock';

/** A page of a list, with how many rows there are in all; null where they were not counted, and on later pages. */
export interface RowPage<Row> {
  items: Row[];
  nextCursor: string | null;
  total: number | null;
}

/** A list behind a filter or a figure, page by page. It stands still until it is asked for again. */
export abstract class PagedStore<Row> {
  protected readonly api = inject(Api);
  private readonly clock = inject(ServerClock);
  private readonly list = signal<readonly Row[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly counted = signal<number | null>(null);
  private readonly loading = signal(false);
  private readonly failed = signal<RequestFailed | null>(null);
  private readonly at = signal<number | null>(null);
  private query: Query = {};
  /** Behind which row the last page asked for begins; null for the first. */
  private asked: string | null = null;
  private under: AbortController | null = null;

  readonly rows = this.list.asReadonly();
  readonly nextCursor = this.cursor.asReadonly();
  /** How many there are in all; null where the server does not count them. */
  readonly total = this.counted.asReadonly();
  readonly isLoading = this.loading.asReadonly();
  /** When the first page was asked for, ms since 1970 by the server's clock: no row is older. Null until it has come. */
  readonly readAt = this.at.asReadonly();
  /** Whether an answer to the present query has come. */
  readonly isRead = computed(() => this.at() !== null);
  readonly failure = this.failed.asReadonly();

  /** Begins the list anew for a query. */
  show(query: Query): Promise<void> {
    this.query = query;
    this.list.set([]);
    this.cursor.set(null);
    this.counted.set(null);
    this.at.set(null);
    return this.read(null);
  }

  /** Reads the list again for a query that means the same later on; what is shown stays until the answer has come. */
  renew(query: Query): Promise<void> {
    this.query = query;
    return this.read(null);
  }

  /** Adds the next page, where there is one and none is under way. */
  async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null && !this.loading()) await this.read(cursor);
  }

  /** Tries again what failed. */
  retry(): Promise<void> {
    return this.read(this.asked);
  }

  /** Reads one page of the list. */
  protected abstract readPage(query: Query, signal: AbortSignal): Promise<RowPage<Row>>;

  private async read(cursor: string | null): Promise<void> {
    this.under?.abort();
    const under = new AbortController();
    this.under = under;
    this.asked = cursor;
    this.loading.set(true);
    this.failed.set(null);
    const askedAt = this.clock.instant();
    try {
      const page = await this.readPage({ ...this.query, cursor }, under.signal);
      if (this.under !== under) return;
      this.list.update((rows) => (cursor === null ? page.items : [...rows, ...page.items]));
      this.cursor.set(page.nextCursor);
      if (cursor !== null) return;
      this.counted.set(page.total);
      this.at.set(askedAt);
    } catch (thrown) {
      if (!isAborted(thrown)) this.failed.set(asRequestFailed(thrown));
    } finally {
      if (this.under === under) this.loading.set(false);
    }
  }
}
