import { ChangeDetectionStrategy, Component, computed, inject, output } from '@angular/core';
import { SessionStore } from '@earshot/web/data-access';
import { type WordKey, Words } from '@earshot/web/i18n';
import { Appearance, type Density, Icon, type Theme } from '@earshot/web/ui';
import { PersonActs } from './person-acts';

/** The person's menu: who, what they may see, language, appearance, density, keys, log out. */
@Component({
  selector: 'es-person-menu',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './person-menu.html',
  styleUrl: './person-menu.css',
})
export class PersonMenu {
  readonly keys = output();
  private readonly session = inject(SessionStore);
  private readonly words = inject(Words);
  protected readonly acts = inject(PersonActs);
  protected readonly appearance = inject(Appearance);
  protected readonly t = this.words.t;
  protected readonly language = this.words.language;
  protected readonly who = this.session.who;
  protected readonly themes: readonly { id: Theme; label: WordKey }[] = [
    { id: 'system', label: 'shell.menu.themeSystem' },
    { id: 'light', label: 'shell.menu.themeLight' },
    { id: 'dark', label: 'shell.menu.themeDark' },
  ];
  protected readonly densities: readonly { id: Density; label: WordKey }[] = [
    { id: 'compact', label: 'shell.menu.compact' },
    { id: 'comfortable', label: 'shell.menu.comfortable' },
  ];

  protected readonly sees = computed(() => {
    const who = this.who();
    if (!who || who.vendorIds === null) return this.t('shell.menu.allVendors');
    const vendors = who.vendorIds.map((id) => this.session.vendorName(id)).join(', ');
    return this.t('shell.menu.onlyVendors', { vendors });
  });
  protected readonly roles = computed(() =>
    (this.who()?.roles ?? []).map((role) => this.t(`role.${role}`)).join(' · '),
  );
}
