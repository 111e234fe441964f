import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { type ConversationRow, categories, metricIds } from '@earshot/contracts';
import { ConversationsStore, ServerClock, SessionStore, channels, scenarios } from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import {
  Appearance,
  EmptyState,
  FailureNote,
  Icon,
  SeverityMark,
  Skeleton,
  VendorSelect,
  ownFigure,
} from '@earshot/web/ui';

/** Every conversation that the person may see, narrowed by the address, page by page as it is scrolled. */
@Component({
  selector: 'es-conversations-page',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    EmptyState,
    FailureNote,
    Icon,
    RouterLink,
    SeverityMark,
    Skeleton,
    VendorSelect,
  ],
  providers: [ConversationsStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './conversations-page.html',
  styleUrl: './conversations-page.css',
})
export class ConversationsPage {
  /** Query parameters, named as the server names them. */
  readonly vendorId = input<string>();
  readonly channel = input<string>();
  readonly scenario = input<string>();
  readonly state = input<string>();
  readonly agentId = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly metric = input<string>();
  readonly sort = input<string>();
  readonly id = input<string>();
  readonly category = input<string>();
  readonly ratedAtMost = input<string>();
  readonly flagged = input<string>();
  readonly waiting = input<string>();

  protected readonly store = inject(ConversationsStore);
  protected readonly session = inject(SessionStore);
  private readonly appearance = inject(Appearance);
  private readonly router = inject(Router);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly now = inject(ServerClock).now;
  protected readonly t = this.words.t;

  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly channels = channels.map((id) => ({ id, label: `channel.${id}` as WordKey }));
  protected readonly scenarios = scenarios.map((id) => ({ id, label: `scenario.${id}` as WordKey }));
  protected readonly categories = categories.map((id) => ({ id, label: `category.${id}` as WordKey }));
  protected readonly ratings = ['1', '2', '3'];
  /** Where the worst stand first, the window has a start: that of the last week, unless another is chosen. */
  private readonly start = computed(() => {
    const [from, to] = [this.from(), this.to()];
    if (from !== undefined || this.sort() !== 'worst') return from;
    const end = to === undefined ? untracked(this.now) : Date.parse(to);
    return new Date(end - 7 * 86_400_000).toISOString();
  });
  private readonly query = computed(() => ({
    vendorId: this.vendorId(),
    channel: this.channel(),
    scenario: this.scenario(),
    state: this.state(),
    agentId: this.agentId(),
    from: this.start(),
    to: this.to(),
    metric: this.metric(),
    sort: this.sort(),
    id: this.id(),
    category: this.category(),
    ratedAtMost: this.ratedAtMost(),
    flagged: this.flagged(),
    waiting: this.waiting(),
  }));
  protected readonly isFiltered = computed(() =>
    Object.values(this.query()).some((value) => value !== undefined),
  );
  protected readonly metricWords = computed(() => {
    const metric = this.metric();
    return metric === undefined ? null : this.words.of(`live.metric.${metric}`, metric);
  });
  /** The figure behind which the list stands, the worst first; it takes the place of the wait. */
  private readonly worstOf = computed(() =>
    this.sort() === 'worst' ? metricIds.find((one) => one === this.metric()) : undefined,
  );
  protected readonly figureTitle = computed(() => {
    const metric = this.worstOf();
    return metric === undefined ? null : this.t(`live.metric.${metric}`);
  });
  protected readonly figureOf = computed(() => {
    const [metric, now] = [this.worstOf(), this.now()];
    const { words, format } = this;
    if (metric === undefined) return null;
    return (row: ConversationRow) => ownFigure(metric, row, { words, format, now });
  });
  /** Local time as the browser's field wants it. */
  protected readonly fromField = computed(() => fieldOf(this.start()));
  protected readonly toField = computed(() => fieldOf(this.to()));
  protected readonly rowHeight = computed(() => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Math.round(rem * (this.appearance.density() === 'compact' ? 2.15 : 2.75));
  });
  protected readonly shownWords = computed(() =>
    this.store.total() === null
      ? this.words.count('conversation.shown', this.store.rows().length)
      : this.words.count('conversation.shownOf', this.store.total() ?? 0, {
          shown: this.format.count(this.store.rows().length),
          total: this.format.count(this.store.total()),
        }),
  );
  protected readonly rows = computed(() =>
    this.store.rows().map((row) => ({
      ...row,
      vendor: row.vendorId === null ? this.t('vendorNone') : this.session.vendorName(row.vendorId),
      channelWord: row.channel === null ? '–' : this.t(`channel.${row.channel}`),
      scenarioWord: row.scenario === null ? '–' : this.words.of(`scenario.${row.scenario}`, row.scenario),
      stateWord: this.t(`conversationState.${row.state}`),
    })),
  );

  constructor() {
    effect(() => {
      const query = this.query();
      untracked(() => void this.store.show(query));
    });
  }

  protected narrowVendor(vendorId: string | null): void {
    this.address({ vendorId });
  }

  protected narrow(name: string, event: Event): void {
    const value = (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
    this.address({ [name]: value === '' ? null : value });
  }

  /** Narrows to ids that begin so; Enter, and the cross of an emptied field. */
  protected search(event: Event, field: HTMLInputElement): void {
    event.preventDefault();
    const id = field.value.trim();
    this.address({ id: id === '' ? null : id });
  }

  protected narrowTime(name: 'from' | 'to', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.address({ [name]: value === '' ? null : new Date(value).toISOString() });
  }

  protected toggle(name: 'flagged' | 'waiting', event: Event): void {
    this.address({ [name]: (event.target as HTMLInputElement).checked ? 'true' : null });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {} });
  }

  /** Asks for the next page as soon as the last row is drawn, which is some way below the screen. */
  protected scrolled(): void {
    const drawn = this.viewport()?.getRenderedRange().end ?? 0;
    if (drawn >= this.store.rows().length) void this.store.more();
  }

  protected waitedMs(since: string): number {
    return Math.max(0, this.now() - Date.parse(since));
  }

  private address(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}

/** `2026-03-02T20:00` in local time, for a `datetime-local` field; empty where there is none. */
function fieldOf(instant: string | undefined): string {
  if (instant === undefined || Number.isNaN(Date.parse(instant))) return '';
  const at = new Date(instant);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
