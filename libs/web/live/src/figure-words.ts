import { Injectable, inject } from '@angular/core';
import { type Measure } from '@earshot/contracts';
import { Format, Words, noValue } from '@earshot/web/i18n';
import { type Column, type Style, missMark } from './columns';

/** A figure as it stands in a cell. */
export interface ShownFigure {
  text: string;
  /** Under it: "431 of 502", or why there is none. */
  under: string;
  /** Whether it breaks the usual target. */
  misses: boolean;
  /** ▲ above, ▼ below the target; empty where it is met. */
  mark: string;
  /** "misses the target ≤ 30 s", for those who do not see the mark. */
  missesWords: string;
}

/** Writes figures: number, unit, what it rests on, or an en dash and why. */
@Injectable({ providedIn: 'root' })
export class FigureWords {
  private readonly words = inject(Words);
  private readonly format = inject(Format);

  of(column: Column, measure: Measure | undefined): ShownFigure {
    const value = measure ? column.value(measure) : null;
    if (!measure || value === null) {
      return { text: noValue, under: this.why(measure), misses: false, mark: '', missesWords: '' };
    }
    const misses = column.misses(value);
    return {
      text: this.value(value, column.style) + (measure.provisional && column.id === 'fcr' ? '*' : ''),
      under: this.under(column, measure),
      misses,
      mark: misses && column.target ? missMark(column.target) : '',
      missesWords: misses ? this.words.t('live.table.belowTarget', { target: this.target(column) }) : '',
    };
  }

  value(value: number, style: Style): string {
    switch (style) {
      case 'duration':
        return this.format.duration(Math.round(value / 1000) * 1000);
      case 'rate':
        return this.format.rate(value);
      case 'rating':
        return this.format.number(value, 2);
      case 'count':
        return this.format.count(value);
    }
  }

  /** Why there is no figure; the server's own word where it is new to us. */
  why(measure: Measure | undefined): string {
    if (!measure) return this.words.t('live.reasons.no-data');
    const reason = (measure.reason ?? '').replace('insufficient: ', 'insufficient-');
    const words = this.words.of(`live.reasons.${reason}`, this.words.t('live.reasons.no-data'));
    return measure.denominator !== null && measure.denominator > 0
      ? `${words} (${this.words.t('live.tiles.n', { n: measure.denominator })})`
      : words;
  }

  private under(column: Column, measure: Measure): string {
    if (column.metric === 'qa-pass-rate' && measure.interval) {
      const { low, high } = measure.interval;
      return `${this.format.rate(low, 0)} – ${this.format.rate(high, 0)} · ${this.words.t('live.tiles.passed', this.counted(measure))}`;
    }
    if (column.metric === 'waiting-now') {
      const longest = measure.parts['longestMs'] ?? null;
      return longest === null ? '' : this.words.t('live.tiles.longest', { time: this.format.clock(longest) });
    }
    if (column.metric === 'open-flags') {
      const critical = measure.parts['critical'] ?? 0;
      return critical > 0 ? `${this.format.count(critical)} ${this.words.t('severity.critical')}` : '';
    }
    if (column.metric === 'satisfaction')
      return this.words.t('live.tiles.n', { n: this.format.count(measure.denominator) });
    if (column.id === 'frt') {
      return this.words.t('live.tiles.p90', { time: this.ms(measure.parts['p90'] ?? null) });
    }
    return column.showsN ? this.nOf(measure) : '';
  }

  private nOf(measure: Measure): string {
    return this.words.t('live.tiles.of', this.counted(measure));
  }

  private counted({ numerator, denominator }: Measure): { n: string; total: string } {
    return { n: this.format.count(numerator), total: this.format.count(denominator) };
  }

  /** The target as written in the legend; empty where there is none. */
  target(column: Column): string {
    return column.target ? `${column.target.sign} ${this.value(column.target.value, column.style)}` : '';
  }

  private ms(ms: number | null): string {
    return ms === null ? noValue : this.value(ms, 'duration');
  }
}
