import { DOCUMENT, DestroyRef, Injectable, inject } from '@angular/core';

/** A part of the page that holds what a person wrote. */
export interface Writing {
  /** Whether some of it is nowhere but in this page. */
  isUnsaved(): boolean;
  /** Sends it by a call that outlives the page. Left out where it is not to be sent without its person. */
  save?(): Promise<unknown>;
}

/**
 * What was written and is not kept anywhere yet. It is sent when the page is hidden or left, and the browser asks
 * before a page goes that still holds some.
 */
@Injectable({ providedIn: 'root' })
export class Unsaved {
  private readonly writings = new Set<Writing>();

  constructor() {
    const document = inject(DOCUMENT);
    const window = document.defaultView;
    const listening = new AbortController();
    const { signal } = listening;
    inject(DestroyRef).onDestroy(() => listening.abort());
    const save = (): void => void this.save();
    const saveHidden = (): void => {
      if (document.visibilityState === 'hidden') save();
    };
    const ask = (event: Event): void => {
      if (!this.exists()) return;
      save();
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', saveHidden, { signal });
    window?.addEventListener('pagehide', save, { signal });
    window?.addEventListener('beforeunload', ask, { signal });
  }

  /** Looks after it until the returned function is called. */
  watch(writing: Writing): () => void {
    this.writings.add(writing);
    return () => this.writings.delete(writing);
  }

  exists(): boolean {
    return [...this.writings].some((writing) => writing.isUnsaved());
  }

  /** Sends what can be sent; whether nothing is unsaved any more. */
  async save(): Promise<boolean> {
    await Promise.all([...this.writings].filter((writing) => writing.isUnsaved()).map((one) => one.save?.()));
    return !this.exists();
  }
}
