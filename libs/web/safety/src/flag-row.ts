import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { type FlagGroup, SessionStore, msToDeadline } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { SeverityMark } from '@earshot/web/ui';
import { handsOf } from './flag-end';

/**
 * A conversation's flags in the lane, as one: by the gravest that nobody has taken, with its category, severity and
 * clock; a graver one that somebody has taken is named beside it. The clock since receipt is the largest thing on it.
 */
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
        <span class="line">
          <span class="name">
            <strong>{{ category() }}</strong>
            @if (group().flags.length > 1) {
              <span class="chip num" [title]="several()">
                <span aria-hidden="true">×{{ group().flags.length }}</span>
                <span class="visually-hidden">{{ several() }}</span>
              </span>
            }
          </span>
          <es-severity [severity]="flag().severity" />
        </span>
        <span class="line second">
          <span class="where quiet" [title]="where()">{{ where() }}</span>
          <span class="state" [class.late]="isLate()" [class.quiet]="!isLate()">{{ state() }}</span>
        </span>
        @if (graver(); as graver) {
          <span class="line graver quiet">
            <span>{{ graver.words }}</span>&ngsp;<es-severity [severity]="graver.severity" />
          </span>
        }
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
  private readonly words = inject(Words);
  private readonly t = this.words.t;

  /** The one that needs somebody. */
  protected readonly flag = computed(() => this.group().lead);
  protected readonly category = computed(() => this.t(`category.${this.flag().category}`));
  private readonly untaken = computed(
    () => this.group().flags.filter(({ state }) => state === 'open').length,
  );
  private readonly isPartlyTaken = computed(
    () => this.untaken() > 0 && this.untaken() < this.group().flags.length,
  );
  protected readonly several = computed(() => {
    const { flags } = this.group();
    const categories = flags.map(({ category }) => this.t(`category.${category}`));
    const mark = this.t('safety.groupMark', { n: flags.length, categories: categories.join(' · ') });
    return this.isPartlyTaken() ? `${mark} · ${this.partlyWords()}` : mark;
  });
  /** The gravest, where it stands no longer for the card: somebody has taken it. */
  private readonly graverTaken = computed(() => {
    const { head, lead } = this.group();
    return head.severity === lead.severity ? null : head;
  });
  protected readonly graver = computed(() => {
    const flag = this.graverTaken();
    if (flag === null) return null;
    const category = this.t(`category.${flag.category}`);
    const words = this.t('safety.graverTaken', { category, state: handsOf(flag, this.words) });
    return { words, severity: flag.severity };
  });
  protected readonly where = computed(() => {
    const { vendorId } = this.flag();
    const vendor = vendorId === null ? this.t('vendorNone') : this.session.vendorName(vendorId);
    const shown = [this.flag(), this.graverTaken()];
    const others = this.group().flags.filter((one) => !shown.includes(one));
    return [vendor, ...others.map(({ category }) => this.t(`category.${category}`))].join(' · ');
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
    if (flag.state === 'acknowledged') return handsOf(flag, this.words);
    if (flag.closedAt !== null) {
      return this.t('safety.closedAt', { time: this.format.moment(flag.closedAt, this.now()) });
    }
    if (flag.state !== 'open') return this.t(`flagState.${flag.state}`);
    const left = this.toDeadline();
    if (left === null) return this.isPartlyTaken() ? this.partlyWords() : this.t('safety.untaken');
    return left < 0
      ? this.t('safety.deadlinePast', { time: this.format.clock(-left) })
      : this.t('safety.deadlineIn', { time: this.format.clock(left) });
  });

  private partlyWords(): string {
    return this.t('safety.partlyTaken', { n: this.untaken(), total: this.group().flags.length });
  }
}
