import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { SafetyStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { noticeState } from './notice-state';
import { timelineOf } from './timeline';

/** A flag's way from what was said to its close, each step with its time or why it has none. */
@Component({
  selector: 'es-flag-timeline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ol>
      @for (step of steps(); track step.step) {
        <li [class.pending]="step.at === null">
          <span>{{ step.word }}</span>
          @if (step.at === null) {
            <span class="wait">{{ step.pending }}</span>
          } @else {
            <time class="num" [attr.datetime]="step.at" [title]="format.exact(step.at)">
              {{
                step.afterMs === null
                  ? format.moment(step.at, now())
                  : t('safety.after', { time: format.duration(step.afterMs) })
              }}
            </time>
          }
          @if (step.by) {
            <span class="whole small quiet">{{ step.by }}</span>
          }
        </li>
      }
    </ol>
    @if (notice() === 'noTarget') {
      <p class="small quiet">{{ t('safety.setTarget') }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.5rem;
    }
    li {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0 0.75rem;
      padding: 0.2rem 0 0.2rem 0.9rem;
      border-left: 2px solid var(--line-strong);
    }
    .pending {
      border-left-color: var(--line);
      color: var(--text-3);
    }
    .wait {
      text-align: right;
    }
    .whole {
      grid-column: 1 / -1;
    }
  `,
})
export class FlagTimeline {
  readonly flag = input.required<Flag>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();

  private readonly store = inject(SafetyStore);
  protected readonly format = inject(Format);
  protected readonly t = inject(Words).t;

  protected readonly notice = computed(() => {
    const target = this.store.data()?.noticeTarget ?? null;
    return this.flag().notifiedAt === null ? noticeState(this.flag(), target, this.now()) : null;
  });
  protected readonly steps = computed(() =>
    timelineOf(this.flag()).map((step) => ({
      ...step,
      word: this.t(`safety.steps.${step.step}`),
      pending: step.step === 'notified' ? this.noticeWords() : this.t('safety.pending'),
    })),
  );

  private noticeWords(): string {
    const state = this.notice();
    return state === null || state === 'unknown'
      ? this.t('safety.pending')
      : this.t(`safety.notice.${state}`);
  }
}
