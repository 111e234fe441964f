import type { StoredConversation } from './admission';

/**
 * What this process wrote last of the conversations that run: a state is known by its key and version, so that only
 * its version need be read to know that it still holds. Bounded: two generations of `size` conversations at most, of
 * which the older is dropped when the younger is full.
 */
export class KnownFolds {
  private young = new Map<string, StoredConversation>();
  private old = new Map<string, StoredConversation>();

  constructor(private readonly size: number) {}

  /** The state of this version; null where it is not known here. */
  at(key: string, version: number): StoredConversation | null {
    const known = this.young.get(key) ?? this.old.get(key);
    return known?.version === version ? known : null;
  }

  /** Call only after the commit: a version that was rolled back may be another's by then. */
  keep(key: string, state: StoredConversation): void {
    this.young.set(key, state);
    if (this.young.size < this.size) return;
    this.old = this.young;
    this.young = new Map();
  }
}
