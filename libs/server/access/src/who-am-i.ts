import { Injectable } from '@nestjs/common';
import { type WhoAmI } from '@earshot/contracts';
import { PersonStore, vendorsOf, type Person } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';

/** Tells a person who it is, and which vendors it may know of. */
@Injectable()
export class DescribePerson {
  constructor(
    private readonly people: PersonStore,
    private readonly database: Database,
  ) {}

  async execute(personId: string): Promise<WhoAmI> {
    const person = await this.people.byId(personId);
    if (person === null) throw problem('not-logged-in', 'Log in first.');
    return this.of(person);
  }

  async of(person: Person): Promise<WhoAmI> {
    return {
      email: person.email,
      name: person.name,
      roles: [...person.roles],
      brandIds: [...person.brandIds],
      vendorIds: person.vendorIds === null ? null : [...person.vendorIds],
      language: person.language,
      vendors: await vendorsOf(this.database, person),
    };
  }
}
