import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { reviewWindowDays, type Channel, type ConversationRow, type MetricId } from '@earshot/contracts';
import {
  ConversationsStore,
  type LiveFilter,
  LiveStore,
  ServerClock,
  SessionStore,
  channels,
} from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import { ConversationRows, EmptyState, FailureNote, Icon, Skeleton, ownFigure } from '@earshot/web/ui';

/** The conversations behind a figure, the worst first with what each gives to it, beside the table. */
@Component({
  selector: 'es-figure-panel',
  imports: [ConversationRows, EmptyState, FailureNote, Icon, RouterLink, Skeleton],
  providers: [ConversationsStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header class="pane-title">
      <h2>{{ title() }}</h2>
      <button
        type="button"
        class="button plain small"
        [attr.aria-label]="t('common.close')"
        (click)="closed.emit()"
      >
        <es-icon name="cross" />
      </button>
    </header>
    <p class="lead small quiet">{{ definition() }}</p>
    <div class="lead small bar">
      <p role="status">
        @if (store.isRead()) {
          {{ shownWords() }}
        }
      </p>
      <select class="select" [attr.aria-label]="t('live.panel.channel')" (change)="choose($event)">
        <option value="">{{ t('live.allChannels') }}</option>
        @for (one of channels; track one.id) {
          <option [value]="one.id" [selected]="filter().channel === one.id">{{ t(one.label) }}</option>
        }
      </select>
    </div>
    <div class="list">
      @if (store.failure(); as failure) {
        <es-failure [failure]="failure" (retry)="store.retry()" />
      }
      <es-conversation-rows
        [rows]="store.rows()"
        [now]="now()"
        [vendorName]="vendorName"
        [figureOf]="figureOf()"
      />
      @if (store.isLoading() && store.rows().length === 0) {
        <es-skeleton [lines]="8" />
      } @else if (store.isRead() && store.rows().length === 0) {
        <es-empty [title]="t('conversation.empty.title')" [text]="t('live.panel.empty')" />
      }
      @if (store.nextCursor() !== null) {
        <button type="button" class="button plain more" [disabled]="store.isLoading()" (click)="store.more()">
          {{ t('common.more') }}
        </button>
      }
    </div>
    <footer>
      <a routerLink="/conversations" [queryParams]="query()">{{ t('live.panel.all') }}</a>
    </footer>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-rows: auto auto auto minmax(0, 1fr) auto;
      min-height: 0;
    }
    .pane-title {
      justify-content: space-between;
    }
    .lead,
    footer {
      padding: 0.4rem 0.75rem;
    }
    .bar {
      display: flex;
      gap: 0.75rem;
      align-items: center;
      justify-content: space-between;
      border-bottom: 1px solid var(--line);
    }
    .bar .select {
      flex: none;
      min-height: 1.65rem;
    }
    .list {
      overflow-y: auto;
    }
    .more {
      width: 100%;
    }
    footer {
      border-top: 1px solid var(--line);
    }
  `,
})
export class FigurePanel {
  readonly metric = input.required<MetricId>();
  /** Null for all vendors. */
  readonly vendorId = input.required<string | null>();
  readonly filter = input.required<LiveFilter>();
  readonly closed = output();
  /** Another channel is asked for: answers by e-mail and ticket take longer than in a chat, and lead every list. */
  readonly channel = output<Channel | null>();

  protected readonly channels = channels.map((id) => ({ id, label: `channel.${id}` as WordKey }));
  protected readonly store = inject(ConversationsStore);
  private readonly live = inject(LiveStore);
  private readonly session = inject(SessionStore);
  protected readonly now = inject(ServerClock).now;
  private readonly words = inject(Words);
  private readonly format = inject(Format);
  protected readonly t = this.words.t;
  protected readonly vendorName = (id: string): string => this.session.vendorName(id);

  /** The list's question; the window is fixed when the panel opens, so that nothing moves while it is read. */
  protected readonly query = computed(() => {
    const filter = this.filter();
    return {
      metric: this.metric(),
      sort: 'worst',
      vendorId: this.vendorId() ?? filter.vendorId,
      channel: filter.channel,
      scenario: filter.scenario,
      ...windowBehind(this.metric(), this.live.windowOf(filter)),
    };
  });
  /** The running waits follow the clock by the second. */
  protected readonly figureOf = computed(() => {
    const [metric, now] = [this.metric(), this.now()];
    const { words, format } = this;
    return (row: ConversationRow) => ownFigure(metric, row, { words, format, now });
  });
  protected readonly definition = computed(() => this.t(`live.definition.${this.metric()}`));
  protected readonly shownWords = computed(() => {
    const [n, total] = [this.store.rows().length, this.store.total()];
    return total === null
      ? this.words.count('conversation.shown', n)
      : this.words.count(newestFirst.has(this.metric()) ? 'live.panel.newest' : 'live.panel.worst', total, {
          shown: this.format.count(n),
          total: this.format.count(total),
        });
  });
  protected readonly title = computed(() => {
    const vendorId = this.vendorId() ?? this.filter().vendorId;
    const vendor = vendorId === null ? this.t('live.allVendors') : this.session.vendorName(vendorId);
    return this.t('live.panel.title', { figure: this.t(`live.metric.${this.metric()}`), vendor });
  });

  constructor() {
    effect(() => void this.store.show(this.query()));
  }

  protected choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.channel.emit(channels.find((one) => one === value) ?? null);
  }
}

/** Behind these every conversation is alike: none is worse than another. */
const newestFirst: ReadonlySet<MetricId> = new Set(['complaint-rate', 'abandoned-rate', 'unanswered-rate']);

/** Figures of reviews look further back than the page does, and so does the list of what they rest on. */
export function windowBehind(
  metric: MetricId,
  { from, to }: { from: string; to: string },
): { from: string; to: string } {
  if (!metric.startsWith('qa-')) return { from, to };
  const earliest = new Date(Date.parse(to) - reviewWindowDays * 86_400_000).toISOString();
  return { from: earliest < from ? earliest : from, to };
}
