import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { type MetricId } from '@earshot/contracts';
import { type Measures } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Explain } from '@earshot/web/ui';
import { type Column, type SortOrder, type VendorMeasures, columns, nextOrder, sorted } from './columns';
import { FigureWords } from './figure-words';

/** A figure whose conversations are asked for; `vendorId` null means all vendors, empty those of no known one. */
export interface AskedFigure {
  metric: MetricId;
  vendorId: string | null;
}

/** The table that is the page: one row a vendor, each figure a way to its conversations. */
@Component({
  selector: 'es-vendor-table',
  imports: [Explain],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './vendor-table.html',
  styleUrl: './vendor-table.css',
})
export class VendorTable {
  readonly vendors = input.required<readonly VendorMeasures[]>();
  readonly overall = input.required<Measures>();
  readonly order = input.required<SortOrder>();
  /** Whether cells open their conversations (not on a wall). */
  readonly canOpen = input(true);
  /** Whether a person of the brand looks; a vendor is shown only the flags that were passed on to it. */
  readonly isBrand = input(true);
  readonly sort = output<SortOrder>();
  readonly ask = output<AskedFigure>();

  private readonly figures = inject(FigureWords);
  protected readonly t = inject(Words).t;

  protected readonly heads = computed(() =>
    columns.map((column) => ({
      id: column.id,
      label: this.label(column) + (column.note ?? ''),
      definition: this.t(`live.definition.${column.id === 'within' ? 'within' : column.metric}`),
      sort: this.ariaSort(column.id),
      next: nextOrder(this.order(), column.id),
    })),
  );
  protected readonly nameHead = computed(() => ({
    sort: this.ariaSort('vendor'),
    next: nextOrder(this.order(), 'vendor'),
  }));
  protected readonly rows = computed(() => [
    ...sorted(this.vendors(), this.order()).map((vendor) =>
      this.row(vendor.vendorId, vendor.name, vendor.measures),
    ),
    ...(this.vendors().length > 1 ? [this.row(null, this.t('live.table.total'), this.overall())] : []),
  ]);
  protected readonly isProvisional = computed(() =>
    [this.overall(), ...this.vendors().map(({ measures }) => measures)].some(
      (measures) => measures.get('first-contact-resolution')?.provisional,
    ),
  );

  /** Whether a QA estimate is shown: only then is there something to explain. */
  protected readonly isWeighted = computed(() =>
    [this.overall(), ...this.vendors().map(({ measures }) => measures)].some(
      (measures) => measures.get('qa-pass-rate')?.value != null,
    ),
  );

  protected readonly isMissed = computed(() =>
    this.rows().some(({ cells }) => cells.some(({ misses }) => misses)),
  );
  /** What the marks mean, with the targets. */
  protected readonly legend = computed(() => {
    const targets = columns
      .filter(({ target }) => target !== null)
      .map((column) =>
        this.t('live.table.legendOf', { figure: this.label(column), target: this.figures.target(column) }),
      );
    return this.t('live.table.legend', { targets: targets.join(' · ') });
  });

  private label(column: Column): string {
    return this.t(column.id === 'flags' && !this.isBrand() ? 'live.table.flagsPassedOn' : column.label);
  }

  private row(vendorId: string | null, name: string, measures: Measures) {
    return {
      vendorId,
      key: vendorId ?? ' all',
      name,
      canOpen: this.canOpen(),
      cells: columns.map((column) => this.cell(column, measures, name)),
    };
  }

  private cell(column: Column, measures: Measures, vendor: string) {
    const measure = measures.get(column.metric);
    const shown = this.figures.of(column, measure);
    const label = this.t('live.table.open', { figure: this.label(column), vendor });
    return {
      ...shown,
      id: column.id,
      metric: column.metric,
      // Where a cell is narrow it breaks between these, never within one.
      parts: shown.under.split(/(?<= ·) /),
      label: `${shown.text} ${shown.under} ${shown.missesWords}. ${label}`,
      hasValue: measure ? column.value(measure) !== null : false,
      isDanger: column.id === 'flags' && (measure?.parts['critical'] ?? 0) > 0,
    };
  }

  private ariaSort(id: string): 'ascending' | 'descending' | null {
    if (this.order() === id) return 'ascending';
    return this.order() === `-${id}` ? 'descending' : null;
  }
}
