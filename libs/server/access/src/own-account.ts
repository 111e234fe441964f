import { Injectable } from '@nestjs/common';
import { type Language, type WhoAmI } from '@earshot/contracts';
import { hasUnknownVendor, PersonStore, vendorsOf, type Person } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';

/** A person's own account: who it is, which vendors it may know of, its settings. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly people: PersonStore,
    private readonly database: Database,
  ) {}

  async whoAmI(personId: string): Promise<WhoAmI> {
    const person = await this.people.byId(personId);
    if (person === null) throw problem('not-logged-in', 'Log in first.');
    return this.describe(person);
  }

  async describe(person: Person): Promise<WhoAmI> {
    return {
      email: person.email,
      name: person.name,
      roles: [...person.roles],
      brandIds: [...person.brandIds],
      vendorIds: person.vendorIds === null ? null : [...person.vendorIds],
      language: person.language,
      vendors: await vendorsOf(this.database, person),
      unknownVendor: await hasUnknownVendor(this.database, person),
    };
  }

  async setLanguage(personId: string, language: Language): Promise<void> {
    await this.people.setLanguage(personId, language);
  }
}
