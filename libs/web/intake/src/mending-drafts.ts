import { Injectable } from '@angular/core';
import { type EditedField } from './mending';

/** What was typed to mend one rejected event. */
export interface MendingDraft {
  readonly fields: readonly EditedField[];
  /** The whole event, where it is written anew. */
  readonly whole: string;
}

/** What was typed to mend rejected events, by event, for as long as the page lives. */
@Injectable({ providedIn: 'root' })
export class MendingDrafts {
  private readonly drafts = new Map<string, MendingDraft>();

  /** What was typed into the whole event; empty for nothing. */
  wholeOf(id: string): string {
    return this.drafts.get(id)?.whole ?? '';
  }

  /** The fields with what was typed into them. */
  restored(id: string, fields: readonly EditedField[]): EditedField[] {
    const typed = new Map(this.drafts.get(id)?.fields.map((field) => [field.pointer, field]));
    return fields.map((field) => {
      const before = typed.get(field.pointer);
      return before ? { ...field, typed: before.typed, isRemoved: before.isRemoved } : field;
    });
  }

  keep(id: string, draft: MendingDraft): void {
    this.drafts.set(id, draft);
  }

  forget(id: string): void {
    this.drafts.delete(id);
  }
}
