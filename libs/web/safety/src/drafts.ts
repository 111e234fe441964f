import { Injectable } from '@angular/core';
import { type Ending } from '@earshot/web/data-access';

/** How far somebody has come with closing flags: the outcome may still be missing. */
export type ClosingDraft = Omit<Ending, 'outcome'> & { readonly outcome: Ending['outcome'] | '' };

/** What was begun to be written, by what it is about, for as long as the page lives. */
abstract class Drafts<D> {
  /** What there is before anything is written. */
  protected abstract readonly nothing: D;
  private readonly drafts = new Map<string, D>();

  of(key: string): D {
    return this.drafts.get(key) ?? this.nothing;
  }

  keep(key: string, draft: D): void {
    this.drafts.set(key, draft);
  }

  forget(key: string): void {
    this.drafts.delete(key);
  }
}

/** What was begun to be written about closing flags, by conversation. */
@Injectable({ providedIn: 'root' })
export class ClosingDrafts extends Drafts<ClosingDraft> {
  protected readonly nothing: ClosingDraft = { outcome: '', reason: '' };
}

/** Why flags are to be opened again, as far as it was written, by their ids. */
@Injectable({ providedIn: 'root' })
export class ReopeningDrafts extends Drafts<string> {
  protected readonly nothing = '';
}
