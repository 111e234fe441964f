import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  reviewWindowDays,
  type Channel,
  type ConversationRow,
  type MetricId,
  type Severity,
} from '@earshot/contracts';
import {
  ConversationsStore,
  FlagsStore,
  type LiveFilter,
  LiveStore,
  type Query,
  ServerClock,
  SessionStore,
  channels,
} from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import {
  ConversationRows,
  EmptyState,
  FailureNote,
  Icon,
  KeyMap,
  Skeleton,
  ownFigure,
} from '@earshot/web/ui';
import { FlagLines } from './flag-lines';

/** After this long a list says how old it is, ms. */
const OLD_MS = 60_000;

/**
 * What stands behind a figure, beside the table: the conversations, the worst first with what each gives to it, or the
 * very flags that it counts. The list stands still while it is read, and says of when and of which window it is.
 */
@Component({
  selector: 'es-figure-panel',
  imports: [ConversationRows, EmptyState, FailureNote, FlagLines, Icon, RouterLink, Skeleton],
  providers: [ConversationsStore, FlagsStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './figure-panel.html',
  styleUrl: './figure-panel.css',
})
export class FigurePanel {
  readonly metric = input.required<MetricId>();
  /** Null for all vendors. */
  readonly vendorId = input.required<string | null>();
  readonly filter = input.required<LiveFilter>();
  /** Where the figure counts flags of one severity only. */
  readonly severity = input<Severity | null>(null);
  readonly closed = output();
  /** Another channel is asked for: answers by e-mail and ticket take longer than in a chat, and lead every list. */
  readonly channel = output<Channel | null>();

  protected readonly channels = channels.map((id) => ({ id, label: `channel.${id}` as WordKey }));
  protected readonly conversations = inject(ConversationsStore);
  protected readonly flags = inject(FlagsStore);
  private readonly live = inject(LiveStore);
  private readonly session = inject(SessionStore);
  protected readonly now = inject(ServerClock).now;
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;
  protected readonly vendorName = (id: string): string => this.session.vendorName(id);

  protected readonly isOfFlags = computed(() => this.metric() === 'open-flags');
  protected readonly store = computed(() => (this.isOfFlags() ? this.flags : this.conversations));
  private readonly vendor = computed(() => this.vendorId() ?? this.filter().vendorId);
  /** What the figure counts, from now back: of conversations those of the window, of flags all there are. */
  private readonly question = computed(() => {
    const [metric, filter] = [this.metric(), this.filter()];
    const narrowed = { vendorId: this.vendor(), channel: filter.channel, scenario: filter.scenario };
    if (this.isOfFlags()) return { unsettled: 'true', severity: this.severity(), ...narrowed };
    const window = windowBehind(metric, this.live.windowOf(filter));
    return { metric, sort: 'worst', ...narrowed, ...window };
  });
  /** The list's question as it was asked: the window is fixed then, so that nothing moves while it is read. */
  protected readonly asked = linkedSignal<{ query: Query; isAgain: boolean }>(() => ({
    query: this.question(),
    isAgain: false,
  }));
  protected readonly atDesk = computed(() => ({ severity: this.severity(), vendorId: this.vendor() }));
  private readonly rate = computed(() => rates.find((one) => one === this.metric()) ?? null);
  /** What counts would be the first. */
  private readonly isNoneCounted = computed(() => this.conversations.rows()[0]?.figure === 0);
  /** The running waits follow the clock by the second. */
  protected readonly figureOf = computed(() => {
    const [metric, now] = [this.metric(), this.now()];
    const { words, format } = this;
    return (row: ConversationRow) => ownFigure(metric, row, { words, format, now });
  });
  /** From when to when; what is so at the moment has no window. */
  protected readonly windowWords = computed(() => {
    const { from, to } = this.asked().query;
    if (typeof from !== 'string' || typeof to !== 'string' || this.metric() === 'waiting-now') return null;
    const at = Date.parse(to);
    return this.t('live.panel.window', {
      from: this.format.moment(from, at),
      to: this.format.moment(to, at),
    });
  });
  protected readonly agoWords = computed(() => {
    const at = this.store().readAt();
    const age = at === null ? 0 : this.now() - at;
    if (age < OLD_MS) return null;
    return this.t('live.panel.ago', { time: this.format.duration(Math.floor(age / OLD_MS) * OLD_MS) });
  });
  /** Of what was not passed on a vendor is told nothing, not that there is none. */
  protected readonly empty = computed<{ title: WordKey; text: WordKey }>(() => {
    if (!this.isOfFlags()) return { title: 'conversation.empty.title', text: 'live.panel.empty' };
    if (!this.session.isBrand())
      return { title: 'safety.emptyVendor.title', text: 'safety.emptyVendor.text' };
    return { title: 'live.panel.noneOpen', text: 'live.panel.noFlags' };
  });
  protected readonly definition = computed(() => this.t(`live.definition.${this.metric()}`));
  protected readonly shownWords = computed(() => {
    const [n, total] = [this.store().rows().length, this.store().total()];
    if (total === null) return this.words.count('conversation.shown', n);
    const counts = { shown: this.format.count(n), total: this.format.count(total) };
    return this.words.count(this.orderWords(), total, counts);
  });
  /** Under a rate for which nothing counts its list would else look like the list of what does. */
  protected readonly noneWords = computed(() => {
    const rate = this.rate();
    if (rate === null || !this.isNoneCounted()) return null;
    return this.words.count(`live.panel.noneCounts.${rate}`, this.store().total() ?? 0);
  });
  protected readonly title = computed(() => {
    const figure = this.t(this.figureWord());
    return this.t('live.panel.title', { figure, vendor: this.vendorWords(this.vendor()) });
  });

  constructor() {
    inject(KeyMap).bind({
      place: 'here',
      bindings: [{ keys: ['escape'], label: 'live.panel.close', act: () => this.closed.emit() }],
    });
    effect(() => {
      const [store, { query, isAgain }] = [this.store(), this.asked()];
      untracked(() => void (isAgain ? store.renew(query) : store.show(query)));
    });
  }

  /** Asks anew, for the window that ends now; what is shown stays until the answer has come. */
  protected again(): void {
    const { query } = this.asked();
    const window = 'from' in query ? windowBehind(this.metric(), this.live.windowOf(this.filter())) : {};
    this.asked.set({ query: { ...query, ...window }, isAgain: true });
  }

  protected choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.channel.emit(channels.find((one) => one === value) ?? null);
  }

  private orderWords() {
    if (this.isOfFlags()) return 'live.panel.flags';
    if (this.rate() === null) return 'live.panel.worst';
    return this.isNoneCounted() ? 'live.panel.newest' : 'live.panel.counted';
  }

  private figureWord(): WordKey {
    if (this.severity() !== 'critical') return `live.metric.${this.metric()}`;
    return this.session.isBrand() ? 'live.tiles.criticalOpen' : 'live.tiles.criticalPassedOn';
  }

  private vendorWords(vendorId: string | null): string {
    if (vendorId === null) return this.t('live.allVendors');
    return vendorId === '' ? this.t('vendorNone') : this.session.vendorName(vendorId);
  }
}

/** Shares of all closed conversations: each counts for it or does not, and those that do come first. */
const rates = ['complaint-rate', 'abandoned-rate', 'unanswered-rate'] as const;

/** Figures of reviews look further back than the page does, and so does the list of what they rest on. */
export function windowBehind(
  metric: MetricId,
  { from, to }: { from: string; to: string },
): { from: string; to: string } {
  if (!metric.startsWith('qa-')) return { from, to };
  const earliest = new Date(Date.parse(to) - reviewWindowDays * 86_400_000).toISOString();
  return { from: earliest < from ? earliest : from, to };
}
