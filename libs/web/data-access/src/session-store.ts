import { Injectable, computed, inject, signal } from '@angular/core';
import { type Language, type Role, type WhoAmI } from '@earshot/contracts';
import { type Read, isOfBrand, mayRead } from '@earshot/domain/access';
import { Api } from './http/api';
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

  /** Null while nobody is logged in. */
  readonly who = this.person.asReadonly();
  readonly known = this.isLoaded.asReadonly();
  /** Whether the session ended on the server while the page was open. */
  readonly ended = computed(() => this.person() !== null && this.api.sessionEnded());
  readonly isBrand = computed(() => {
    const who = this.person();
    return who !== null && isOfBrand(who);
  });
  private readonly names = computed(
    () => new Map(this.person()?.vendors.map(({ vendorId, name }) => [vendorId, name])),
  );

  /** Finds out who is logged in; asks the server only once. */
  async load(): Promise<WhoAmI | null> {
    if (this.isLoaded()) return this.person();
    // Not being logged in is an answer here, and no 401 in the browser's console.
    const { person } = await this.api.get('/session/probe', { answer: (c) => c.sessionProbeSchema });
    this.person.set(person);
    this.isLoaded.set(true);
    return this.person();
  }

  async logIn(email: string, password: string): Promise<void> {
    await this.api.send('POST', '/session', { body: { email, password } });
    this.api.sessionBegun();
    this.isLoaded.set(false);
    await this.load();
  }

  async logOut(): Promise<void> {
    await this.api.send('DELETE', '/session');
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
