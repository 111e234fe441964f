import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { type Flag, type Measure, type MetricId, type Severity } from '@earshot/contracts';
import { type Measures } from '@earshot/web/data-access';
import { Format, type WordKey, Words, noValue } from '@earshot/web/i18n';
import { Explain } from '@earshot/web/ui';
import { missMark, targets } from './columns';
import { FigureWords } from './figure-words';

/** A tile that is opened: its metric and, where it counts flags of one severity only, that. */
export interface AskedTile {
  metric: MetricId;
  severity: Severity | null;
}

interface Tile extends AskedTile {
  title: string;
  value: string;
  lines: readonly string[];
  definition: WordKey;
  misses: boolean;
  /** ▲ above, ▼ below the target, and so in words. */
  mark: string;
  missesWords: string;
  isDanger: boolean;
  hasValue: boolean;
}

/** The four figures above the table; each opens its conversations. */
@Component({
  selector: 'es-tiles',
  imports: [Explain],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul [attr.aria-label]="t('live.tiles.label')">
      @for (tile of tiles(); track tile.metric) {
        <li>
          <button
            type="button"
            class="tile"
            [disabled]="!tile.hasValue"
            (click)="ask.emit({ metric: tile.metric, severity: tile.severity })"
          >
            <span class="title">{{ tile.title }}</span>
            <span class="value" [class.misses]="tile.misses" [class.danger]="tile.isDanger">
              @if (tile.misses) {
                <span class="mark" aria-hidden="true">{{ tile.mark }}</span>
                <span class="visually-hidden">{{ tile.missesWords }}</span>
              }
              {{ tile.value }}
            </span>
            <span class="lines">
              @for (line of tile.lines; track $index) {
                <span>{{ line }}</span>
              }
            </span>
          </button>
          <es-explain [what]="tile.title" [text]="t(tile.definition)" />
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 0.5rem;
    }
    li {
      position: relative;
    }
    es-explain {
      position: absolute;
      top: 0.6rem;
      right: 0.6rem;
    }
    button {
      display: grid;
      grid-template-rows: auto auto 1fr;
      justify-items: start;
      width: 100%;
      height: 100%;
      padding: 0.6rem 0.8rem 0.65rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    button:disabled {
      cursor: default;
    }
    button:hover:not(:disabled) {
      background: var(--hover);
    }
    .title {
      color: var(--text-2);
    }
    .value {
      font-size: 2rem;
      font-weight: 600;
      line-height: 1.2;
    }
    .mark {
      font-size: 0.5em;
      vertical-align: 0.35em;
    }
    .misses {
      color: var(--warning);
    }
    .danger {
      color: var(--danger);
    }
    .lines {
      display: flex;
      flex-wrap: wrap;
      align-content: start;
      gap: 0 1rem;
      color: var(--text-2);
    }
  `,
})
export class Tiles {
  readonly measures = input.required<Measures>();
  /** Critical flags that nobody has taken; null where they are not known. */
  readonly criticals = input.required<readonly Flag[] | null>();
  /** Whether a person of the brand looks; to a vendor nothing is said of flags that were not passed on. */
  readonly isBrand = input(true);
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  readonly ask = output<AskedTile>();

  private readonly words = inject(Words);
  private readonly format = inject(Format);
  private readonly figures = inject(FigureWords);
  protected readonly t = this.words.t;

  protected readonly tiles = computed<Tile[]>(() => [
    this.firstResponse(this.measures().get('first-response-time')),
    this.waiting(this.measures().get('waiting-now')),
    this.satisfaction(this.measures().get('satisfaction')),
    this.critical(this.measures().get('open-flags')),
  ]);

  private firstResponse(measure: Measure | undefined): Tile {
    const within = measure?.parts['withinTarget'] ?? null;
    const target = this.figures.value(targets.firstResponseMs, 'duration');
    return this.tile('first-response-time', this.t('live.tiles.firstResponse'), measure, {
      value: (ms) => this.figures.value(ms, 'duration'),
      lines: (one) => [
        this.t('live.tiles.p90', { time: this.duration(one.parts['p90'] ?? null) }),
        this.t('live.tiles.within', { rate: this.format.rate(within), target }),
        this.t('live.tiles.of', {
          n: this.format.count(one.numerator),
          total: this.format.count(one.denominator),
        }),
      ],
      misses: (ms) => ms > targets.firstResponseMs,
      target: { sign: '≤', text: target },
    });
  }

  private waiting(measure: Measure | undefined): Tile {
    const longest = measure?.parts['longestMs'] ?? null;
    return this.tile('waiting-now', this.t('live.tiles.waiting'), measure, {
      value: (count) => this.format.count(count),
      lines: () => [
        longest === null
          ? this.t('live.tiles.nobodyWaits')
          : this.t('live.tiles.longest', { time: this.format.clock(longest) }),
      ],
      misses: () => false,
    });
  }

  private satisfaction(measure: Measure | undefined): Tile {
    return this.tile('satisfaction', this.t('live.tiles.satisfaction'), measure, {
      value: (rating) => `${this.format.number(rating, 2)} / 5`,
      lines: (one) => [
        this.t('live.tiles.n', { n: this.format.count(one.denominator) }),
        this.t('live.tiles.target', { target: this.format.number(targets.satisfaction, 1) }),
      ],
      misses: (rating) => rating < targets.satisfaction,
      target: { sign: '≥', text: this.format.number(targets.satisfaction, 1) },
    });
  }

  private critical(measure: Measure | undefined): Tile {
    const critical = measure?.parts['critical'] ?? null;
    const oldest = this.criticals()?.reduce<number | null>((least, flag) => {
      const at = Date.parse(flag.receivedAt);
      return least === null || at < least ? at : least;
    }, null);
    const isBrand = this.isBrand();
    const title = this.t(isBrand ? 'live.tiles.criticalOpen' : 'live.tiles.criticalPassedOn');
    const tile = this.tile('open-flags', title, measure, {
      // Of what was not passed on a vendor is told nothing, not that there is none.
      value: () => (isBrand || (critical ?? 0) > 0 ? this.format.count(critical) : noValue),
      lines: (one) => [
        critical === 0
          ? this.t(isBrand ? 'live.tiles.noCritical' : 'live.tiles.nonePassedOn')
          : oldest == null
            ? isBrand && this.criticals() !== null
              ? this.t('live.tiles.allTaken')
              : ''
            : this.t('live.tiles.untaken', {
                n: this.format.count(this.criticals()?.length ?? 0),
                time: this.format.clock(this.now() - oldest),
              }),
        isBrand || (one.value ?? 0) > 0
          ? this.words.count(isBrand ? 'live.tiles.flagsOpen' : 'live.tiles.flagsPassedOn', one.value ?? 0)
          : '',
      ],
      misses: () => false,
    });
    return { ...tile, severity: 'critical', isDanger: (critical ?? 0) > 0 };
  }

  private tile(
    metric: MetricId,
    title: string,
    measure: Measure | undefined,
    write: {
      value: (n: number) => string;
      lines: (one: Measure) => string[];
      misses: (n: number) => boolean;
      target?: { sign: '≤' | '≥'; text: string };
    },
  ): Tile {
    const value = measure?.value ?? null;
    const hasValue = measure !== undefined && value !== null;
    const misses = hasValue && write.misses(value);
    const target = misses ? write.target : undefined;
    return {
      metric,
      severity: null,
      title,
      definition: `live.definition.${metric}`,
      mark: target ? missMark(target) : '',
      missesWords: target
        ? this.t('live.table.belowTarget', { target: `${target.sign} ${target.text}` })
        : '',
      hasValue,
      isDanger: false,
      value: hasValue ? write.value(value) : noValue,
      lines: hasValue ? write.lines(measure).filter(Boolean) : [this.figures.why(measure)],
      misses,
    };
  }

  private duration(ms: number | null): string {
    return ms === null ? noValue : this.figures.value(ms, 'duration');
  }
}
