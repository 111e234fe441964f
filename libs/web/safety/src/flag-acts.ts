import { Injectable, inject } from '@angular/core';
import { type Flag, type FlagsDone } from '@earshot/contracts';
import { type Ending, SafetyStore, SessionStore, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Notices, failureWords } from '@earshot/web/ui';

type Said = 'acknowledged' | 'released' | 'closed' | 'reopened';
const saidOfSeveral = {
  acknowledged: 'safety.acknowledgedAll',
  released: 'safety.releasedAll',
  closed: 'safety.closedAll',
  reopened: 'safety.reopenedAll',
} as const;

/** Whether the person may take and close flags. */
export function mayActOnFlags(session: SessionStore): boolean {
  return session.has('safety') || session.has('supervisor');
}

/**
 * What an officer does about the flags of a conversation: at once, with a way back for eight seconds, loudly undone
 * where it fails. A flag that the server left as it was is told of by name.
 */
@Injectable({ providedIn: 'root' })
export class FlagActs {
  private readonly store = inject(SafetyStore);
  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  private readonly notices = inject(Notices);

  /** Takes those that nobody has taken. */
  async acknowledge(flags: readonly Flag[]): Promise<void> {
    const open = flags.filter(({ state }) => state === 'open');
    if (open.length === 0) return;
    const done = await this.trying(open, () => this.store.acknowledge(open, this.me()));
    this.say('acknowledged', done, () => void this.release(done));
  }

  private async release(flags: readonly Flag[]): Promise<void> {
    const done = await this.trying(flags, () => this.store.release(flags));
    this.say('released', done, () => void this.acknowledge(done));
  }

  /** What became of it; null where the server did not answer. */
  async close(flags: readonly Flag[], end: Ending): Promise<FlagsDone | null> {
    const asked = await this.asking(flags, () => this.store.close(flags, end, this.me()));
    if (asked) this.say('closed', asked.flags, () => void this.reopen(asked.flags));
    return asked;
  }

  /**
   * Opens closed flags again: they are with whoever took them, or closed them. Without a reason it is the undo of an own
   * close. What became of it; null where the server did not answer.
   */
  async reopen(flags: readonly Flag[], reason?: string): Promise<FlagsDone | null> {
    const asked = await this.asking(flags, () => this.store.reopen(flags, reason));
    this.say('reopened', asked?.flags ?? [], null);
    return asked;
  }

  private me(): string {
    return this.session.who()?.name ?? '';
  }

  private say(said: Said, flags: readonly Flag[], undo: (() => void) | null): void {
    const [flag] = flags;
    if (!flag) return;
    const vendor =
      flag.vendorId === null ? this.words.t('vendorNone') : this.session.vendorName(flag.vendorId);
    const text =
      flags.length === 1
        ? this.words.t(`safety.${said}`, { category: this.categoryOf(flag), vendor })
        : this.words.count(saidOfSeveral[said], flags.length, { vendor });
    this.notices.done(text, undo, flags.map(({ id }) => id).join(' '));
  }

  /** The flags that were done; none where it failed. */
  private async trying(flags: readonly Flag[], act: () => Promise<FlagsDone>): Promise<readonly Flag[]> {
    return (await this.asking(flags, act))?.flags ?? [];
  }

  private async asking(flags: readonly Flag[], act: () => Promise<FlagsDone>): Promise<FlagsDone | null> {
    try {
      const done = await act();
      if (done.left.length > 0) {
        // One notice: each of them has its name, and none pushes another out.
        this.notices.failed(done.left.map((one) => this.leftWords(one, flags)).join(' '), null);
      }
      return done;
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      this.notices.failed(failureWords(this.words, failure), failure.requestId);
      return null;
    }
  }

  private leftWords({ id, why, flag }: FlagsDone['left'][number], flags: readonly Flag[]): string {
    const known = flag ?? flags.find((one) => one.id === id);
    const category = known ? this.categoryOf(known) : id;
    const who = flag?.acknowledgedBy ?? this.words.t('safety.somebody');
    return this.words.t(`safety.left.${why}`, { category, who });
  }

  private categoryOf(flag: Flag): string {
    return this.words.t(`category.${flag.category}`);
  }
}
