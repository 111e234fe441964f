import {
  ChangeDetectionStrategy,
  Component,
  type ComponentRef,
  DestroyRef,
  EnvironmentInjector,
  ViewContainerRef,
  createComponent,
  createEnvironmentInjector,
  effect,
  inject,
  input,
  signal,
  computed,
  viewChild,
} from '@angular/core';
import { Format, Words } from '@earshot/web/i18n';
import { type NgxLines } from './ngx-lines';
import { type Line, type Scale, type TargetLine, tableOf } from './series';

const LONG_MS = 36 * 3_600_000;

/**
 * Lines over time with a legend and a table as its twin. The drawing library is loaded with the first chart, in an
 * injector of its own, so that the first view carries neither it nor the animations that it wants.
 */
@Component({
  selector: 'es-line-chart',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './line-chart.html',
  styleUrl: './line-chart.css',
})
export class LineChart {
  readonly title = input.required<string>();
  readonly subtitle = input('');
  readonly lines = input.required<readonly Line[]>();
  readonly target = input<TargetLine | null>(null);
  readonly scale = input.required<Scale>();
  /** Distance of neighbouring moments, ms: where one is missing the line is cut. */
  readonly step = input.required<number>();
  /** Writes a value on the axis and in the table. */
  readonly formatY = input.required<(value: number) => string>();
  /** Said instead of a drawing where no line has a point. */
  readonly empty = input.required<string>();

  protected readonly t = inject(Words).t;
  protected readonly format = inject(Format);
  protected readonly isTable = signal(false);
  protected readonly hasPoints = computed(() => this.lines().some((line) => line.points.length > 0));
  protected readonly rows = computed(() => tableOf(this.lines()));
  private readonly place = viewChild('place', { read: ViewContainerRef });
  private readonly parent = inject(EnvironmentInjector);
  private readonly drawing = signal<ComponentRef<NgxLines> | null>(null);
  private readonly isLong = computed(() => {
    const moments = this.rows().map(({ at }) => at);
    return (moments[0] ?? 0) - (moments.at(-1) ?? 0) > LONG_MS;
  });
  /** Over more than a day and a half midnight is named by its date. */
  protected readonly formatX = (at: Date | number): string => {
    const time = this.format.minute(Number(at));
    return this.isLong() && time === '00:00' ? this.format.day(Number(at)) : time;
  };
  protected readonly moment = (at: number): string =>
    this.isLong() ? `${this.format.day(at)} ${this.format.minute(at)}` : this.format.minute(at);

  constructor() {
    effect(() => {
      const place = this.place();
      if (place) void this.draw(place);
    });
    effect(() => {
      const drawing = this.drawing();
      if (!drawing) return;
      drawing.setInput('formatX', this.formatX);
      drawing.setInput('formatY', this.formatY());
      drawing.setInput('target', this.target());
      drawing.setInput('scale', this.scale());
      drawing.setInput('step', this.step());
      drawing.setInput('lines', this.lines());
    });
  }

  private async draw(place: ViewContainerRef): Promise<void> {
    const { NgxLines, chartProviders } = await import('./ngx-lines');
    if (this.place() !== place) return;
    const environmentInjector = createEnvironmentInjector(chartProviders, this.parent);
    const drawing = createComponent(NgxLines, { environmentInjector });
    drawing.setInput('formatX', this.formatX);
    drawing.setInput('formatY', this.formatY());
    drawing.setInput('scale', this.scale());
    drawing.setInput('step', this.step());
    drawing.setInput('lines', this.lines());
    place.insert(drawing.hostView);
    place.injector.get(DestroyRef).onDestroy(() => environmentInjector.destroy());
    this.drawing.set(drawing);
  }
}
