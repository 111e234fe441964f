import { NgTemplateOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  signal,
} from '@angular/core';
import { type RejectedEventDetail } from '@earshot/contracts';
import { IntakeStore, type ResubmitOutcome, Unsaved, asRequestFailed } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { type Failure, FailureNote, Notices, Skeleton, failureWords } from '@earshot/web/ui';
import { faultWords } from './fault-words';
import { type EditedField, changesOf, fieldsToEdit, isWithin, parsedJson } from './mending';
import { MendingDrafts } from './mending-drafts';

/** What came of a mended event, and under which id it stands now. */
interface Outcome {
  answer: ResubmitOutcome;
  keptAs: string;
  isUnchanged: boolean;
}

/** One rejected event: why, and its fields to mend; the whole event where it could not be parsed. */
@Component({
  selector: 'es-rejected-detail',
  imports: [FailureNote, NgTemplateOutlet, Skeleton],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './rejected-detail.html',
  styleUrl: './rejected-detail.css',
})
export class RejectedDetail {
  readonly id = input.required<string>();
  /** Mended, it was rejected again: the id under which it is kept now, with its new reason. */
  readonly again = output<string>();

  private readonly store = inject(IntakeStore);
  private readonly notices = inject(Notices);
  private readonly drafts = inject(MendingDrafts);
  private readonly words = inject(Words);
  protected readonly format = inject(Format);
  protected readonly t = this.words.t;
  protected readonly isBusy = signal(false);
  protected readonly resource = resource({
    params: () => this.id(),
    loader: ({ params }) => this.store.detail(params),
  });
  protected readonly detail = computed(() => (this.resource.hasValue() ? this.resource.value() : null));
  protected readonly failure = computed(() => (this.resource.error() as Failure | undefined) ?? null);
  protected readonly fields = linkedSignal(() => {
    const detail = this.detail();
    if (!detail) return [];
    const wrong = detail.state === 'open' ? detail.pointer : '';
    return this.drafts.restored(detail.id, fieldsToEdit(detail.fields, wrong));
  });
  /** What is wrong stands with the reason and the buttons; the rest of the event between them, by itself. */
  protected readonly marked = computed(() => this.fields().filter((field) => this.isMarked(field)));
  protected readonly others = computed(() => this.fields().filter((field) => !this.isMarked(field)));
  /** What could not be parsed, or is no object, has no fields to mend: it is written anew. */
  protected readonly isWhole = computed(() => {
    const detail = this.detail();
    return detail !== null && (!detail.parseable || detail.fields.some(({ pointer }) => pointer === ''));
  });
  protected readonly whole = linkedSignal({
    source: this.id,
    computation: (id) => this.drafts.wholeOf(id),
  });
  /** What came of sending it again, told where it is kept since: for as long as that one is shown. */
  protected readonly outcome = linkedSignal<string, Outcome | null>({
    source: this.id,
    computation: (id, before) => {
      const told = before?.value ?? null;
      return told?.keptAs === id ? told : null;
    },
  });
  private readonly toldHere = computed(() => (this.outcome()?.keptAs === this.id() ? this.outcome() : null));
  protected readonly reason = computed(() => this.reasonOf(this.detail()?.code ?? ''));
  protected readonly remedy = computed(() => this.words.of(`intake.remedy.${this.detail()?.code ?? ''}`, ''));
  protected readonly explanation = computed(() => {
    const detail = this.detail();
    return detail === null ? '' : faultWords(this.words, detail);
  });
  protected readonly isOpen = computed(() => this.detail()?.state === 'open');
  protected readonly stateWord = computed(() => this.t(`intake.state.${this.detail()?.state ?? 'open'}`));
  protected readonly isJson = computed(() => parsedJson(this.whole()) !== undefined);
  protected readonly outcomeWords = computed(() => {
    const told = this.toldHere();
    if (!told) return '';
    const { code, outcome } = told.answer;
    const word = told.isUnchanged ? 'unchanged' : outcome;
    // What exactly is wrong, and where, stands above with the event that it is kept as.
    return this.t(`intake.outcome.${word}`, { reason: this.reasonOf(code ?? '') });
  });

  constructor() {
    const isUnsaved = (): boolean =>
      this.isOpen() && (changesOf(this.fields()).length > 0 || this.whole() !== '');
    inject(DestroyRef).onDestroy(inject(Unsaved).watch({ isUnsaved }));
  }

  protected type(field: EditedField, event: Event): void {
    this.change(field, { typed: (event.target as HTMLInputElement).value, isRemoved: false });
  }

  protected typeWhole(event: Event): void {
    this.whole.set((event.target as HTMLTextAreaElement).value);
    this.keep();
  }

  protected toggleRemoved(field: EditedField): void {
    this.change(field, { isRemoved: !field.isRemoved });
  }

  protected async resubmit(): Promise<void> {
    const detail = this.detail();
    if (!detail) return;
    const mended = !this.isWhole()
      ? { changes: changesOf(this.fields()) }
      : { changes: [], event: parsedJson(this.whole()) };
    await this.trying(async () => {
      const answer = await this.store.resubmit(detail.id, mended);
      const keptAs = answer.rejectedId ?? detail.id;
      const isUnchanged = answer.rejectedId === detail.id;
      this.drafts.forget(detail.id);
      // Another one was opened meanwhile: nobody is led away from it.
      if (this.id() !== detail.id) return;
      this.outcome.set({ answer, keptAs, isUnchanged });
      this.resource.reload();
      if (keptAs !== detail.id) this.again.emit(keptAs);
    });
  }

  protected async dismiss(): Promise<void> {
    const detail = this.detail();
    if (!detail) return;
    await this.trying(async () => {
      await this.store.dismiss(detail.id);
      this.resource.reload();
      const words = this.t('intake.dismissed', { id: detail.eventId ?? detail.id });
      this.notices.done(words, () => void this.reopen(detail), detail.id);
    });
  }

  /** Takes up again what was put aside, with what was typed into it before. */
  protected async reopen({ id, eventId }: Pick<RejectedEventDetail, 'id' | 'eventId'>): Promise<void> {
    await this.trying(async () => {
      await this.store.reopen(id);
      this.resource.reload();
      this.notices.done(this.t('intake.reopened', { id: eventId ?? id }), null, id);
    });
  }

  private reasonOf(code: string): string {
    return this.words.of(`intake.codes.${code}`, code);
  }

  private isMarked({ pointer }: EditedField): boolean {
    return this.isOpen() && isWithin(pointer, this.detail()?.pointer ?? '');
  }

  private keep(): void {
    const detail = this.detail();
    if (detail) this.drafts.keep(detail.id, { fields: this.fields(), whole: this.whole() });
  }

  private change(field: EditedField, change: Partial<EditedField>): void {
    this.fields.update((fields) =>
      fields.map((one) => (one.pointer === field.pointer ? { ...one, ...change } : one)),
    );
    this.keep();
  }

  private async trying(act: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    try {
      await act();
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      this.notices.failed(failureWords(this.words, failure), failure.requestId);
    } finally {
      this.isBusy.set(false);
    }
  }
}
