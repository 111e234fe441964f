import { Injectable, inject } from '@angular/core';
import { type Flag, type FlagOutcome } from '@earshot/contracts';
import { SafetyStore, SessionStore, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Notices, failureWords } from '@earshot/web/ui';

type Said = 'acknowledged' | 'released' | 'closed' | 'reopened';

/** Whether the person may take and close flags. */
export function mayActOnFlags(session: SessionStore): boolean {
  return session.has('safety') || session.has('supervisor');
}

/** What an officer does about a flag: at once, with a way back for eight seconds, loudly undone where it fails. */
@Injectable({ providedIn: 'root' })
export class FlagActs {
  private readonly store = inject(SafetyStore);
  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  private readonly notices = inject(Notices);

  async acknowledge(flag: Flag): Promise<void> {
    const isDone = await this.trying(() => this.store.acknowledge(flag, this.me()));
    if (isDone) this.say('acknowledged', flag, () => void this.release(this.newest(flag)));
  }

  private async release(flag: Flag): Promise<void> {
    if (await this.trying(() => this.store.release(flag))) {
      this.say('released', flag, () => void this.acknowledge(this.newest(flag)));
    }
  }

  async close(flag: Flag, end: { outcome: FlagOutcome; reason: string }): Promise<boolean> {
    const isDone = await this.trying(() => this.store.close(flag, end, this.me()));
    if (isDone) this.say('closed', flag, () => void this.reopen(this.newest(flag)));
    return isDone;
  }

  private async reopen(flag: Flag): Promise<void> {
    if (await this.trying(() => this.store.reopen(flag))) this.say('reopened', flag, null);
  }

  /** The flag as last known: its revision has grown since the act. */
  private newest(flag: Flag): Flag {
    return this.store.data()?.flags.find((known) => known.id === flag.id) ?? flag;
  }

  private me(): string {
    return this.session.who()?.name ?? '';
  }

  private say(said: Said, flag: Flag, undo: (() => void) | null): void {
    const vendor =
      flag.vendorId === null ? this.words.t('vendorNone') : this.session.vendorName(flag.vendorId);
    const category = this.words.t(`category.${flag.category}`);
    this.notices.done(this.words.t(`safety.${said}`, { category, vendor }), undo, flag.id);
  }

  private async trying(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      this.notices.failed(failureWords(this.words, failure), failure.requestId);
      return false;
    }
  }
}
