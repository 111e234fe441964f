import { Injectable } from '@angular/core';
import { type Ending } from '@earshot/web/data-access';

/** How far somebody has come with closing flags: the outcome may still be missing. */
export type ClosingDraft = Omit<Ending, 'outcome'> & { readonly outcome: Ending['outcome'] | '' };

const nothing: ClosingDraft = { outcome: '', reason: '' };

/** What was begun to be written about closing flags, by conversation, for as long as the page lives. */
@Injectable({ providedIn: 'root' })
export class ClosingDrafts {
  private readonly drafts = new Map<string, ClosingDraft>();

  of(key: string): ClosingDraft {
    return this.drafts.get(key) ?? nothing;
  }

  keep(key: string, draft: ClosingDraft): void {
    this.drafts.set(key, draft);
  }

  forget(key: string): void {
    this.drafts.delete(key);
  }
}
