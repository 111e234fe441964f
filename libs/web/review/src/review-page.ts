import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  inject,
  linkedSignal,
  signal,
  viewChild,
  viewChildren,
} from '@angular/core';
import {
  ReviewStore,
  ServerClock,
  type SkipReason,
  answerTo,
  asRequestFailed,
  pointsOfDigit,
} from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import {
  AsOf,
  EmptyState,
  FailureNote,
  Icon,
  KeyHint,
  KeyMap,
  Notices,
  Skeleton,
  Transcript,
  failureWords,
} from '@earshot/web/ui';
import { CriterionRow } from './criterion-row';
import { evidenceMarks } from './evidence-marks';
import { ReviewStanding } from './review-standing';
import { runningScore } from './running-score';
import { SkipReview } from './skip-review';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** The reviewer's desk: transcript, scorecard, submit and next, all by keyboard. */
@Component({
  selector: 'es-review-page',
  imports: [
    AsOf,
    CriterionRow,
    EmptyState,
    FailureNote,
    Icon,
    KeyHint,
    ReviewStanding,
    Skeleton,
    SkipReview,
    Transcript,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './review-page.html',
  styleUrl: './review-page.css',
})
export class ReviewPage {
  protected readonly store = inject(ReviewStore);
  private readonly words = inject(Words);
  private readonly notices = inject(Notices);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;
  protected readonly now = inject(ServerClock).now;
  private readonly transcript = viewChild(Transcript);
  private readonly rows = viewChildren(CriterionRow);

  protected readonly review = this.store.review;
  private readonly reviewId = computed(() => this.review()?.id ?? '');
  /** Place of the criterion that the keys are on, from 0. */
  protected readonly at = linkedSignal({ source: this.reviewId, computation: () => 0 });
  protected readonly messageAt = linkedSignal<string, number | null>({
    source: this.reviewId,
    computation: () => null,
  });
  protected readonly skipping = signal(false);
  protected readonly incompleteTold = linkedSignal({
    source: this.store.isComplete,
    computation: () => false,
  });

  protected readonly criteria = computed(() =>
    (this.review()?.scorecard.criteria ?? []).map((criterion, index) => ({
      criterion,
      index,
      answer: answerTo(this.store.draft(), criterion.id),
    })),
  );
  protected readonly score = computed(() => {
    const review = this.review();
    return review ? runningScore(review.scorecard, this.store.draft().answers) : null;
  });
  protected readonly failedTitles = computed(() =>
    (this.score()?.failedCritical ?? []).map(({ title }) => title[this.words.language()]).join(' · '),
  );
  protected readonly marks = computed(() =>
    evidenceMarks(
      this.review()?.scorecard.criteria ?? [],
      this.store.draft().answers,
      (n) => `${this.t('review.evidence')} ${n}`,
    ),
  );
  protected readonly focusedMessage = computed(() => {
    const at = this.messageAt();
    return at === null ? null : (this.review()?.messages[at]?.messageId ?? null);
  });
  protected readonly title = computed(() => {
    const scorecard = this.review()?.scorecard;
    if (!scorecard) return '';
    const { title, version } = scorecard;
    return this.t('review.scorecard', { title: title[this.words.language()], version });
  });
  protected readonly kind = computed(() => {
    const review = this.review();
    if (!review) return '';
    const scenario =
      review.scenario === null ? null : this.words.of(`scenario.${review.scenario}`, review.scenario);
    const channel = review.channel === null ? null : this.t(`channel.${review.channel}`);
    const language =
      review.language === null ? null : this.words.of(`language.${review.language}`, review.language);
    return [this.t('review.blind'), language, channel, scenario].filter((part) => part !== null).join(' · ');
  });
  protected readonly saveWord = computed(() => this.t(`review.save.${this.store.saveState()}`));
  protected readonly submitWord = computed(() => {
    if (this.store.isSending()) return this.t('review.submitting');
    return this.t(this.store.standing() === 'held' ? 'review.submit' : 'review.next');
  });
  protected readonly left = computed(() => {
    const waiting = this.store.waiting();
    return waiting === null ? '' : this.words.count('review.left', waiting);
  });
  protected readonly pace = computed(() => {
    const seconds = this.store.queue()?.medianReviewSeconds ?? null;
    return seconds === null
      ? null
      : this.t('review.pace', { time: this.format.duration(Math.round(seconds) * 1000) });
  });

  constructor() {
    const stop = this.store.watch();
    inject(DestroyRef).onDestroy(() => {
      stop();
      void this.store.flush();
    });
    if (this.review() === null) void this.store.claim();
    this.bindKeys();
  }

  protected async submit(): Promise<void> {
    const id = this.reviewId();
    if (this.store.standing() !== 'held') return this.store.claim();
    if (!this.store.isComplete()) {
      this.incompleteTold.set(true);
      const first = this.criteria().find(({ answer }) => answer.points === null);
      if (first) this.at.set(first.index);
      return;
    }
    if (!(await this.store.submit())) return;
    this.notices.done(this.t('review.submitted'), () => void this.takeBack(id), `review ${id}`);
  }

  private async takeBack(id: string): Promise<void> {
    try {
      if (await this.store.takeBack(id)) this.notices.done(this.t('review.takenBack'), null, `review ${id}`);
      else this.notices.failed(this.t('review.notTakenBack'), null);
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      const isTooLate = failure.code === 'conflict';
      const words = isTooLate ? this.t('review.tooLate') : failureWords(this.words, failure);
      this.notices.failed(words, isTooLate ? null : failure.requestId);
    }
  }

  protected async skip(why: { reason: SkipReason; note: string }): Promise<void> {
    this.skipping.set(false);
    await this.store.skip(why.reason, why.note);
  }

  protected writeOverall(event: Event): void {
    this.store.setNote(null, (event.target as HTMLTextAreaElement).value);
  }

  protected leave(event: Event): void {
    (event.target as HTMLElement).blur();
  }

  private answer(digit: number): void {
    const now = this.criteria()[this.at()];
    const points = now ? pointsOfDigit(now.criterion, digit) : null;
    if (!now || points === null) return;
    this.store.setPoints(now.criterion.id, points);
    const isLast = this.at() === this.criteria().length - 1;
    const open = this.criteria().find(({ answer }) => answer.points === null);
    // Past the last one lies what was passed over.
    if (isLast && open) this.at.set(open.index);
    else this.move(1);
  }

  private move(by: 1 | -1): void {
    this.at.update((at) => Math.max(0, Math.min(this.criteria().length - 1, at + by)));
  }

  private moveMessage(by: 1 | -1): void {
    const last = (this.review()?.messages.length ?? 0) - 1;
    this.messageAt.update((at) => Math.max(0, Math.min(last, at === null ? (by === 1 ? 0 : last) : at + by)));
  }

  /** The selected text, else the message that the keys are on, becomes evidence for the focused criterion. */
  private addEvidence(): void {
    const now = this.criteria()[this.at()];
    if (!now) return;
    const selected = this.transcript()?.selection() ?? [];
    const whole = this.review()?.messages.find(({ messageId }) => messageId === this.focusedMessage());
    const pieces =
      selected.length > 0
        ? selected
        : whole
          ? [{ messageId: whole.messageId, start: 0, end: whole.text.length }]
          : [];
    for (const piece of pieces) this.store.addEvidence(now.criterion.id, piece);
    document.getSelection()?.removeAllRanges();
  }

  private undo(): void {
    if (this.store.canUndo()) this.store.undo();
    else this.notices.undoLast();
  }

  private bindKeys(): void {
    inject(KeyMap).bind({
      place: 'here',
      bindings: [
        { keys: digits, label: 'review.keys.answer', act: (key) => this.answer(Number(key)) },
        { keys: ['j', 'arrowdown'], label: 'review.keys.next', act: () => this.move(1), repeats: true },
        { keys: ['k', 'arrowup'], label: 'review.keys.previous', act: () => this.move(-1), repeats: true },
        { keys: [']'], label: 'review.keys.nextMessage', act: () => this.moveMessage(1), repeats: true },
        { keys: ['['], label: 'review.keys.previousMessage', act: () => this.moveMessage(-1), repeats: true },
        { keys: ['e'], label: 'review.keys.evidence', act: () => this.addEvidence() },
        { keys: ['n'], label: 'review.keys.note', act: () => this.rows()[this.at()]?.focusNote() },
        { keys: ['u'], label: 'review.keys.undo', act: () => this.undo() },
        { keys: ['s'], label: 'review.keys.skip', act: () => this.skipping.set(this.review() !== null) },
        { keys: ['mod+enter'], label: 'review.keys.submit', act: () => void this.submit() },
      ],
    });
  }
}
