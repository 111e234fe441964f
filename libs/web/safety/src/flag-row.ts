import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { type FlagGroup, SessionStore, msToDeadline } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { SeverityMark } from '@earshot/web/ui';

/** A conversation's flags in the lane, as one. The clock since receipt is the largest thing on it. */
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
        <span class="name">
          <strong>{{ category() }}</strong>
          @if (group().flags.length > 1) {
            <span class="chip num" [title]="several()">
              <span aria-hidden="true">×{{ group().flags.length }}</span>
              <span class="visually-hidden">{{ several() }}</span>
            </span>
          }
        </span>
        <span class="where quiet">{{ where() }}</span>
      </span>
      <span class="state">
        <es-severity [severity]="group().head.severity" />
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
  /** The flags of one conversation, or one that has ended. */
  readonly group = input.required<FlagGroup>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  readonly isChosen = input(false);
  readonly choose = output();

  private readonly session = inject(SessionStore);
  protected readonly format = inject(Format);
  private readonly t = inject(Words).t;

  /** The one whose clock runs. */
  protected readonly flag = computed(() => this.group().lead);
  protected readonly category = computed(() => this.t(`category.${this.group().head.category}`));
  private readonly categories = computed(() => [
    ...new Set(this.group().flags.map(({ category }) => this.t(`category.${category}`))),
  ]);
  protected readonly several = computed(() =>
    this.t('safety.groupMark', {
      n: this.group().flags.length,
      categories: this.categories().join(' · '),
    }),
  );
  protected readonly where = computed(() => {
    const { vendorId } = this.flag();
    const vendor = vendorId === null ? this.t('vendorNone') : this.session.vendorName(vendorId);
    return [vendor, ...this.categories().slice(1)].join(' · ');
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
    const { flags } = this.group();
    const untaken = flags.filter((one) => one.state === 'open').length;
    if (untaken > 0 && untaken < flags.length && !this.isLate()) {
      return this.t('safety.partlyTaken', { n: untaken, total: flags.length });
    }
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
