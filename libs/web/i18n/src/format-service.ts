import { Injectable, inject } from '@angular/core';
import {
  formatClock,
  formatCount,
  formatDay,
  formatDuration,
  formatExact,
  formatMinute,
  formatMoment,
  formatNumber,
  formatRate,
  formatTime,
  noValue,
} from './format';
import { Words } from './words-service';

type Maybe<T> = T | null | undefined;

/** The formats in the person's language; everything that is null shows as an en dash. */
@Injectable({ providedIn: 'root' })
export class Format {
  private readonly words = inject(Words);

  duration(ms: Maybe<number>): string {
    return ms == null ? noValue : formatDuration(ms, this.words.language());
  }

  clock(ms: Maybe<number>): string {
    return ms == null ? noValue : formatClock(ms, this.words.language());
  }

  rate(fraction: Maybe<number>, digits = 1): string {
    return fraction == null ? noValue : formatRate(fraction, digits);
  }

  count(count: Maybe<number>): string {
    return count == null ? noValue : formatCount(count, this.words.language());
  }

  number(value: Maybe<number>, digits: number): string {
    return value == null ? noValue : formatNumber(value, digits);
  }

  time(at: Maybe<string | number>): string {
    return at == null ? noValue : formatTime(at);
  }

  minute(at: Maybe<string | number>): string {
    return at == null ? noValue : formatMinute(at);
  }

  day(at: string | number): string {
    return formatDay(at, this.words.language());
  }

  moment(at: Maybe<string | number>, now: number): string {
    return at == null ? noValue : formatMoment(at, this.words.language(), now);
  }

  exact(at: Maybe<string | number>): string {
    return at == null ? '' : formatExact(at, this.words.language());
  }
}
