import { Injectable, computed, inject, signal } from '@angular/core';
import { type Review, type ReviewQueue } from '@earshot/contracts';
import { Api } from './http/api';
import { type RequestFailed, asRequestFailed } from './http/request-failed';
import { LiveSocket, type Subscription } from './live/live-socket';
import { type FeedShape } from './live/live-feed';
import {
  type Draft,
  type Evidence,
  type Points,
  answerTo,
  draftOf,
  isComplete,
  withAnswer,
} from './review-draft';

const AUTOSAVE_MS = 700;
const UNDO_STEPS = 200;

/** `clean`: nothing to save. `failed`: kept here, tried again at the next change. */
export type SaveState = 'clean' | 'waiting' | 'saving' | 'failed';
export type SkipReason = 'language' | 'too-hard' | 'conflict-of-interest' | 'broken-transcript' | 'other';

/** How the reviewer's queue is read; every change replaces it. */
export const reviewShape: FeedShape<ReviewQueue> = {
  view: 'review',
  read: (data, contracts) => contracts.reviewQueueSchema.safeParse(data).data ?? null,
  apply: (data, change, contracts) =>
    change.kind === 'queue' ? (contracts.reviewQueueSchema.safeParse(change.data).data ?? null) : data,
};

/** The reviewer's one item: claimed, answered, saved by itself, submitted, and the next. */
@Injectable({ providedIn: 'root' })
export class ReviewStore {
  private readonly api = inject(Api);
  private readonly socket = inject(LiveSocket);
  private readonly item = signal<Review | null>(null);
  private readonly written = signal<Draft>({ answers: {}, note: '' });
  private readonly undoSteps = signal<readonly Draft[]>([]);
  private readonly saving = signal<SaveState>('clean');
  private readonly claiming = signal(false);
  private readonly sending = signal(false);
  private readonly failed = signal<RequestFailed | null>(null);
  private readonly waitingCount = signal<number | null>(null);
  private readonly subscription = signal<Subscription<ReviewQueue> | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();

  readonly review = this.item.asReadonly();
  readonly draft = this.written.asReadonly();
  readonly saveState = this.saving.asReadonly();
  readonly isClaiming = this.claiming.asReadonly();
  readonly isSending = this.sending.asReadonly();
  readonly failure = this.failed.asReadonly();
  readonly canUndo = computed(() => this.undoSteps().length > 0);
  readonly queue = computed(() => this.subscription()?.feed.data() ?? null);
  readonly waiting = computed(() => this.queue()?.waiting ?? this.waitingCount());
  readonly isComplete = computed(() => isComplete(this.written(), this.item()?.scorecard.criteria ?? []));

  /** Holds the queue's live view until the returned function is called. */
  watch(): () => void {
    const subscription = this.socket.subscribe(reviewShape, undefined);
    this.subscription.set(subscription);
    return () => {
      subscription.close();
      this.subscription.set(null);
    };
  }

  /** Takes the next item, or goes on with the one that was begun. */
  async claim(): Promise<void> {
    if (this.claiming()) return;
    this.claiming.set(true);
    this.failed.set(null);
    try {
      const answer = await this.api.send('POST', '/review-queue/claim', {
        body: {},
        answer: (c) => c.claimAnswerSchema,
      });
      this.waitingCount.set(answer.waiting);
      this.take(answer.review);
    } catch (thrown) {
      this.failed.set(asRequestFailed(thrown));
    } finally {
      this.claiming.set(false);
    }
  }

  setPoints(criterionId: string, points: Points): void {
    this.change(withAnswer(this.written(), criterionId, { points }));
  }

  addEvidence(criterionId: string, evidence: Evidence): void {
    const before = answerTo(this.written(), criterionId).evidence;
    this.change(withAnswer(this.written(), criterionId, { evidence: [...before, evidence] }));
  }

  removeEvidence(criterionId: string, index: number): void {
    const before = answerTo(this.written(), criterionId).evidence;
    this.change(
      withAnswer(this.written(), criterionId, { evidence: before.filter((_, at) => at !== index) }),
    );
  }

  /** A note on one criterion, or on the whole review where `criterionId` is null. */
  setNote(criterionId: string | null, note: string): void {
    const before = this.written();
    this.change(criterionId === null ? { ...before, note } : withAnswer(before, criterionId, { note }));
  }

  /** Takes back the last change. */
  undo(): void {
    const before = this.undoSteps().at(-1);
    if (!before) return;
    this.undoSteps.update((steps) => steps.slice(0, -1));
    this.written.set(before);
    this.scheduleSave();
  }

  /** Saves what is unsaved now; false where it could not. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.saving() === 'waiting' || this.saving() === 'failed') this.save();
    await this.running;
    return this.saving() === 'clean';
  }

  /** Hands the review in and takes the next; false where it stays. */
  submit(): Promise<boolean> {
    return this.finish('submit', {});
  }

  skip(reason: SkipReason, note: string): Promise<boolean> {
    return this.finish('skip', { reason, note });
  }

  private async finish(command: 'submit' | 'skip', body: unknown): Promise<boolean> {
    const review = this.item();
    if (!review || this.sending()) return false;
    this.sending.set(true);
    this.failed.set(null);
    try {
      if (command === 'submit' && !(await this.flush())) return false;
      clearTimeout(this.timer);
      await this.running;
      await this.api.send('POST', `/reviews/${encodeURIComponent(review.id)}/${command}`, { body });
      this.take(null);
      await this.claim();
      return true;
    } catch (thrown) {
      this.failed.set(asRequestFailed(thrown));
      return false;
    } finally {
      this.sending.set(false);
    }
  }

  private take(review: Review | null): void {
    clearTimeout(this.timer);
    this.item.set(review);
    this.undoSteps.set([]);
    this.saving.set('clean');
    this.written.set(review ? draftOf(review) : { answers: {}, note: '' });
  }

  private change(draft: Draft): void {
    this.undoSteps.update((steps) => [...steps.slice(1 - UNDO_STEPS), this.written()]);
    this.written.set(draft);
    this.scheduleSave();
  }

  private scheduleSave(): void {
    this.saving.set('waiting');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), AUTOSAVE_MS);
  }

  /** One save at a time: a second waits for the first, because each names the revision it builds on. */
  private save(): void {
    this.running = this.running.then(() => this.saveOnce());
  }

  private async saveOnce(): Promise<void> {
    const review = this.item();
    if (!review) return;
    this.saving.set('saving');
    const draft = this.written();
    try {
      const saved = await this.api.send('PUT', `/reviews/${encodeURIComponent(review.id)}/scores`, {
        body: { revision: review.revision, answers: draft.answers, note: draft.note },
        answer: (c) => c.reviewSchema,
      });
      this.item.update((now) => (now?.id === saved.id ? { ...now, revision: saved.revision } : now));
      this.failed.set(null);
      // What was typed during the save has its own timer.
      if (this.saving() === 'saving') this.saving.set('clean');
    } catch (thrown) {
      this.saving.set('failed');
      this.failed.set(asRequestFailed(thrown));
    }
  }
}
