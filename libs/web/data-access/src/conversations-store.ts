import { Injectable, inject, signal } from '@angular/core';
import { type ConversationRow } from '@earshot/contracts';
import { Api, type Query } from './http/api';
import { type RequestFailed, asRequestFailed, isAborted } from './http/request-failed';

/**
 * A list of conversations behind a filter or a figure, page by page. Provide it where the list is shown.
 */
@Injectable()
export class ConversationsStore {
  private readonly api = inject(Api);
  private readonly list = signal<readonly ConversationRow[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly counted = signal<number | null>(null);
  private readonly loading = signal(false);
  private readonly failed = signal<RequestFailed | null>(null);
  private readonly readOnce = signal(false);
  private query: Query = {};
  private under: AbortController | null = null;

  readonly rows = this.list.asReadonly();
  readonly nextCursor = this.cursor.asReadonly();
  /** How many there are in all; null where the server does not count them. */
  readonly total = this.counted.asReadonly();
  readonly isLoading = this.loading.asReadonly();
  /** Whether an answer to the present query has come. */
  readonly isRead = this.readOnce.asReadonly();
  readonly failure = this.failed.asReadonly();

  /** Begins the list anew for a query. */
  show(query: Query): Promise<void> {
    this.query = query;
    this.list.set([]);
    this.cursor.set(null);
    this.counted.set(null);
    this.readOnce.set(false);
    return this.read(null);
  }

  /** Adds the next page, where there is one and none is under way. */
  async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null && !this.loading()) await this.read(cursor);
  }

  /** Tries again what failed. */
  retry(): Promise<void> {
    return this.read(this.cursor());
  }

  private async read(cursor: string | null): Promise<void> {
    this.under?.abort();
    const under = new AbortController();
    this.under = under;
    this.loading.set(true);
    this.failed.set(null);
    try {
      const page = await this.api.get('/conversations', {
        query: { ...this.query, cursor },
        answer: (c) => c.conversationsPage,
        signal: under.signal,
      });
      if (this.under !== under) return;
      this.list.update((rows) => (cursor === null ? page.items : [...rows, ...page.items]));
      this.cursor.set(page.nextCursor);
      if (cursor === null) this.counted.set(page.total);
      this.readOnce.set(true);
    } catch (thrown) {
      if (!isAborted(thrown)) this.failed.set(asRequestFailed(thrown));
    } finally {
      if (this.under === under) this.loading.set(false);
    }
  }
}
