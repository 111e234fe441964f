import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
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
import { mergeReview, withAnswersOf } from './review-merge';
import { Unsaved } from './unsaved';

const AUTOSAVE_MS = 700;
/** After a save without an answer. */
const RETRY_MS = 5_000;
/** How often in a row a save is tried on what the server has in the meantime. */
const SAVE_TURNS = 3;
const UNDO_STEPS = 200;

/** `clean`: nothing to save. `failed`: kept here, tried again at the next change, or soon where no answer came. */
export type SaveState = 'clean' | 'waiting' | 'saving' | 'failed';
/**
 * Whose the item is. `lost`: it may be with somebody else by now, and what is written is kept but does not count;
 * `finished`: this review was handed in or given back elsewhere.
 */
export type Standing = 'held' | 'lost' | 'finished';
/** Places in a review: criteria by id, and null for the note on the whole. */
export type Places = readonly (string | null)[];

interface Clash {
  places: Places;
  theirs: Draft;
}
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
  private readonly holding = signal<Standing>('held');
  private readonly clashing = signal<Clash | null>(null);
  private readonly tookIn = signal<Places>([]);
  /** Drafts that were sent and never answered. */
  private unanswered: readonly Draft[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();

  readonly review = this.item.asReadonly();
  readonly draft = this.written.asReadonly();
  readonly saveState = this.saving.asReadonly();
  readonly isClaiming = this.claiming.asReadonly();
  readonly isSending = this.sending.asReadonly();
  readonly failure = this.failed.asReadonly();
  readonly standing = this.holding.asReadonly();
  /** What was answered differently here and elsewhere: nothing is saved until the person has chosen. Empty for none. */
  readonly clashes = computed(() => this.clashing()?.places ?? []);
  /** What was answered elsewhere and taken in here. */
  readonly taken = this.tookIn.asReadonly();
  readonly canUndo = computed(() => this.undoSteps().length > 0);
  readonly queue = computed(() => this.subscription()?.feed.data() ?? null);
  /** Why nothing live is told of the queue; null while it is. What is written is still saved as soon as it can be. */
  readonly stale = computed(() => this.subscription()?.feed.stale() ?? null);
  readonly waiting = computed(() => this.queue()?.waiting ?? this.waitingCount());
  readonly isComplete = computed(() => isComplete(this.written(), this.item()?.scorecard.criteria ?? []));

  constructor() {
    inject(Unsaved).watch({
      isUnsaved: () => this.saving() === 'waiting' || this.saving() === 'failed',
      save: () => this.flush(),
    });
    effect(() => {
      if (this.api.sessionEnded()) return;
      untracked(() => {
        if (this.saving() === 'failed') this.save();
      });
    });
  }

  /** Holds the queue's live view until the returned function is called. */
  watch(): () => void {
    const subscription = this.socket.subscribe(reviewShape, undefined);
    this.subscription.set(subscription);
    return () => {
      subscription.close();
      this.subscription.set(null);
    };
  }

  /**
   * Takes the next item, or goes on with the one that was begun. One that was lost and is free again comes back with
   * what is written here.
   */
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
      if (answer.review !== null && answer.review.id === this.item()?.id) this.resume(answer.review);
      else this.take(answer.review);
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

  /** Settles what was answered differently here and elsewhere; undo brings the other back. */
  choose(whose: 'mine' | 'theirs'): void {
    const clash = this.clashing();
    if (!clash) return;
    const mine = this.written();
    const theirs = withAnswersOf(mine, clash.theirs, clash.places);
    const [chosen, other] = whose === 'mine' ? [mine, theirs] : [theirs, mine];
    this.clashing.set(null);
    this.written.set(other);
    this.change(chosen);
    void this.flush();
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

  /**
   * Takes back a submission: its review is before the person again, and the item in hand comes after it. False where
   * that one could not be saved; throws where the server refuses.
   */
  async takeBack(id: string): Promise<boolean> {
    if (this.sending()) return false;
    this.sending.set(true);
    try {
      if (!(await this.flush())) return false;
      const path = `${pathOf(id)}/take-back`;
      this.take(await this.api.send('POST', path, { body: {}, answer: (c) => c.reviewSchema }));
      return true;
    } finally {
      this.sending.set(false);
    }
  }

  private async finish(command: 'submit' | 'skip', body: unknown): Promise<boolean> {
    const review = this.item();
    if (!review || this.sending()) return false;
    this.sending.set(true);
    this.failed.set(null);
    try {
      if (command === 'submit' && (!(await this.flush()) || this.holding() !== 'held')) return false;
      clearTimeout(this.timer);
      await this.running;
      if (!(await this.hand(review.id, command, body))) return false;
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

  /** Whether the review went out of this person's hands as asked. */
  private async hand(id: string, command: 'submit' | 'skip', body: unknown): Promise<boolean> {
    try {
      await this.api.send('POST', `${pathOf(id)}/${command}`, { body });
      return true;
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      if (failure.code === 'lease-lost') this.holding.set('lost');
      else if (failure.code !== 'conflict') throw failure;
      else {
        await this.reload(id);
        // The answer to an earlier try was lost: it was done then.
        const done = command === 'submit' ? 'submitted' : 'skipped';
        const isAsWritten = this.clashing() === null && this.tookIn().length === 0;
        return this.item()?.state === done && isAsWritten;
      }
      return false;
    }
  }

  private take(review: Review | null): void {
    clearTimeout(this.timer);
    this.item.set(review);
    this.undoSteps.set([]);
    this.saving.set('clean');
    this.holding.set('held');
    this.clashing.set(null);
    this.tookIn.set([]);
    this.unanswered = [];
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
    // A choice that is due would be made by saving.
    if (!this.item() || this.clashing() !== null || this.holding() === 'finished') return;
    // The one before has saved it all.
    if (this.saving() === 'clean') return;
    this.saving.set('saving');
    try {
      await this.put();
      this.failed.set(null);
      const isSettled = this.clashing() === null && this.holding() !== 'finished';
      // What was typed during the save has its own timer.
      if (this.saving() === 'saving') this.saving.set(isSettled ? 'clean' : 'failed');
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      this.saving.set('failed');
      this.failed.set(failure);
      if (isAnswered(failure)) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), RETRY_MS);
    }
  }

  /** Sends the draft. Where the server has something else in the meantime, that is taken in first. */
  private async put(): Promise<void> {
    for (let turn = 1; this.item() !== null; turn += 1) {
      const failure = await this.putOnce();
      if (failure === null) return;
      if (failure.code !== 'conflict' || turn === SAVE_TURNS) throw failure;
      await this.reload(this.item()?.id ?? '');
      if (this.clashing() !== null || this.holding() === 'finished') return;
    }
  }

  private async putOnce(): Promise<RequestFailed | null> {
    const review = this.item();
    if (!review) return null;
    const draft = this.written();
    const before = this.unanswered;
    this.unanswered = [...before.slice(1 - UNDO_STEPS), draft];
    try {
      const saved = await this.api.send('PUT', `${pathOf(review.id)}/scores`, {
        body: { revision: review.revision, answers: draft.answers, note: draft.note },
        answer: (c) => c.reviewSchema,
        keepalive: true,
      });
      this.adopt(saved);
      return null;
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      if (failure.code === 'lease-lost') {
        // The server keeps what is written all the same.
        this.holding.set('lost');
        return null;
      }
      if (isAnswered(failure)) this.unanswered = before;
      return failure;
    }
  }

  private async reload(id: string): Promise<void> {
    const theirs = await this.api.get(pathOf(id), { answer: (c) => c.reviewSchema });
    this.adopt(theirs);
    if (theirs.state === 'submitted' || theirs.state === 'skipped') this.holding.set('finished');
  }

  /** The lost item is this person's again. */
  private resume(review: Review): void {
    this.adopt(review);
    this.holding.set('held');
    this.scheduleSave();
  }

  /** Takes in the review as the server has it, under what is written here. */
  private adopt(theirs: Review): void {
    const review = this.item();
    if (review?.id !== theirs.id) return;
    const { carry, taken, clashes } = mergeReview(
      { review, unanswered: this.unanswered },
      this.written(),
      theirs,
    );
    this.unanswered = [];
    this.item.set({ ...theirs, scorecard: review.scorecard, messages: sameOr(review, theirs) });
    this.written.update(carry);
    this.undoSteps.update((steps) => steps.map(carry));
    if (taken.length > 0) this.tookIn.update((places) => [...new Set([...places, ...taken])]);
    if (clashes.length > 0) this.clashing.set({ places: clashes, theirs: draftOf(theirs) });
  }
}

function pathOf(id: string): string {
  return `/reviews/${encodeURIComponent(id)}`;
}

/** Whether the server told that it did not do as it was asked; otherwise it may have done it. */
function isAnswered({ status }: RequestFailed): boolean {
  return status >= 400 && status < 500;
}

/** The messages as they are on screen, where the others say the same: nothing that is selected there is lost. */
function sameOr(shown: Review, { messages }: Review): Review['messages'] {
  const isSame =
    shown.messages.length === messages.length &&
    messages.every(
      ({ messageId, text }, at) =>
        shown.messages[at]?.messageId === messageId && shown.messages[at]?.text === text,
    );
  return isSame ? shown.messages : messages;
}
