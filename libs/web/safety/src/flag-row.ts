import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { SessionStore, msToDeadline } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { SeverityMark } from '@earshot/web/ui';

/** A flag in the lane. The clock since receipt is the largest thing on it. */
@Component({
  selector: 'es-flag-row',
  imports: [SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" [attr.aria-current]="isChosen() ? 'true' : null" (click)="choose.emit()">
      <span class="clock" [class.long]="clock().length > 7" [title]="format.exact(flag().receivedAt)">{{
        clock()
      }}</span>
      <span class="what">
        <strong>{{ category() }}</strong>
        <span class="where quiet">{{ vendor() }}</span>
      </span>
      <span class="state">
        <es-severity [severity]="flag().severity" />
        <span [class.late]="isLate()" [class.quiet]="!isLate()" [title]="state()">{{ state() }}</span>
      </span>
    </button>
  `,
  styleUrl: './flag-row.css',
  host: {
    '[class.critical]': "flag().severity === 'critical'",
    '[class.untaken]': "flag().state === 'open'",
  },
})
export class FlagRow {
  readonly flag = input.required<Flag>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  readonly isChosen = input(false);
  readonly choose = output();

  private readonly session = inject(SessionStore);
  protected readonly format = inject(Format);
  private readonly t = inject(Words).t;

  protected readonly category = computed(() => this.t(`category.${this.flag().category}`));
  protected readonly vendor = computed(() => {
    const { vendorId } = this.flag();
    return vendorId === null ? this.t('vendorNone') : this.session.vendorName(vendorId);
  });
  protected readonly clock = computed(() => {
    const flag = this.flag();
    const until = flag.closedAt === null ? this.now() : Date.parse(flag.closedAt);
    return this.format.clock(until - Date.parse(flag.receivedAt));
  });
  private readonly toDeadline = computed(() => msToDeadline(this.flag(), this.now()));
  protected readonly isLate = computed(() => (this.toDeadline() ?? 0) < 0);
  protected readonly state = computed(() => {
    const flag = this.flag();
    if (flag.state === 'acknowledged') {
      return flag.acknowledgedBy === null
        ? this.t('safety.taken')
        : this.t('safety.takenBy', { who: flag.acknowledgedBy });
    }
    if (flag.closedAt !== null) {
      return this.t('safety.closedAt', { time: this.format.moment(flag.closedAt, this.now()) });
    }
    if (flag.state !== 'open') return this.t(`flagState.${flag.state}`);
    const left = this.toDeadline();
    if (left === null) return this.t('safety.untaken');
    return left < 0
      ? this.t('safety.deadlinePast', { time: this.format.clock(-left) })
      : this.t('safety.deadlineIn', { time: this.format.clock(left) });
  });
}
