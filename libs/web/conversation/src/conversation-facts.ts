import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { type Conversation, type ConversationReview } from '@earshot/contracts';
import { SessionStore } from '@earshot/web/data-access';
import { Format, type WordKey, Words } from '@earshot/web/i18n';
import { SeverityMark, reasonWords } from '@earshot/web/ui';
import { selectionReason } from './selection-words';

interface Fact {
  name: string;
  value: string;
  title?: string;
}

/** What is known of a conversation beside its words: flags, times, selection, facts. */
@Component({
  selector: 'es-conversation-facts',
  imports: [RouterLink, SeverityMark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './conversation-facts.html',
  styleUrl: './conversation-facts.css',
})
export class ConversationFacts {
  readonly conversation = input.required<Conversation>();
  /** Server's time, ms since 1970. */
  readonly now = input.required<number>();

  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;

  protected readonly flags = computed(() =>
    this.conversation().flags.map((flag) => ({
      id: flag.id,
      severity: flag.severity,
      category: this.t(`category.${flag.category}`),
      state: this.t(`flagState.${flag.state}`),
      reasons: flag.findings
        .filter(({ withdrawnAt }) => withdrawnAt === null)
        .flatMap(({ reasons }) => reasonWords(reasons, this.words)),
    })),
  );
  protected readonly selections = computed(() =>
    this.conversation().selections.map((one) => ({
      key: `${one.planId} ${one.planVersion} ${one.purpose} ${one.decidedAt}`,
      kept: one.kept,
      superseded: one.superseded,
      purpose: this.t(`purpose.${one.purpose}`),
      plan: this.t('conversation.plan', { plan: one.planId, version: one.planVersion }),
      inclusion: this.t('conversation.inclusion', { p: one.inclusionProbability }),
      reason: selectionReason(one.reason, this.words),
    })),
  );
  protected readonly mayReadReviews = computed(() => this.session.may('reviews'));
  protected readonly reviews = computed(() =>
    (this.conversation().reviews ?? []).map((one) => ({
      ...one,
      result: this.reviewResult(one),
      remarks: one.remarks.map(({ title, note, failsReview }) => ({
        title: title[this.words.language()],
        note,
        failsReview,
      })),
    })),
  );
  /** Why no decision is shown: it is not taken yet, or not for this person to see. */
  protected readonly undecided = computed<WordKey>(() => {
    if (!this.session.may('selections')) return 'conversation.undecided.hidden';
    if (this.conversation().state === 'open') return 'conversation.undecided.open';
    return this.session.isBrand() ? 'conversation.undecided.none' : 'conversation.undecided.later';
  });
  protected readonly times = computed<Fact[]>(() => {
    const times = this.conversation().responseTimes;
    return [
      { name: this.t('conversation.firstResponse'), value: this.format.duration(times.firstResponseMs) },
      { name: this.t('conversation.timeToHuman'), value: this.format.duration(times.timeToHumanMs) },
      { name: this.t('conversation.meanResponse'), value: this.format.duration(times.meanResponseMs) },
      { name: this.t('conversation.longestResponse'), value: this.format.duration(times.longestResponseMs) },
      { name: this.t('conversation.resolution'), value: this.format.duration(times.resolutionMs) },
    ];
  });
  protected readonly responses = computed(() =>
    this.words.count('conversation.responses', this.conversation().responseTimes.responses),
  );
  protected readonly facts = computed<Fact[]>(() => {
    const one = this.conversation();
    const orNone = (value: string | null): string => value ?? '–';
    return [
      {
        name: this.t('conversation.vendor'),
        value: one.vendorId === null ? this.t('vendorNone') : this.session.vendorName(one.vendorId),
      },
      { name: this.t('conversation.agent'), value: orNone(one.agentId) },
      {
        name: this.t('conversation.channel'),
        value: one.channel === null ? '–' : this.t(`channel.${one.channel}`),
      },
      { name: this.t('conversation.platform'), value: orNone(one.platform) },
      {
        name: this.t('conversation.scenario'),
        value: one.scenario === null ? '–' : this.words.of(`scenario.${one.scenario}`, one.scenario),
      },
      {
        name: this.t('conversation.language'),
        value: one.language === null ? '–' : this.words.of(`language.${one.language}`, one.language),
      },
      {
        name: this.t('conversation.segments'),
        value: one.segments.map((id) => this.words.of(`segment.${id}`, id)).join(' · ') || '–',
      },
      { name: this.t('conversation.state'), value: this.state() },
      this.moment('conversation.opened', one.openedAt),
      this.moment('conversation.closed', one.closedAt),
      { name: this.t('conversation.rating'), value: this.rating() },
      { name: this.t('conversation.help.share'), value: this.help() },
      { name: this.t('conversation.help.comparedWith'), value: this.comparedWith() },
    ];
  });

  private reviewResult({ passed, scorePercent }: ConversationReview): string {
    const verdict = passed === null ? null : this.t(passed ? 'live.own.passed' : 'live.own.failed');
    const score = scorePercent === null ? null : this.format.rate(scorePercent / 100, 0);
    return [verdict, score].filter((part) => part !== null).join(' · ') || '–';
  }

  private state(): string {
    const one = this.conversation();
    const outcome = one.outcome === null ? null : this.t(`outcome.${one.outcome}`);
    const derived = one.derivedClose ? this.t('conversation.derivedClose') : null;
    const complained = one.complained ? this.t('conversation.complained') : null;
    return [this.t(`conversationState.${one.state}`), outcome, derived, complained]
      .filter(Boolean)
      .join(' · ');
  }

  private rating(): string {
    const { ratingOutOf5 } = this.conversation();
    return ratingOutOf5 === null ? '–' : `${this.format.number(ratingOutOf5, 2)} / 5`;
  }

  private help(): string {
    const { score, replies } = this.conversation().help;
    if (score === null) return '–';
    return this.t('conversation.help.of', { n: Math.round(score * replies.length), all: replies.length });
  }

  private comparedWith(): string {
    const { compared, replies } = this.conversation().help;
    if (compared === null) return this.t('conversation.help.tooLong');
    return replies.length === 0 ? '–' : this.words.count('conversation.help.others', compared);
  }

  private moment(name: 'conversation.opened' | 'conversation.closed', at: string | null): Fact {
    return { name: this.t(name), value: this.format.moment(at, this.now()), title: this.format.exact(at) };
  }
}
