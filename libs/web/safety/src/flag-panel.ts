import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Flag } from '@earshot/contracts';
import { SafetyStore, SessionStore, msToDeadline } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { KeyHint, MessageText, SeverityMark, reasonWords } from '@earshot/web/ui';
import { FlagActs, mayActOnFlags } from './flag-acts';
import { timelineOf } from './timeline';

/** What to do about a flag, why it was raised, and its way from what was said to its close. */
@Component({
  selector: 'es-flag-panel',
  imports: [KeyHint, MessageText, RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './flag-panel.html',
  styleUrl: './flag-panel.css',
})
export class FlagPanel {
  readonly flag = input.required<Flag>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();
  readonly askClose = output();

  private readonly session = inject(SessionStore);
  private readonly store = inject(SafetyStore);
  private readonly words = inject(Words);
  protected readonly acts = inject(FlagActs);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  protected readonly mayAct = computed(() => mayActOnFlags(this.session));
  protected readonly mayRead = computed(() => this.session.may('conversations'));
  protected readonly isBusy = computed(() => this.store.busy().has(this.flag().id));
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
  protected readonly steps = computed(() =>
    timelineOf(this.flag()).map((step) => ({ ...step, word: this.t(`safety.steps.${step.step}`) })),
  );
  protected readonly findings = computed(() =>
    this.flag().findings.map((finding, index) => ({
      ...finding,
      reasons: reasonWords(finding.reasons, this.words),
      key: `${finding.ruleId} ${index}`,
      rule: this.t('safety.ruleScore', { rule: finding.ruleId, score: this.format.number(finding.score, 2) }),
    })),
  );
}
