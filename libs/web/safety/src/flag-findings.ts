import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { ConversationStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { reasonWords } from '@earshot/web/ui';
import { evidenceWords } from './evidence-words';
import { groundOf, isLikeness, restsOn } from './grounds';

type Finding = Flag['findings'][number];

/** Findings shown before the rest is asked for. */
const FIRST = 2;

/** Why a flag was raised: the ground of its severity, and each finding with what was said, how certain, and why. */
@Component({
  selector: 'es-flag-findings',
  imports: [NgTemplateOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './flag-findings.html',
  styleUrl: './flag-findings.css',
})
export class FlagFindings {
  readonly flag = input.required<Flag>();
  /** The flags of its conversation, as far as known: what a finding rests on may be another one's. */
  readonly related = input.required<readonly Flag[]>();

  private readonly words = inject(Words);
  private readonly conversation = inject(ConversationStore).conversation;
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  protected readonly severityTitle = computed(() =>
    this.t('safety.severityWhy', { severity: this.t(`severity.${this.flag().severity}`) }),
  );
  /** The triage table's words for this severity, where a rule has spoken; else that none has. */
  protected readonly severityWhy = computed(() => {
    const { category, severity } = this.flag();
    switch (groundOf(this.flag())) {
      case 'rule':
        return this.words.of(`triage.${category}.${severity}`, '') || null;
      case 'withdrawn':
        return this.t('safety.severityWithdrawn');
      case 'likeness': {
        const likeness = this.t('safety.likenessSeverity', { category: this.t(`category.${category}`) });
        return severity === 'critical' ? `${likeness} ${this.t('safety.likenessCritical')}` : likeness;
      }
    }
  });
  private readonly rows = computed(() =>
    this.flag().findings.map((finding) => ({
      key: `${finding.ruleId} ${finding.at}`,
      said: this.said(finding),
      restsOn: restsOn(this.flag(), finding, { related: this.related(), words: this.words }),
      certainty: this.certainty(finding),
      // In the languages in which the pack says it: nobody reads a reason that is not in theirs.
      rationale: finding.rationale[this.words.language()] ?? null,
      rule: this.t('safety.rule', { rule: finding.ruleId }),
      withdrawnAt: finding.withdrawnAt,
    })),
  );
  protected readonly first = computed(() => this.rows().slice(0, FIRST));
  protected readonly others = computed(() => this.rows().slice(FIRST));
  protected readonly moreWords = computed(() =>
    this.words.count('safety.moreFindings', this.others().length),
  );

  private said(finding: Finding): string[] {
    const reasons = isLikeness(finding)
      ? finding.reasons.filter((reason) => !reason.startsWith('likeness: '))
      : finding.reasons;
    return [...this.likeness(finding), ...reasonWords(reasons, this.words)];
  }

  private likeness(finding: Finding): string[] {
    if (!isLikeness(finding)) return [];
    const category = this.t(`category.${this.flag().category}`);
    const heard = evidenceWords(finding.evidence, this.conversation()?.messages ?? []);
    const what = heard.map((word) => `“${word}”`).join(' ');
    return [
      what === ''
        ? this.t('reason.sounds-like-only', { category })
        : this.t('reason.sounds-like', { category, what }),
    ];
  }

  private certainty({ score, opensFrom }: Finding): string {
    const certainty = this.t('safety.certainty', { score: this.format.number(score, 2) });
    if (opensFrom === null) return certainty;
    const from = { score: this.format.number(opensFrom, 2) };
    return `${certainty} · ${this.t(score < opensFrom ? 'safety.belowFlags' : 'safety.flagsFrom', from)}`;
  }
}
