import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import { IntakeStore, type RejectedState, ServerClock, keptCounts } from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import { AsOf, EmptyState, FailureNote, MessageText, Skeleton, staleness } from '@earshot/web/ui';
import { IntakeStatusView } from './intake-status';
import { RejectedDetail } from './rejected-detail';

const states: readonly RejectedState[] = ['open', 'resubmitted', 'dismissed'];

/** The administrator's page: what comes in, how far behind, what could not be taken and how to mend it. */
@Component({
  selector: 'es-intake-page',
  imports: [AsOf, EmptyState, FailureNote, IntakeStatusView, MessageText, RejectedDetail, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './intake-page.html',
  styleUrl: './intake-page.css',
})
export class IntakePage {
  /** Query parameters: the chosen event, and what the list is narrowed to. */
  readonly event = input<string>();
  readonly state = input<string>();
  readonly code = input<string>();

  protected readonly store = inject(IntakeStore);
  private readonly router = inject(Router);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly now = inject(ServerClock).now;
  protected readonly t = this.words.t;

  /** States that were well when they were read must not look well when nobody knows. */
  protected readonly isStale = computed(
    () => staleness(this.store.status()?.asOf ?? null, this.now(), this.store.stale()) !== null,
  );
  protected readonly states = states.map((id) => ({ id, label: `intake.state.${id}` as WordKey }));
  protected readonly shownState = computed(() => states.find((one) => one === this.state()) ?? 'open');
  /** The reasons of the list, each with how many open ones it has; of those dealt with nobody counts. */
  protected readonly counts = computed(() => {
    const isOpen = this.shownState() === 'open';
    const kept = keptCounts(this.store.status());
    const codes = isOpen ? kept.map(([code]) => code) : this.store.rejected().map(({ code }) => code);
    const counted = new Map(kept);
    return [...new Set([...codes, ...(this.code() === undefined ? [] : [this.code() ?? ''])])].map(
      (code) => ({
        code,
        word: this.reason(code),
        count: isOpen ? ` (${this.format.count(counted.get(code) ?? 0)})` : '',
      }),
    );
  });
  /** What was refused whole: in no list, since nothing of it is kept. */
  protected readonly refused = computed(() =>
    Object.entries(this.store.status()?.refused ?? {})
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => ({
        code,
        count: this.format.count(count),
        word: this.reason(code),
        remedy: this.words.of(`intake.refused.remedy.${code}`, ''),
      })),
  );
  protected readonly freshWords = computed(() => this.words.count('common.fresh', this.store.fresh()));
  protected readonly rows = computed(() =>
    this.store.rejected().map((row) => ({
      ...row,
      reason: this.reason(row.code),
      remedy: this.remedy(row.code),
      from: row.via === 'kafka' ? `${row.topic ?? ''} ${row.partition ?? ''}:${row.offset ?? ''}` : 'HTTP',
    })),
  );
  private readonly filter = computed(() => ({ state: this.shownState(), code: this.code() ?? null }));

  constructor() {
    inject(DestroyRef).onDestroy(this.store.watch());
    effect(() => {
      const filter = this.filter();
      untracked(() => void this.store.showRejected(filter));
    });
  }

  protected load(more = false): void {
    void this.store.showRejected(this.filter(), more);
  }

  protected choose(event: string): void {
    this.address({ event });
  }

  protected narrow(queryParams: { state?: string | null; code?: string | null }): void {
    this.address({ ...queryParams, event: null });
  }

  protected narrowCode(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.narrow({ code: value === '' ? null : value });
  }

  private reason(code: string): string {
    return this.words.of(`intake.codes.${code}`, code);
  }

  private remedy(code: string): string {
    return this.words.of(`intake.remedy.${code}`, '');
  }

  private address(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
