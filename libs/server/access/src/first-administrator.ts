import { Injectable } from '@nestjs/common';
import { AuditLog, firstAdministrator, PersonStore } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database, isUniqueViolation } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { hashPassword } from './passwords';
import { newToken, tokenHash } from './session-token';

const validMs = 24 * 3_600_000;

/** The way in to a product that nobody can log in to yet: a link, printed where only its operator looks. */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly people: PersonStore,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A fresh token, good for a day and in place of earlier ones; null where there is an administrator. */
  async offer(): Promise<string | null> {
    if (await this.people.hasAdministrator()) return null;
    const token = newToken();
    await this.people.offerLink(firstAdministrator, tokenHash(token), new Date(this.clock.now() + validMs));
    return token;
  }

  /** Makes the person. @throws not-found for a token that is unknown, used or out of date; conflict for a known address. */
  async redeem(given: { token: string; email: string; name: string; password: string }): Promise<void> {
    const { token, email, name, password } = given;
    const passwordHash = await hashPassword(password);
    const now = new Date(this.clock.now());
    const personId = await this.people
      .redeemFirstAdministrator(tokenHash(token), now, { email, name, passwordHash })
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? problem('conflict', 'This e-mail address is taken.', '/email')
          : error;
      });
    if (personId === null) {
      throw problem(
        'not-found',
        'This link is not valid (any more). A start of the server prints a new one.',
      );
    }
    await this.audit.append(this.database, {
      personId,
      act: 'person.made',
      subject: `person ${personId}`,
      detail: { roles: ['administrator'], by: 'one-time link' },
    });
  }
}
