import { Injectable, computed, effect, inject, signal } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { OpenCriticals, ServerClock, SessionStore } from '@earshot/web/data-access';
import { Format, Words } from '@earshot/web/i18n';
import { Alarm } from '@earshot/web/ui';

interface Call {
  flag: Flag;
  /** When it was called, ms since 1970. */
  at: number;
  /** How many critical flags nobody had taken then. */
  untaken: number;
}

/**
 * Calls when a critical flag comes that was not there before, or comes back: one sound for a safety officer on whatever
 * page, the words for those who hear the screen, and the number in the title of the tab.
 */
@Injectable()
export class CriticalAlarm {
  private readonly criticals = inject(OpenCriticals);
  private readonly session = inject(SessionStore);
  private readonly alarm = inject(Alarm);
  private readonly clock = inject(ServerClock);
  private readonly words = inject(Words);
  private readonly format = inject(Format);
  private readonly newest = signal<Call | null>(null);
  private known: ReadonlySet<string> | null = null;

  /**
   * Words about the newest critical flag, to be read aloud: a browser reads only what is not what it was, so they tell
   * the time and the number, by which two flags of one kind differ.
   */
  readonly announcement = computed(() => {
    const call = this.newest();
    if (!call) return '';
    const { flag, at, untaken } = call;
    const vendor =
      flag.vendorId === null ? this.words.t('vendorNone') : this.session.vendorName(flag.vendorId);
    return this.words.t('safety.newCritical', {
      category: this.words.t(`category.${flag.category}`),
      vendor,
      time: this.format.time(at),
      n: untaken,
    });
  });

  constructor() {
    effect(() => this.compare(this.criticals.flags()));
    effect(() => {
      const count = this.criticals.count() ?? 0;
      document.title = count > 0 ? `(${count}) Earshot` : 'Earshot';
    });
  }

  private compare(flags: readonly Flag[] | null): void {
    if (flags === null) return;
    const fresh = flags.filter((flag) => this.known?.has(flag.id) === false);
    const isFirst = this.known === null;
    // Only what is open now: a flag that was closed and is opened again needs somebody anew.
    this.known = new Set(flags.map((flag) => flag.id));
    const one = fresh[0] ?? (isFirst ? flags[0] : undefined);
    if (!one) return;
    this.newest.set({ flag: one, at: this.clock.instant(), untaken: flags.length });
    if (this.session.has('safety')) this.alarm.ring();
  }
}
