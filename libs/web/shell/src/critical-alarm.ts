import { Injectable, computed, effect, inject, signal } from '@angular/core';
import { type Flag } from '@earshot/contracts';
import { OpenCriticals, SessionStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Alarm } from '@earshot/web/ui';

/**
 * Calls when a critical flag comes that was not there before: one sound for a safety officer on whatever page, the
 * words for those who hear the screen, and the number in the title of the tab.
 */
@Injectable()
export class CriticalAlarm {
  private readonly criticals = inject(OpenCriticals);
  private readonly session = inject(SessionStore);
  private readonly alarm = inject(Alarm);
  private readonly words = inject(Words);
  private readonly newest = signal<Flag | null>(null);
  private known: ReadonlySet<string> | null = null;

  /** Words about the newest critical flag, to be read aloud. */
  readonly announcement = computed(() => {
    const flag = this.newest();
    if (!flag) return '';
    const vendor =
      flag.vendorId === null ? this.words.t('vendorNone') : this.session.vendorName(flag.vendorId);
    return this.words.t('safety.newCritical', {
      category: this.words.t(`category.${flag.category}`),
      vendor,
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
    this.known = new Set([...(this.known ?? []), ...flags.map((flag) => flag.id)]);
    const one = fresh[0] ?? (isFirst ? flags[0] : undefined);
    if (!one) return;
    this.newest.set(one);
    if (this.session.has('safety')) this.alarm.ring();
  }
}
