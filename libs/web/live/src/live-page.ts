import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  DestroyRef,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import { type Channel, type MetricId, type Severity, severities } from '@earshot/contracts';
import { HeatMap, LineChart } from '@earshot/web/charts';
import {
  type LiveFilter,
  LiveStore,
  OpenCriticals,
  ServerClock,
  SessionStore,
  channels,
  liveWindows,
  scenarios,
} from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import {
  Appearance,
  AsOf,
  EmptyState,
  type Failure,
  FailureNote,
  Skeleton,
  VendorSelect,
  staleness,
} from '@earshot/web/ui';
import { type SortOrder, type VendorMeasures, hasFigures, targets } from './columns';
import { FigurePanel } from './figure-panel';
import { FigureWords } from './figure-words';
import { heatHours, heatRows, responseLines, responseScale, stepOf } from './response-chart';
import { Tiles } from './tiles';
import { type AskedFigure, VendorTable } from './vendor-table';

const noFigure = { figure: null, of: null, severity: null };

/** Live: tiles, the vendor table, first response over time. On a wall only tiles and table. */
@Component({
  selector: 'es-live-page',
  imports: [
    AsOf,
    EmptyState,
    FailureNote,
    FigurePanel,
    HeatMap,
    LineChart,
    Skeleton,
    Tiles,
    VendorSelect,
    VendorTable,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './live-page.html',
  styleUrl: './live-page.css',
})
export class LivePage {
  /** Query parameters: the filter, the order of the table, and the figure whose conversations are open. */
  readonly vendorId = input<string>();
  readonly channel = input<string>();
  readonly scenario = input<string>();
  readonly window = input<string>();
  readonly sort = input<SortOrder>();
  readonly figure = input<string>();
  readonly of = input<string>();
  readonly severity = input<string>();

  protected readonly store = inject(LiveStore);
  protected readonly session = inject(SessionStore);
  protected readonly appearance = inject(Appearance);
  protected readonly criticals = inject(OpenCriticals);
  private readonly figures = inject(FigureWords);
  private readonly format = inject(Format);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  /** What had the focus when a figure was asked for: its own button. */
  private askedFrom: HTMLElement | null = null;
  private readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly now = inject(ServerClock).now;

  protected readonly windows = liveWindows.map((id) => ({ id, label: `live.windows.${id}` as WordKey }));
  protected readonly channels = channels.map((id) => ({ id, label: `channel.${id}` as WordKey }));
  protected readonly scenarios = scenarios.map((id) => ({ id, label: `scenario.${id}` as WordKey }));
  protected readonly filter = computed<LiveFilter>(() => ({
    vendorId: this.vendorId() ?? null,
    channel: channels.find((one) => one === this.channel()) ?? null,
    scenario: this.scenario() ?? null,
    window: liveWindows.find((one) => one === this.window()) ?? '1h',
  }));
  protected readonly order = computed(() => this.sort() ?? 'vendor');
  protected readonly metric = computed(() => this.figure() as MetricId | undefined);
  /** Of flags behind a figure only those of this severity. */
  protected readonly asked = computed(() => severities.find((one) => one === this.severity()) ?? null);
  protected readonly isStale = computed(
    () => staleness(this.store.data()?.asOf ?? null, this.now(), this.store.stale()) !== null,
  );
  /** What the figures of a wall are of: nobody can open a select there. */
  protected readonly shownWords = computed(() => {
    const { window, vendorId, channel, scenario } = this.filter();
    return [
      this.t(`live.windows.${window}`),
      vendorId === null ? this.allVendors() : this.nameOf(vendorId),
      this.t(channel === null ? 'live.allChannels' : `channel.${channel}`),
      ...(scenario === null ? [] : [this.words.of(`scenario.${scenario}`, scenario)]),
    ].join(' · ');
  });
  protected readonly hasEvents = computed(() => this.store.data()?.lastEventAt != null);

  /**
   * The vendors of the session first, in their order, then those that only the figures know; conversations whose
   * vendor is not known have a row only while they count for something.
   */
  protected readonly vendors = computed<VendorMeasures[]>(() => {
    const known = this.session.who()?.vendors.map(({ vendorId }) => vendorId) ?? [];
    const measured = this.store.byVendor();
    const ids = [
      ...known.filter((id) => measured.has(id)),
      ...[...measured.keys()].filter((id) => !known.includes(id)),
    ];
    return ids
      .map((vendorId) => ({
        vendorId,
        name: this.nameOf(vendorId),
        measures: measured.get(vendorId) ?? new Map(),
      }))
      .filter((one) => one.vendorId !== '' || hasFigures(one));
  });
  private readonly series = computed(() => (this.store.series.hasValue() ? this.store.series.value() : []));
  protected readonly seriesFailure = computed(
    () => (this.store.series.error() as Failure | undefined) ?? null,
  );
  /** Vendors nobody of whom was answered have no line. */
  protected readonly lines = computed(() =>
    responseLines(this.series(), this.vendors()).filter(({ points }) => points.length > 0),
  );
  protected readonly scale = computed(() => responseScale(this.lines(), targets.firstResponseMs / 1000));
  protected readonly subtitle = computed(() => {
    const subtitle = this.t('live.chart.subtitle', { target: this.targetWords() });
    const { isCut, top } = this.scale();
    return isCut ? `${subtitle} · ${this.t('live.chart.cut', { top: this.seconds(top) })}` : subtitle;
  });
  protected readonly heat = computed(() =>
    heatRows(this.series(), this.vendors()).filter(({ cells }) => cells.size > 0),
  );
  protected readonly hours = computed(() => heatHours(this.heat()));
  protected readonly isHourly = computed(() =>
    this.series().some((one) => one.dimensions['hour'] !== undefined),
  );
  /** How far apart neighbouring points of the chart are. */
  protected readonly step = computed(() => stepOf(this.series()));
  protected readonly targetWords = computed(() => this.figures.value(targets.firstResponseMs, 'duration'));
  protected readonly target = computed(() => ({
    value: targets.firstResponseMs / 1000,
    label: this.t('live.chart.target', { target: this.targetWords() }),
  }));
  protected readonly seconds = (value: number): string => this.figures.value(value * 1000, 'duration');
  protected readonly explain = (cell: { fraction: number; n: number } | null): string =>
    cell === null
      ? this.t('live.heat.none')
      : `${this.format.rate(cell.fraction)} · ${this.t('live.tiles.n', { n: cell.n })}`;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.store.leave());
    effect(() => {
      const filter = this.filter();
      untracked(() => this.store.show(filter));
    });
  }

  protected narrowVendor(vendorId: string | null): void {
    this.address({ vendorId });
  }

  protected narrow(name: 'channel' | 'scenario' | 'window', event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.address({ [name]: value === '' ? null : value });
  }

  /** The figures and the list behind one of them are of the same channel. */
  protected narrowTo(channel: Channel | null): void {
    this.address({ channel });
  }

  /** Tiles and table only, for a screen that many look at; the address keeps it, and the filters. */
  protected onWall(isOn: boolean): void {
    this.address(isOn ? { wall: '1', ...noFigure } : { wall: null });
  }

  protected sortBy(order: SortOrder): void {
    this.address({ sort: order === 'vendor' ? null : order });
  }

  protected ask({ metric, vendorId, severity }: AskedFigure & { severity: Severity | null }): void {
    const { activeElement } = this.document;
    this.askedFrom = activeElement instanceof HTMLElement ? activeElement : null;
    this.address({ figure: metric, of: vendorId, severity });
  }

  /** Whoever goes by keyboard goes on from the figure that was opened. */
  protected closePanel(): void {
    this.address(noFigure);
    this.askedFrom?.focus();
    this.askedFrom = null;
  }

  private nameOf(vendorId: string): string {
    return vendorId === '' ? this.t('vendorNone') : this.session.vendorName(vendorId);
  }

  /** To those of vendors, "all" are their own. */
  private allVendors(): string {
    const who = this.session.who();
    if (who === null || this.session.isBrand()) return this.t('live.allVendors');
    return who.vendors.map(({ name }) => name).join(', ');
  }

  private address(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
