import { type Language, type Role } from '@earshot/contracts';
import { ArrayContains, DataSource, IsNull, MoreThan, type EntityManager } from 'typeorm';
import { OneTimeLinkEntity, PersonEntity } from './people.entities';

/** A local account as the features know it; the password's hash only where it is checked. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
  readonly brandIds: readonly string[];
  /** null: all vendors of the brands. */
  readonly vendorIds: readonly string[] | null;
  /** null: none was chosen, the browser's is shown. */
  readonly language: Language | null;
  readonly isDisabled: boolean;
}

/** What is told of a person when it is made. `email` in lower case. */
export type NewPerson = Omit<Person, 'id' | 'isDisabled'>;

/** Local accounts. */
export class PersonStore {
  constructor(private readonly source: DataSource) {}

  /** The person with this address, in whatever case it is written, or null. */
  async byEmail(email: string): Promise<Person | null> {
    const found = await this.source.manager.findOneBy(PersonEntity, { email: email.trim().toLowerCase() });
    return found === null ? null : personOf(found);
  }

  async byId(id: string): Promise<Person | null> {
    const found = await this.source.manager.findOneBy(PersonEntity, { id });
    return found === null ? null : personOf(found);
  }

  async setLanguage(id: string, language: Language): Promise<void> {
    await this.source.manager.update(PersonEntity, { id }, { language });
  }

  /** Whether there is a person who may administer. */
  async hasAdministrator(): Promise<boolean> {
    return hasAdministrator(this.source.manager);
  }

  /** Keeps the hash of a one-time link of this kind, in place of any earlier one that was not used. */
  async offerLink(kind: string, tokenHash: Buffer, expiresAt: Date): Promise<void> {
    await this.source.transaction(async (manager) => {
      await manager.delete(OneTimeLinkEntity, { kind, usedAt: IsNull() });
      await manager.insert(OneTimeLinkEntity, { kind, tokenHash, expiresAt, usedAt: null });
    });
  }

  /** Whether a link with this hash may be used at `now`. */
  async isOffered(kind: string, tokenHash: Buffer, now: Date): Promise<boolean> {
    return this.source.manager.existsBy(OneTimeLinkEntity, {
      kind,
      tokenHash,
      usedAt: IsNull(),
      expiresAt: MoreThan(now),
    });
  }

  /**
   * Uses up a link and makes the first administrator, of all brands there are. Gives its id; null where the link is
   * unknown, used or out of date, or somebody else is administrator by now.
   */
  async redeemFirstAdministrator(
    tokenHash: Buffer,
    now: Date,
    person: Pick<NewPerson, 'email' | 'name' | 'passwordHash'>,
  ): Promise<string | null> {
    return this.source.transaction(async (manager) => {
      const link = await manager.findOne(OneTimeLinkEntity, {
        where: { tokenHash, kind: firstAdministrator, usedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      if (link === null || link.expiresAt <= now || (await hasAdministrator(manager))) return null;
      await manager.update(OneTimeLinkEntity, { tokenHash }, { usedAt: now });
      const brands = await manager.query<{ brand_id: string }[]>('select brand_id from brands order by 1');
      const made = await manager.save(
        manager.create(PersonEntity, {
          email: person.email.trim().toLowerCase(),
          name: person.name,
          passwordHash: person.passwordHash,
          roles: ['administrator'],
          brandIds: brands.map(({ brand_id }) => brand_id),
          vendorIds: null,
          language: null,
          disabledAt: null,
          demo: false,
        }),
      );
      return made.id;
    });
  }
}

/** Kind of the link that makes the first administrator. */
export const firstAdministrator = 'first-administrator';

async function hasAdministrator(manager: EntityManager): Promise<boolean> {
  return manager.existsBy(PersonEntity, { roles: ArrayContains(['administrator']), disabledAt: IsNull() });
}

function personOf(row: PersonEntity): Person {
  const { id, email, name, passwordHash, roles, brandIds, vendorIds, language } = row;
  return {
    id,
    email,
    name,
    passwordHash,
    roles,
    brandIds,
    vendorIds,
    language,
    isDisabled: row.disabledAt !== null,
  };
}
