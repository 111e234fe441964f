import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import { type Language, type Role, type WhoAmI } from '@earshot/contracts';
import { type Read, isOfBrand, mayRead } from '@earshot/domain/access';
import { Api } from './http/api';
import { asRequestFailed } from './http/request-failed';
import { LiveSocket } from './live/live-socket';

/** What the first administrator gives to redeem the one-time link. */
export interface FirstAdministrator {
  token: string;
  email: string;
  name: string;
  password: string;
}

/** Who works here: logging in and out, and what that person may use. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  private readonly api = inject(Api);
  private readonly socket = inject(LiveSocket);
  private readonly person = signal<WhoAmI | null>(null);
  private readonly isLoaded = signal(false);
  private readonly isAnother = signal(false);

  /** Null while nobody is logged in. */
  readonly who = this.person.asReadonly();
  readonly known = this.isLoaded.asReadonly();
  /** Whether the session ended on the server while the page was open. */
  readonly ended = computed(
    () => this.person() !== null && (this.api.sessionEnded() || this.socket.state() === 'refused'),
  );
  /**
   * Whether somebody else has logged in since, here or in another tab: what this page holds was another person's, and
   * it must be loaded anew.
   */
  readonly isSomebodyElse = this.isAnother.asReadonly();
  readonly isBrand = computed(() => {
    const who = this.person();
    return who !== null && isOfBrand(who);
  });
  private readonly names = computed(
    () => new Map(this.person()?.vendors.map(({ vendorId, name }) => [vendorId, name])),
  );

  constructor() {
    let wasConnected = false;
    effect(() => {
      if (this.socket.state() !== 'connected') return;
      // The server ends connections whose person may do other things than before, or is another by now.
      if (wasConnected) untracked(() => void this.lookAgain());
      wasConnected = true;
    });
  }

  /** Finds out who is logged in; asks the server only once. */
  async load(): Promise<WhoAmI | null> {
    if (!this.isLoaded()) await this.read();
    return this.person();
  }

  /** Logs in; the live connection goes on in the eyes of that person, unless `isSomebodyElse`. */
  async logIn(email: string, password: string): Promise<void> {
    await this.api.send('POST', '/session', { body: { email, password } });
    this.api.sessionBegun();
    this.isLoaded.set(false);
    await this.load();
    if (this.isAnother()) await this.socket.disconnect();
    else await this.socket.reconnect();
  }

  /** Ends the session. Load the page anew afterwards: it holds what the person has seen. */
  async logOut(): Promise<void> {
    try {
      await this.api.send('DELETE', '/session');
    } catch (thrown) {
      // It has ended already, which is what was asked for.
      if (asRequestFailed(thrown).code !== 'not-logged-in') throw thrown;
    }
    await this.socket.disconnect();
    this.person.set(null);
  }

  /** Redeems the printed link; the new administrator then logs in. */
  async becomeFirstAdministrator(person: FirstAdministrator): Promise<void> {
    await this.api.send('POST', '/first-administrator', { body: person });
  }

  async setLanguage(language: Language): Promise<void> {
    if (this.person()) await this.api.send('PATCH', '/session', { body: { language } });
    this.person.update((who) => who && { ...who, language });
  }

  private async read(): Promise<void> {
    // Not being logged in is an answer here, and no 401 in the browser's console.
    const { person } = await this.api.get('/session/probe', { answer: (c) => c.sessionProbeSchema });
    const before = this.person();
    if (before !== null && person !== null && before.email !== person.email) this.isAnother.set(true);
    this.person.set(person);
    this.isLoaded.set(true);
  }

  private async lookAgain(): Promise<void> {
    if (this.person() === null) return;
    try {
      await this.read();
    } catch (thrown) {
      // The connection is gone again; the next one asks anew.
      asRequestFailed(thrown);
    }
  }

  /** Whether the person may read `what` at all. */
  may(what: Read): boolean {
    const who = this.person();
    return who !== null && mayRead(who, what);
  }

  has(role: Role): boolean {
    return this.person()?.roles.includes(role) ?? false;
  }

  /** A vendor's name; its id where the name is not known. */
  vendorName(vendorId: string): string {
    return this.names().get(vendorId) ?? vendorId;
  }
}
