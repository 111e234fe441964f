import { Injectable, signal } from '@angular/core';

/** Time in which an act can be taken back. */
export const undoMs = 8_000;

export interface Notice {
  id: number;
  text: string;
  /** What to quote to an administrator. */
  requestId: string | null;
  kind: 'said' | 'failed';
  undo: (() => void) | null;
  /** Id of the thing that it is about; null for none. */
  about: string | null;
}

/** Short words about what was just done, each with its undo; and what failed, until it is read. */
@Injectable({ providedIn: 'root' })
export class Notices {
  private readonly list = signal<readonly Notice[]>([]);
  private nextId = 1;

  readonly shown = this.list.asReadonly();

  /** Says what was done, with a way back for eight seconds; a later word `about` the same thing takes its place. */
  done(text: string, undo: (() => void) | null = null, about: string | null = null): void {
    if (about !== null) this.list.update((list) => list.filter((notice) => notice.about !== about));
    const id = this.add({ text, requestId: null, kind: 'said', undo, about });
    setTimeout(() => this.dismiss(id), undoMs);
  }

  /** Says what failed, until it is dismissed. */
  failed(text: string, requestId: string | null): void {
    this.add({ text, requestId, kind: 'failed', undo: null, about: null });
  }

  /** Takes back the last act that can still be taken back; whether there was one. */
  undoLast(): boolean {
    const last = this.list().findLast((notice) => notice.undo !== null);
    if (!last) return false;
    this.dismiss(last.id);
    last.undo?.();
    return true;
  }

  dismiss(id: number): void {
    this.list.update((list) => list.filter((notice) => notice.id !== id));
  }

  private add(notice: Omit<Notice, 'id'>): number {
    const id = this.nextId++;
    this.list.update((list) => [...list.slice(-2), { ...notice, id }]);
    return id;
  }
}
