import { Injectable, type Signal, effect, signal, untracked } from '@angular/core';

/** Time in which an act can be taken back. */
export const undoMs = 8_000;

/** Whether the server can be reached; `ServerReach` of the web's data access has this shape. */
export interface Reach {
  readonly isAway: Signal<boolean>;
  /** Since when it is back, ms since 1970; null while it is away. */
  readonly backSince: Signal<number | null>;
}

export interface Notice {
  id: number;
  text: string;
  /** What to quote to an administrator. */
  requestId: string | null;
  kind: 'said' | 'failed';
  undo: (() => void) | null;
  /** Id of the thing that it is about; null for none. */
  about: string | null;
  /** Whether it failed while the server could not be reached. */
  isOfOutage: boolean;
  /** Since when the server is back, of what failed while it was away; ms since 1970. */
  backSince: number | null;
}

/**
 * Short words about what was just done, each with its undo; and what failed, until it is read. What failed because the
 * server was away stays too when it is back, as it has still to be done again, but says so and alarms no more.
 */
@Injectable({ providedIn: 'root' })
export class Notices {
  private readonly list = signal<readonly Notice[]>([]);
  private nextId = 1;
  private reach: Reach | null = null;

  readonly shown = this.list.asReadonly();

  /** Goes by this reach from now on, for as long as the injection context that calls it lives. */
  follow(reach: Reach): void {
    this.reach = reach;
    effect(() => {
      const at = reach.backSince();
      if (at !== null) untracked(() => this.back(at));
    });
  }

  /** Says what was done, with a way back for eight seconds; a later word `about` the same thing takes its place. */
  done(text: string, undo: (() => void) | null = null, about: string | null = null): void {
    if (about !== null) this.list.update((list) => list.filter((notice) => notice.about !== about));
    const id = this.add({ text, requestId: null, kind: 'said', undo, about, isOfOutage: false });
    setTimeout(() => this.dismiss(id), undoMs);
  }

  /** Says what failed, until it is dismissed. */
  failed(text: string, requestId: string | null): void {
    // The call that failed has told it before its failure was: what fails now fails for that.
    const isOfOutage = this.reach?.isAway() ?? false;
    this.add({ text, requestId, kind: 'failed', undo: null, about: null, isOfOutage });
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

  private back(at: number): void {
    this.list.update((list) =>
      list.map((one) =>
        one.isOfOutage && one.backSince === null ? { ...one, kind: 'said', backSince: at } : one,
      ),
    );
  }

  private add(notice: Omit<Notice, 'id' | 'backSince'>): number {
    const id = this.nextId++;
    this.list.update((list) => [...list.slice(-2), { ...notice, id, backSince: null }]);
    return id;
  }
}
