import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  type Provider,
  RendererFactory2,
  computed,
  inject,
  input,
  signal,
} from '@angular/core';
import { type Color, LineChartModule, ScaleType } from '@swimlane/ngx-charts';
import { QuietRendererFactory } from './quiet-renderer';
import { type Line, type Scale, type TargetLine, piecesOf } from './series';

/** What the drawing needs in the injector that it is created in. */
export const chartProviders: Provider[] = [{ provide: RendererFactory2, useClass: QuietRendererFactory }];

/** The drawing itself; loaded apart from the page that shows it. */
@Component({
  selector: 'es-ngx-lines',
  imports: [LineChartModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (size(); as view) {
      <ngx-charts-line-chart
        [view]="view"
        [results]="results()"
        [scheme]="scheme()"
        [xAxis]="true"
        [yAxis]="true"
        [legend]="false"
        [autoScale]="false"
        [yScaleMin]="0"
        [yScaleMax]="scale().top"
        [yAxisTicks]="ticks()"
        [showRefLines]="target() !== null"
        [showRefLabels]="false"
        [referenceLines]="reference()"
        [animations]="false"
        [xAxisTickFormatting]="formatX()"
        [yAxisTickFormatting]="formatY()"
      >
        <ng-template #tooltipTemplate let-model="model">
          <strong>{{ nameOf(model.series) }}</strong> {{ formatX()(model.name) }} · {{ said(model.value) }}
        </ng-template>
        <ng-template #seriesTooltipTemplate let-model="model">
          @for (one of model; track one.series) {
            <div>{{ nameOf(one.series) }} · {{ said(one.value) }}</div>
          }
        </ng-template>
      </ngx-charts-line-chart>
    }
  `,
  styles: `
    :host {
      display: block;
      height: 100%;
    }
    :host ::ng-deep .ngx-charts text {
      fill: var(--text-2);
      font-size: 0.7857rem;
    }
    :host ::ng-deep .ngx-charts .gridline-path {
      stroke: var(--line);
    }
    :host ::ng-deep .ngx-charts .refline-path {
      stroke: var(--text);
      stroke-width: 1.5px;
      stroke-dasharray: 7 5;
      opacity: 1;
    }
    :host ::ng-deep .ngx-charts .line-series .line {
      stroke-width: 2px;
      stroke-linecap: round;
    }
    /* A moment alone has no line: it is a point. */
    :host ::ng-deep .ngx-charts .line-series path.line[d$='Z'] {
      stroke-width: 6px;
    }
  `,
})
export class NgxLines {
  readonly lines = input.required<readonly Line[]>();
  readonly target = input<TargetLine | null>(null);
  readonly scale = input.required<Scale>();
  /** Distance of neighbouring moments, ms; where it is larger there is a gap. */
  readonly step = input.required<number>();
  readonly formatX = input.required<(at: Date | number) => string>();
  readonly formatY = input.required<(value: number) => string>();

  /** Width and height in px that there is room for; the drawing measures it by itself only as the window changes. */
  protected readonly size = signal<[number, number] | null>(null);

  private readonly pieces = computed(() => piecesOf(this.lines(), this.step()));
  private readonly names = computed(() => new Map(this.pieces().map(({ id, line }) => [id, line.name])));
  protected readonly results = computed(() =>
    this.pieces().map((piece) => ({
      name: piece.id,
      series: piece.points.map((point) => ({
        name: new Date(point.at),
        value: Math.min(point.value, this.scale().top),
      })),
    })),
  );
  protected readonly scheme = computed<Color>(() => ({
    name: 'vendors',
    selectable: false,
    group: ScaleType.Ordinal,
    domain: this.pieces().map(({ line }) => line.color),
  }));
  protected readonly reference = computed(() => {
    const target = this.target();
    return target ? [{ name: target.label, value: target.value }] : [];
  });
  protected readonly ticks = computed(() => [...this.scale().ticks]);

  constructor() {
    const room = new ResizeObserver(([seen]) => {
      const { width = 0, height = 0 } = seen?.contentRect ?? {};
      if (width > 0 && height > 0) this.size.set([Math.floor(width), Math.floor(height)]);
    });
    room.observe(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement);
    inject(DestroyRef).onDestroy(() => room.disconnect());
  }

  /** The line that a piece belongs to. */
  protected nameOf(piece: string): string {
    return this.names().get(piece) ?? piece;
  }

  /** The value, or that it is at least the top where the drawing is cut. */
  protected said(value: number): string {
    const { top, isCut } = this.scale();
    return `${isCut && value >= top ? '≥ ' : ''}${this.formatY()(value)}`;
  }
}
