import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Flag } from '@earshot/contracts';
import {
  ConversationStore,
  SafetyStore,
  SessionStore,
  isOpenFlag,
  msToDeadline,
} from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { KeyHint, SeverityMark } from '@earshot/web/ui';
import { FlagActs, mayActOnFlags } from './flag-acts';
import { handsOf } from './flag-end';
import { FlagFindings } from './flag-findings';
import { FlagHistory } from './flag-history';
import { FlagTimeline } from './flag-timeline';

/** What to do about the flags of a conversation; why one of them was raised, and its way from what was said to its close. */
@Component({
  selector: 'es-flag-panel',
  imports: [FlagFindings, FlagHistory, FlagTimeline, KeyHint, RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './flag-panel.html',
  styleUrl: './flag-panel.css',
})
export class FlagPanel {
  /** The one that is shown. */
  readonly flag = input.required<Flag>();
  /** Those of the same conversation that stand in the lane, itself among them; acts are done to all of these. */
  readonly flags = input.required<readonly Flag[]>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  readonly askClose = output();
  /** Closed flags are to be opened again. */
  readonly askReopen = output<readonly Flag[]>();
  /** Another flag of the conversation is to be shown. */
  readonly pick = output<Flag>();

  private readonly session = inject(SessionStore);
  private readonly store = inject(SafetyStore);
  private readonly conversation = inject(ConversationStore).conversation;
  private readonly words = inject(Words);
  protected readonly acts = inject(FlagActs);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  protected readonly mayAct = computed(() => mayActOnFlags(this.session));
  protected readonly mayRead = computed(() => this.session.may('conversations'));
  protected readonly hasConversation = computed(() => hasConversation(this.flag()));
  protected readonly isBusy = computed(() => this.related().some(({ id }) => this.store.busy().has(id)));
  protected readonly isToDo = computed(() => this.flags().some(isOpenFlag));
  protected readonly untaken = computed(() => this.flags().filter(({ state }) => state === 'open').length);
  /** All flags of the conversation: those that were closed together can be looked at, and opened again, each by itself. */
  protected readonly related = computed(() =>
    this.store.related(this.flag(), this.conversation()?.flags ?? []),
  );
  protected readonly siblings = computed(() =>
    this.related().map((flag) => ({
      flag,
      category: this.t(`category.${flag.category}`),
      state: handsOf(flag, this.words),
      clock: flag.state === 'open' ? this.format.clock(this.now() - Date.parse(flag.receivedAt)) : null,
      mayReopen: this.mayAct() && mayReopen(flag),
    })),
  );
  /** The shown one and those that were closed with it in one act, where they can be opened again; null for none. */
  protected readonly closedTogether = computed(() => {
    const shown = this.flag();
    const own = this.siblings().flatMap(({ flag, mayReopen }) => (mayReopen ? [flag] : []));
    const together = own.filter((one) => one.closedAt === shown.closedAt && one.closedBy === shown.closedBy);
    return together.length > 1 && together.some(({ id }) => id === shown.id) ? together : null;
  });
  protected readonly mayReopen = computed(() => this.mayAct() && mayReopen(this.flag()));
  protected readonly category = computed(() => this.t(`category.${this.flag().category}`));
  protected readonly vendor = computed(() => {
    const { vendorId } = this.flag();
    return vendorId === null ? this.t('vendorNone') : this.session.vendorName(vendorId);
  });
  /** Who took it; to a vendor no name is told. */
  protected readonly owner = computed(() => {
    const { acknowledgedAt, acknowledgedBy } = this.flag();
    return acknowledgedBy ?? this.t(acknowledgedAt === null ? 'safety.nobody' : 'safety.takenByBrand');
  });
  protected readonly toDeadline = computed(() => msToDeadline(this.flag(), this.now()));
  protected readonly outcome = computed(() => {
    const { outcome } = this.flag();
    return outcome === null ? null : this.t(`flagOutcome.${outcome}`);
  });
}

/** What was moved goes on in its conversation: there it has a flag of its own. */
function mayReopen({ state, outcome }: Flag): boolean {
  return state === 'closed' && outcome !== 'moved';
}

/** Whether there is a conversation to open: of an event that could not be taken only once it was mended. */
export function hasConversation({ rejectedEventId, outcome }: Flag): boolean {
  return rejectedEventId === null || outcome === 'moved';
}
