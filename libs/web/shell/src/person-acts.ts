import { Injectable, inject } from '@angular/core';
import { type Language } from '@earshot/contracts';
import { SessionStore, Unsaved, asRequestFailed } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Notices, failureWords } from '@earshot/web/ui';
import { FreshPage } from './fresh-page';

/** What a person does to the own session, from the menu and from the palette. */
@Injectable({ providedIn: 'root' })
export class PersonActs {
  private readonly session = inject(SessionStore);
  private readonly unsaved = inject(Unsaved);
  private readonly words = inject(Words);
  private readonly notices = inject(Notices);
  private readonly page = inject(FreshPage);
  private isToldUnsaved = false;

  /** Shows everything in the language at once, and keeps it in the account. */
  async speak(language: Language): Promise<void> {
    await this.words.choose(language);
    await this.trying(() => this.session.setLanguage(language));
  }

  /**
   * Saves first; what cannot be saved is told of once, and given up when asked again. Logs out on a page loaded anew:
   * whoever comes next must not find what this person has seen.
   */
  async logOut(): Promise<void> {
    if (!(await this.unsaved.save()) && !this.isToldUnsaved) {
      this.isToldUnsaved = true;
      this.notices.failed(this.words.t('shell.logOutUnsaved'), null);
      return;
    }
    await this.trying(async () => {
      await this.session.logOut();
      this.page.open('/login');
    });
  }

  private async trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      const failure = asRequestFailed(thrown);
      this.notices.failed(failureWords(this.words, failure), failure.requestId);
    }
  }
}
