import { Injectable, inject, signal } from '@angular/core';
import { type IntakeStatus, type RejectedEvent, type RejectedEventDetail } from '@earshot/contracts';
import { Api } from './http/api';
import { type RequestFailed, asRequestFailed } from './http/request-failed';

const STATUS_EVERY_MS = 3_000;

/** One field's new value by JSON pointer; null removes the field. */
export interface FieldChange {
  pointer: string;
  value: unknown;
}

export type RejectedState = RejectedEvent['state'];
export interface ResubmitOutcome {
  outcome: 'accepted' | 'duplicate' | 'rejected';
  code: string | null;
  detail: string | null;
  pointer: string | null;
}

/** How events come in: partitions and alarms, read every three seconds, and what could not be taken. */
@Injectable({ providedIn: 'root' })
export class IntakeStore {
  private readonly api = inject(Api);
  private readonly current = signal<IntakeStatus | null>(null);
  private readonly statusFailed = signal<RequestFailed | null>(null);
  private readonly list = signal<readonly RejectedEvent[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly loading = signal(false);
  private readonly listFailed = signal<RequestFailed | null>(null);

  readonly status = this.current.asReadonly();
  readonly statusFailure = this.statusFailed.asReadonly();
  readonly rejected = this.list.asReadonly();
  readonly isLoading = this.loading.asReadonly();
  readonly listFailure = this.listFailed.asReadonly();
  readonly nextCursor = this.cursor.asReadonly();

  /** Reads the status now and every three seconds, until the returned function is called. */
  watch(): () => void {
    void this.readStatus();
    const timer = setInterval(() => void this.readStatus(), STATUS_EVERY_MS);
    return () => clearInterval(timer);
  }

  /** Reads the rejected events of one state and, where given, one code. */
  async showRejected(
    query: { state: RejectedState | null; code: string | null },
    more = false,
  ): Promise<void> {
    this.loading.set(true);
    this.listFailed.set(null);
    try {
      const page = await this.api.get('/intake/rejected', {
        query: { ...query, cursor: more ? this.cursor() : null },
        answer: (c) => c.rejectedPage,
      });
      this.list.update((rows) => (more ? [...rows, ...page.items] : page.items));
      this.cursor.set(page.nextCursor);
    } catch (thrown) {
      this.listFailed.set(asRequestFailed(thrown));
    } finally {
      this.loading.set(false);
    }
  }

  detail(id: string): Promise<RejectedEventDetail> {
    return this.api.get(path(id), { answer: (c) => c.rejectedEventDetailSchema });
  }

  /** Sends the mended event in again; the row changes when it was taken. */
  async resubmit(id: string, mended: { changes: FieldChange[]; event?: unknown }): Promise<ResubmitOutcome> {
    const answer = await this.api.send('POST', `${path(id)}/resubmit`, {
      body: mended,
      answer: (c) => c.resubmitAnswerSchema,
    });
    if (answer.outcome !== 'rejected') this.mark(id, 'resubmitted');
    return answer;
  }

  /** Puts the event aside for good; it stays kept. */
  async dismiss(id: string): Promise<void> {
    await this.api.send('POST', `${path(id)}/dismiss`, { body: {} });
    this.mark(id, 'dismissed');
  }

  private mark(id: string, state: RejectedState): void {
    this.list.update((rows) => rows.map((row) => (row.id === id ? { ...row, state } : row)));
  }

  private async readStatus(): Promise<void> {
    try {
      this.current.set(await this.api.get('/intake/status', { answer: (c) => c.intakeStatusSchema }));
      this.statusFailed.set(null);
    } catch (thrown) {
      this.statusFailed.set(asRequestFailed(thrown));
    }
  }
}

function path(id: string): string {
  return `/intake/rejected/${encodeURIComponent(id)}`;
}
